"""People are sorted and found as all names are: the article, hamza, tashkeel and the case of Latin letters aside."""

import pytest

from accounts.models import User
from accounts.roles import Role
from articles import handover
from articles.plan_form import PlanForm
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = ("أحمد", "الأيّوبي", "باسم", "إلياس")
SORTED = ["أحمد", "إلياس", "الأيّوبي", "باسم"]


@pytest.fixture
def people(db):
    return [factories.user(f"user{at}", Role.EDITOR, display_name=name) for at, name in enumerate(NAMES)]


def test_every_list_of_people_is_sorted_by_what_a_reader_hears(client, people, admin_user, managing_editor):
    client.force_login(admin_user)
    listed = [str(row) for row in client.get("/admin/accounts/user/").context["cl"].result_list]
    assert [name for name in listed if name in NAMES] == SORTED
    receivers = handover.receivers(managing_editor, by=managing_editor)
    assert [str(person) for person in receivers if str(person) in NAMES] == SORTED
    offered = PlanForm(article=factories.draft(people[0])).fields["assignee"].queryset
    assert [str(person) for person in offered if str(person) in NAMES] == SORTED


@pytest.mark.parametrize("asked", ["ايوبي", "الأيوبي", "أيُّوبي", "USER1", "ayoubi@example"])
def test_somebody_is_found_however_their_name_is_spelled(client, people, admin_user, asked):
    people[1].change_address("Ayoubi@example.com", verified=True)
    client.force_login(admin_user)
    found = client.get("/admin/accounts/user/", {"q": asked}).context["cl"].result_list
    assert [str(row) for row in found] == ["الأيّوبي"]


def test_a_reader_is_found_so_too(client, admin_user):
    reader = factories.user("somebody", display_name="مُنى الأحمد")
    client.force_login(admin_user)
    found = client.get("/admin/accounts/reader/", {"q": "منى الاحمد"}).context["cl"].result_list
    assert [row.pk for row in found] == [reader.pk]


def test_a_new_name_is_what_is_found_and_of_a_deleted_account_nothing_is(people):
    ahmad = people[0]
    ahmad.display_name = "يوسف"
    ahmad.save(update_fields=["display_name"])
    assert User.objects.values_list("sorted_as", "words").get(pk=ahmad.pk) == ("يوسف", "يوسف user0")
    ahmad.erase(by=ahmad)
    assert "يوسف" not in User.objects.values_list("words", flat=True).get(pk=ahmad.pk)
