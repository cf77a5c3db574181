"""What stands beneath a text: those chosen by hand in their order, then the newest of its section."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Payload, Series
from readers.models import Comment
from tests import factories, page_tree
from tests.articles.hidden import CANARY, STATES, hidden
from tests.readers.talk import said
from tests.test_pages import ARTICLE_BUDGET, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def desk(made_once) -> int:
    """Its texts are so old that none of them is the neighbour of a new one but the first."""
    desk, ago = factories.section("أخبار").pk, timezone.now() - timedelta(days=2)
    for number in range(7):
        factories.article(title=f"بعيد {number}")
    for number in range(6):
        factories.article(title=f"قريب {number}", section=desk, published_at=ago - timedelta(days=number))
    return desk


@pytest.fixture
def elsewhere():
    """Texts that the page would not come upon by itself."""
    return list(Article.objects.filter(title__startswith="بعيد").order_by("pk"))


@pytest.fixture
def newest():
    return list(Article.objects.filter(title__startswith="قريب").order_by("pk"))


def beneath(client, text) -> list[str]:
    return [other.title for other in client.get(text.get_absolute_url()).context["related"]]


def titles(texts) -> list[str]:
    return [text.title for text in texts]


def test_those_chosen_come_first_in_their_order_and_the_page_fills_up(client, desk, elsewhere, newest):
    two = [elsewhere[4], elsewhere[1]]
    text = factories.article(section=desk, related=tuple(other.pk for other in two))
    # The first of its section is its neighbour already.
    assert beneath(client, text) == [*titles(two), newest[1].title]


def test_what_was_chosen_stands_there_though_it_is_a_neighbour_and_only_once(client, desk, newest):
    text = factories.article(section=desk, related=(newest[2].pk, newest[0].pk, newest[2].pk))
    assert beneath(client, text) == titles([newest[2], newest[0], newest[1]])


def test_six_are_shown_and_nothing_is_added_to_them(client, desk, elsewhere, newest):
    text = factories.article(section=desk, related=tuple(other.pk for other in elsewhere[:6]))
    assert beneath(client, text) == titles(elsewhere[:6])


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_public_is_left_out_and_its_place_filled(state, client, desk, newest):
    text = factories.article(section=desk, related=(hidden(state).pk, newest[3].pk))
    html = client.get(text.get_absolute_url()).content.decode()
    assert CANARY not in html
    assert beneath(client, text) == titles([newest[3], newest[1], newest[2]])


def test_what_is_withdrawn_vanishes_at_once_and_the_page_is_forgotten_with_it(
    client, desk, elsewhere, newest, managing_editor
):
    text = factories.article(section=desk, related=(elsewhere[0].pk,))
    before = client.get(text.get_absolute_url())
    assert f"article:{elsewhere[0].pk}" in before.cache_tags
    elsewhere[0].apply("withdraw", by=managing_editor, note="لخطأ فيه")
    kept = {"If-None-Match": before["ETag"]}
    assert client.get(text.get_absolute_url(), headers=kept).status_code == 200
    assert elsewhere[0].title not in beneath(client, text)
    # It may come back: the page goes by it still.
    assert f"article:{elsewhere[0].pk}" in client.get(text.get_absolute_url()).cache_tags


def test_no_page_of_a_series_goes_on_naming_a_part_that_was_withdrawn(client, managing_editor):
    series = Series.objects.create(name="مدن")
    parts = [factories.article(title=f"مدينة {n}", series=series.pk, series_part=n) for n in range(1, 7)]
    page = client.get(parts[0].get_absolute_url())
    assert parts[5].title in page.content.decode()
    parts[5].apply("withdraw", by=managing_editor, note="لخطأ فيه")
    kept = {"If-None-Match": page["ETag"]}
    again = client.get(parts[0].get_absolute_url(), headers=kept)
    assert again.status_code == 200
    assert parts[5].title not in again.content.decode()
    assert f"series:{series.slug}" in page.cache_tags


def test_the_row_changes_when_the_revision_goes_out(client, editor, managing_editor, elsewhere):
    text = factories.article(related=(elsewhere[0].pk,))
    revision = text.working_revision
    changed = Payload.from_json(revision.payload | {"related": [elsewhere[5].pk]})
    text.save_revision(changed, revision.pk, managing_editor)
    assert beneath(client, text)[0] == elsewhere[0].title
    text.apply("approve", by=editor)
    text.apply("publish", by=managing_editor)
    assert beneath(client, text)[0] == elsewhere[5].title


def test_a_card_says_how_its_text_begins_when_it_came_out_and_how_many_comments_it_has(client):
    one = factories.article(deck="", body="<h2>عنوان</h2><p>أمضت الصحيفة شهرًا.</p>" + "<p>كلام</p>" * 400)
    said(one)
    said(one, state=Comment.State.PENDING)
    text = factories.article(related=(one.pk, factories.article(deck="المقدّمة").pk))
    page = page_tree.read(client.get(text.get_absolute_url()).content.decode())
    first, second = page.texts(".related .story__deck")
    assert first.startswith("عنوان أمضت الصحيفة شهرًا. كلام")
    assert first.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert second == "المقدّمة"
    meta = page.texts(".related .story__meta")
    assert ["تعليق واحد" in line for line in meta] == [True, False]
    assert len(page.texts(".related time")) == 2


def test_an_opinion_shows_its_writer_or_else_its_picture(client):
    faces = [factories.image(), None]
    shown = [
        factories.article(
            kind="opinion",
            image=factories.image().pk,
            bylines=((factories.author(portrait=face).pk, "writer"),),
        )
        for face in faces
    ]
    text = factories.article(related=tuple(other.pk for other in shown))
    page = page_tree.read(client.get(text.get_absolute_url()).content.decode())
    assert len(page.all(".related .story__face")) == len(page.all(".related .story__pic")) == 1


def test_a_choice_costs_one_query_and_none_costs_nothing(
    client, desk, elsewhere, newest, django_assert_max_num_queries
):
    def cost(text):
        return queries(client, text.get_absolute_url(), lambda: django_assert_max_num_queries(ARTICLE_BUDGET))

    none = cost(factories.article(section=desk))
    some = cost(factories.article(section=desk, related=(elsewhere[0].pk, elsewhere[1].pk)))
    full = cost(factories.article(section=desk, related=tuple(other.pk for other in elsewhere[:6])))
    assert (some, full) == (none + 1, none)
