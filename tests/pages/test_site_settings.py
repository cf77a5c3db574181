import pytest
from django.db import IntegrityError

from maseer.models import Invalidation
from pages.models import SiteSettings

pytestmark = pytest.mark.django_db


def test_there_is_one_paper():
    SiteSettings(name="الأولى").save()
    SiteSettings(name="الثانية").save()
    assert SiteSettings.objects.get().name == "الثانية"
    with pytest.raises(IntegrityError):
        SiteSettings.objects.bulk_create([SiteSettings(pk=2)])


def test_until_somebody_sets_it_the_paper_has_its_own_name():
    assert SiteSettings.load().name == "مصير"
    assert not SiteSettings.objects.exists()


def test_a_change_of_the_paper_makes_every_page_stale():
    SiteSettings().save()
    assert "all" in Invalidation.objects.values_list("tag", flat=True)


def test_months_and_digits_follow_the_settings(client):
    SiteSettings(months="levantine", digits="arabic").save()
    html = client.get("/search/").content.decode()
    assert any(
        month in html
        for month in (
            "تشرين",
            "كانون",
            "شباط",
            "آذار",
            "نيسان",
            "أيّار",
            "أيار",
            "حزيران",
            "تموز",
            "آب",
            "أيلول",
        )
    )
    assert any(digit in html for digit in "٠١٢٣٤٥٦٧٨٩")
