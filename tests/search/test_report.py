"""What readers look for, told to editors: counted without names, mended by a pair of words, forgotten after 90 days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from articles.models import SearchCount, SearchSynonym, SearchTally
from articles.tasks import prune
from maseer.models import Invalidation
from tests import factories
from tests.factories import article

pytestmark = pytest.mark.django_db

REPORT = "/admin/articles/article/searches/"


@pytest.fixture
def editor(client):
    person = factories.user("editor", Role.EDITOR)
    client.force_login(person)
    return person


def counted() -> dict[str, tuple[int, int]]:
    rows = SearchCount.objects.filter(day=timezone.localdate())
    return {row.words: (row.times, row.found_nothing) for row in rows}


def test_spellings_of_one_question_are_counted_together_and_so_is_what_finds_nothing(client):
    article(title="قال أحمد")
    for words in ("أحمد", "احمد", "اَحمد", "زرافة", "زرافه"):
        client.get("/search/", {"q": words})
    assert counted() == {"احمد": (3, 0), "زرافه": (2, 2)}


def test_what_was_asked_once_counts_once_however_it_is_narrowed_and_turned_over(client):
    article(title="كناري", kind="news")
    for how in ({}, {"kind": "opinion"}, {"after": "20"}, {"exact": "1"}):
        client.get("/search/", {"q": "كناري"} | how)
    client.get("/search/suggest/", {"q": "كناري"})
    assert counted() == {"كناري": (1, 0)}


@pytest.mark.parametrize(
    "words",
    [
        "reader@example.com",
        "0791234567",
        "٠٧٩ ١٢٣ ٤٥٦٧",
        "+962 79-123-4567",
        "ع" * 100,
        "!!",
        "\N{ARABIC FATHA}",
    ],
)
def test_nothing_of_a_person_and_nothing_endless_is_kept(words, client):
    client.get("/search/", {"q": words})
    assert counted() == {}


def test_counting_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        SearchCount.note("كناري", found=True)
    with django_assert_num_queries(1):
        SearchCount.note("كناري", found=False)
    assert counted() == {"كناري": (2, 1)}


def test_editors_see_what_finds_nothing_first_by_how_often(client, editor):
    today = timezone.localdate()
    for words, times, nothing, ago in (
        ("كناري", 9, 0, 0),
        ("كومبيوتر", 5, 5, 1),
        ("زرافه", 7, 2, 0),
        ("قديم", 99, 99, 8),
    ):
        SearchCount.objects.create(
            day=today - timedelta(days=ago), words=words, times=times, found_nothing=nothing
        )
    answer = client.get(REPORT)
    assert [row.words for row in answer.context["missed"]] == ["كومبيوتر", "زرافه"]
    assert [row["words"] for row in answer.context["sought"]] == ["كناري", "زرافه", "كومبيوتر"]
    assert client.get(REPORT, {"days": "30"}).context["sought"][0]["words"] == "قديم"
    assert client.get(REPORT, {"days": "x"}).context["days"] == 7


def test_a_synonym_added_there_works_at_once(client, editor):
    article(title="حاسوب جديد")
    SearchTally.add_up()
    client.get("/search/", {"q": "كومبيوتر"})
    answer = client.post(REPORT, {"one": "كومبيوتر", "other": "الحاسوب", "days": "30"}, follow=True)
    assert answer.redirect_chain == [(f"{REPORT}?days=30", 302)]
    assert "من بحث عن «كومبيوتر» وجد «الحاسوب»" in answer.content.decode()
    assert SearchSynonym.objects.count() == 1
    assert Invalidation.objects.filter(tag="search").exists()
    assert "حاسوب</mark> جديد" in client.get("/search/", {"q": "كومبيوتر"}).content.decode()


@pytest.mark.parametrize("other", ["", "كومبيوتر", "!!", "كلمة ثانية ثالثة رابعة خامسة"])
def test_what_is_no_synonym_is_refused_with_the_reason(other, client, editor):
    answer = client.post(REPORT, {"one": "كومبيوتر", "other": other}, follow=True)
    assert 'class="error"' in answer.content.decode()
    assert not SearchSynonym.objects.exists()


def test_a_synonym_taken_back_is_none_at_once(client, editor):
    article(title="حاسوب جديد")
    pair = SearchSynonym.objects.create(one="كومبيوتر", other="حاسوب")
    Invalidation.objects.all().delete()
    listed = client.get("/admin/articles/searchsynonym/", {"q": "الحاسوب"}).content.decode()
    assert "كومبيوتر" in listed
    client.post(
        "/admin/articles/searchsynonym/",
        {"action": "delete_selected", "_selected_action": pair.pk, "post": "yes"},
    )
    assert not SearchSynonym.objects.exists()
    assert Invalidation.objects.filter(tag="search").exists()
    assert "جديد" not in client.get("/search/", {"q": "كومبيوتر"}).content.decode()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.ADMIN])
def test_others_neither_read_the_report_nor_add_to_it(role, client):
    client.force_login(factories.user("other", role))
    assert client.get(REPORT).status_code in {302, 403}
    assert client.post(REPORT, {"one": "كومبيوتر", "other": "حاسوب"}).status_code in {302, 403}
    assert not SearchSynonym.objects.exists()


def test_what_was_looked_for_is_forgotten_after_ninety_days():
    today = timezone.localdate()
    for ago in (89, 91):
        SearchCount.objects.create(day=today - timedelta(days=ago), words=f"{ago}", times=1, found_nothing=0)
    prune()
    assert [row.words for row in SearchCount.objects.all()] == ["89"]
