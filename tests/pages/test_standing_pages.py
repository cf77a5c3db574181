import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from maseer.models import Invalidation
from pages.models import Page, Redirect

pytestmark = pytest.mark.django_db


def forgotten() -> set[str]:
    tags = set(Invalidation.objects.values_list("tag", flat=True))
    Invalidation.objects.all().delete()
    return tags


def test_a_title_without_letters_is_refused_and_breaks_nothing(client):
    with pytest.raises(ValidationError) as refused:
        Page(title="؟؟؟").full_clean()
    assert set(refused.value.message_dict) == {"title"}
    Page.objects.create(title="؟؟؟", body="<p>متن</p>")
    assert client.get("/").status_code == 200
    assert client.get("/pages/page/").status_code == 200


def test_the_back_office_refuses_it_too(client, managing_editor):
    client.force_login(managing_editor)
    response = client.post("/admin/pages/page/add/", {"title": "؟؟؟", "slug": "", "body": "", "order": 0})
    assert response.status_code == 200
    assert "title" in response.context["adminform"].form.errors
    assert not Page.objects.exists()


def test_their_editor_keeps_what_ours_keeps(client, managing_editor):
    client.force_login(managing_editor)
    page = client.get("/admin/pages/page/add/").content.decode()
    assert "Foreign" in page
    assert "js/editor" in page


def test_pages_of_one_title_have_addresses_of_their_own(client, managing_editor):
    client.force_login(managing_editor)
    for _ in range(2):
        form = {"title": "شروط النشر", "slug": "", "body": "", "order": 0, "is_public": "on"}
        assert client.post("/admin/pages/page/add/", form).status_code == 302
    assert set(Page.objects.values_list("slug", flat=True)) == {"شروط-النشر", "شروط-النشر-2"}


def test_the_database_refuses_an_empty_address():
    Page.objects.create(title="من نحن")
    with pytest.raises(IntegrityError):
        Page.objects.update(slug="")


def test_an_old_address_leads_to_the_new_one(client):
    page = Page.objects.create(title="من نحن")
    old = page.get_absolute_url()
    forgotten()
    page.slug = Page.ABOUT
    page.save()
    assert {"page:about", "page:من-نحن", "nav", "all"} <= forgotten()
    assert client.get(old)["Location"] == "/about/"


def test_a_page_that_nobody_may_see_leaves_no_old_address():
    page = Page.objects.create(title="مسوّدة", is_public=False)
    page.slug = "secret"
    page.save()
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("several", [False, True])
def test_a_deleted_page_is_forgotten(several):
    page = Page.objects.create(title="من نحن", slug="us")
    forgotten()
    if several:
        Page.objects.all().delete()
    else:
        page.delete()
    assert {"page:us", "nav", "all"} <= forgotten()
