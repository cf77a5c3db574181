"""The most read of a section and of a writer, on their own pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import most_read
from articles.models import Article, ArticleCount, HourlyCount, MostRead
from tests import factories, page_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return factories.author("ليلى شعبان")


@pytest.fixture
def texts(writer):
    """A text nobody has read and five of a part of a section, one elsewhere; each is read more than the one before."""
    part = factories.section("تحقيقات", parent=factories.section("أخبار"))
    factories.article(section=part.pk, bylines=((writer.pk, "writer"),))
    texts = [
        factories.article(title=f"نصّ {number}", section=part.pk, bylines=((writer.pk, "writer"),))
        for number in range(5)
    ]
    texts.append(factories.article(title="نصّ آخر"))
    hour = int(timezone.now().timestamp() // 3600)
    for number, text in enumerate(texts, start=1):
        HourlyCount.objects.create(article=text, hour=hour, views=number, readers=number)
        ArticleCount.objects.create(article=text, views=100 * number)
    most_read.work_out()
    return texts


def titles(answer) -> list[str]:
    return [text.title for text in answer.context["most_read"]]


MOST = ["نصّ 4", "نصّ 3", "نصّ 2", "نصّ 1", "نصّ 0"]


def test_a_section_and_its_part_show_what_is_read_of_them_in_the_week(client, texts):
    part = texts[0].section
    for place in (part, part.parent):
        answer = client.get(place.get_absolute_url())
        assert titles(answer) == MOST
        assert f'data-from-list="{texts[4].pk}"' in answer.content.decode()
    HourlyCount.objects.update(hour=int((timezone.now() - timedelta(days=8)).timestamp() // 3600))
    most_read.work_out()
    assert titles(client.get(part.get_absolute_url())) == []


def test_a_writer_shows_what_was_always_read_of_theirs_with_the_number(client, texts, writer):
    HourlyCount.objects.all().delete()
    most_read.work_out()
    answer = client.get(writer.get_absolute_url())
    assert titles(answer) == MOST
    assert "500 مشاهدة" in answer.content.decode()


def test_nothing_withdrawn_nothing_stale_and_nothing_of_two_places(client, texts, writer, managing_editor):
    texts[4].apply("withdraw", managing_editor, note="خطأ")
    assert titles(client.get(writer.get_absolute_url())) == MOST[1:]
    texts[3].apply("withdraw", managing_editor, note="خطأ")
    assert titles(client.get(writer.get_absolute_url())) == MOST[2:]
    MostRead.objects.update(made_at=timezone.now() - timedelta(hours=1))
    assert titles(client.get(writer.get_absolute_url())) == []
    most_read.work_out()
    texts[2].apply("withdraw", managing_editor, note="خطأ")
    answer = client.get(writer.get_absolute_url())
    assert titles(answer) == []
    assert 'id="most-read"' not in answer.content.decode()


def test_a_list_that_would_say_the_page_again_is_left_out(client, texts, writer):
    Article.objects.exclude(pk__in=[text.pk for text in texts]).delete()
    assert titles(client.get(writer.get_absolute_url())) == []


def test_it_stands_on_the_first_page_only(client, writer, texts):
    for _ in range(20):
        factories.article(bylines=((writer.pk, "writer"),))
    first = client.get(writer.get_absolute_url())
    assert titles(first) == MOST
    older = client.get(writer.get_absolute_url() + first.context["page"].older)
    assert older.context["page"].articles
    assert titles(older) == []


def test_a_paper_hardly_read_today_shows_what_was_read_before(client, texts):
    def now() -> tuple[str, int]:
        """The window beside a text, and how long its list is; the front page says the same."""
        block, home = client.get("/most-read/now/block/").context, client.get("/").context
        assert [text.pk for text in block["found"]] == [text.pk for text in home["most_read"]]
        assert block["window"] == home["window"]
        return block["window"], len(block["found"])

    def read(**ago):
        HourlyCount.objects.update(hour=int((timezone.now() - timedelta(**ago)).timestamp() // 3600))
        most_read.work_out()

    assert now() == ("day", 5)
    read(days=3)
    assert now() == ("week", 5)
    HourlyCount.objects.all().delete()
    most_read.work_out()
    assert now() == ("all", 5)
    # What is kept for too long is no news either.
    MostRead.objects.update(made_at=timezone.now() - timedelta(hours=1))
    assert now() == ("day", 0)


def test_a_title_that_somebody_said_is_quoted_wherever_it_is_ranked(client, texts, writer):
    Article.objects.filter(pk=texts[4].pk).update(kind="interview")
    for address in ("/most-read/", "/most-read/day/block/", "/foot/", writer.get_absolute_url()):
        page = page_tree.read(client.get(address).content.decode())
        ranked = page.all(".ranked") or page.all(".foot__two")
        assert ranked[0].texts(".said") == [texts[4].title], address


def test_the_first_of_the_list_says_where_it_stands_and_how_it_begins(client, texts):
    Article.objects.filter(pk=texts[-1].pk).update(deck="", body="<p>أمضت الصحيفة شهرًا في القرية.</p>")
    html = client.get("/most-read/day/block/").content.decode()
    [kicker] = page_tree.read(html).texts(".story__kicker")
    assert kicker == texts[-1].section.name
    assert page_tree.read(html).texts(".story__deck") == ["أمضت الصحيفة شهرًا في القرية."]
    assert len(page_tree.read(html).texts(".ranked time")) == 5
