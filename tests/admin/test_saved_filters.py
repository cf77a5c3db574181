"""Lists of articles kept under a name, for oneself."""

import pytest

from accounts.roles import Role
from articles.admin.list import SectionFilter
from articles.models import SavedFilter, saved_filter
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
KEEP = f"{LIST}filters/keep/"


def keep(client, query: str, name: str = "متأخّراتي"):
    return client.post(KEEP, {"name": name, "query": query})


def test_a_list_is_kept_under_a_name_and_found_above_the_list(client, editor):
    client.force_login(editor)
    assert f'action="{KEEP}"' not in client.get(LIST).content.decode()
    assert f'action="{KEEP}"' in client.get(LIST, {"desk": "overdue"}).content.decode()
    answer = keep(client, "?desk=overdue&p=3&stage=submitted")
    kept = SavedFilter.objects.get()
    assert (kept.user, kept.name, kept.query) == (editor, "متأخّراتي", "desk=overdue&stage=submitted")
    assert answer.url == f"{LIST}?{kept.query}"
    page = client.get(answer.url)
    assert page.status_code == 200
    assert 'href="?desk=overdue&amp;stage=submitted"' in page.content.decode()


def test_a_search_can_be_kept(client, editor):
    client.force_login(editor)
    answer = keep(client, "q=الاقتصاد&kind__exact=news")
    assert client.get(answer.url).context["cl"].query == "الاقتصاد"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "p=2",
        "body__icontains=x",
        "created_by__password__startswith=a",
        "desk=overdue&next=https://elsewhere.example",
        "q=",
        "q=" + "x" * 600,
    ],
)
def test_what_the_list_would_not_answer_is_not_kept_and_the_name_stays(client, editor, query):
    client.force_login(editor)
    answer = keep(client, query)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert 'value="متأخّراتي"' in answer.content.decode()
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_is_needed_and_short(client, editor, name):
    client.force_login(editor)
    assert "name" in keep(client, "desk=overdue", name).context["form"].errors
    assert not SavedFilter.objects.exists()


def test_a_name_is_used_once_by_each(client, editor, contributor):
    client.force_login(editor)
    keep(client, "desk=overdue")
    answer = keep(client, "desk=mine")
    assert "name" in answer.context["form"].errors
    assert SavedFilter.objects.get().query == "desk=overdue"
    client.force_login(contributor)
    assert keep(client, "desk=mine").status_code == 302


def test_nobody_sees_or_forgets_those_of_others(client, editor, contributor, caplog):
    kept = SavedFilter.keep(editor, "سرّي", "desk=mine")
    client.force_login(contributor)
    assert "سرّي" not in client.get(LIST).content.decode()
    assert client.post(f"{LIST}filters/{kept.pk}/forget/").status_code == 403
    assert f"by={contributor.pk}" in caplog.text
    client.force_login(editor)
    assert client.get(f"{LIST}filters/{kept.pk}/forget/").status_code == 405
    assert SavedFilter.objects.exists()
    # A second press of the button harms nobody.
    for _ in range(2):
        assert client.post(f"{LIST}filters/{kept.pk}/forget/").status_code == 302
    assert not SavedFilter.objects.exists()


def test_there_is_a_most(client, editor, monkeypatch):
    monkeypatch.setattr(saved_filter, "MOST", 1)
    client.force_login(editor)
    keep(client, "desk=overdue")
    assert "name" in keep(client, "desk=mine", "أخرى").context["form"].errors


def test_who_sees_no_list_keeps_none(client):
    client.force_login(factories.user(role=Role.ADMIN))
    assert keep(client, "desk=overdue").status_code == 403


FILTERS = [
    "mine",
    "charge",
    "reading",
    "unclaimed",
    "overdue",
    "embargoed",
    "to_publish",
    "to_review",
    "today",
]


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.EDITOR])
def test_each_list_of_the_desk_opens(client, name, role):
    user = factories.user(role=role)
    factories.draft(factories.user(role=Role.EDITOR))
    client.force_login(user)
    answer = client.get(LIST, {"desk": name})
    assert answer.status_code == 200
    assert answer.context["cl"].result_count == 0


def test_ones_own_sections_come_first(client, editor):
    other, own = factories.section("أوّل"), factories.section("ثانٍ")
    editor.sections.add(own)
    factories.draft(editor, section=own.pk, title="في قسمي")
    factories.draft(editor, section=other.pk, title="في غيره")
    client.force_login(editor)
    answer = client.get(LIST, {"section": own.pk})
    [spec] = [spec for spec in answer.context["cl"].filter_specs if isinstance(spec, SectionFilter)]
    assert [value for value, _name in spec.lookup_choices] == [str(own.pk), str(other.pk)]
    assert [article.title for article in answer.context["cl"].result_list] == ["في قسمي"]
