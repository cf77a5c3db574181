"""From the files to the tables: each event once, whatever happens."""

import pytest
from django.db import OperationalError

from articles import counting
from articles.models import Article, ArticleCount, CountedBatch, DailyCount, HourlyCount, ShareCount, Sighting
from articles.workflow import Status
from maseer.counting.events import Event, What
from maseer.counting.spool import Spool
from tests.factories import article

NOON = 1_800_014_400  # a moment of a day in Damascus
pytestmark = pytest.mark.django_db


def read(text, visitor=1, at=NOON, what=What.READ) -> Event:
    return Event(at, text.pk, visitor, what)


def shared(text, channel="wa", visitor=1, at=NOON, what=What.SHARED) -> Event:
    return Event(at, text.pk, visitor, what, channel)


def count(*events: Event, batch: str = "") -> None:
    counting.count(batch or f"batch-{CountedBatch.objects.count()}", [event.line() for event in events])


def totals(text) -> tuple:
    row = ArticleCount.objects.get(pk=text.pk)
    return row.views, row.readers, row.shares, row.arrivals


@pytest.fixture
def text():
    return article()


def test_a_view_is_in_its_hour_in_its_day_and_in_the_total(text):
    count(read(text), read(text, visitor=2), read(text, visitor=2, at=NOON + 3600))
    assert list(HourlyCount.objects.order_by("hour").values_list("hour", "views", "readers")) == [
        (NOON // 3600, 2, 2),
        (NOON // 3600 + 1, 1, 0),
    ]
    assert list(DailyCount.objects.values_list("views", "readers")) == [(3, 2)]
    assert totals(text) == (3, 2, 0, 0)


@pytest.mark.parametrize(("later", "views"), [(0, 1), (1, 1), (1799, 1), (1800, 2), (7200, 2)])
def test_a_reload_within_half_an_hour_counts_nothing(text, later, views):
    count(read(text))
    count(read(text, at=NOON + later))
    assert totals(text)[:2] == (views, 1)


@pytest.mark.parametrize(("later", "views"), [((20,), 1), ((20, 45), 2), ((20, 29, 31, 45, 62), 3)])
def test_it_is_the_same_within_one_file(text, later, views):
    count(read(text), *(read(text, at=NOON + minutes * 60) for minutes in later))
    assert totals(text)[:2] == (views, 1)


def test_half_an_hour_is_counted_from_the_last_view_that_counted_also_across_files(text):
    count(read(text))
    count(read(text, at=NOON + 20 * 60), read(text, at=NOON + 45 * 60))
    assert totals(text)[0] == 2


def test_read_from_the_list_is_a_view_and_marked(text):
    count(read(text, what=What.READ_FROM_LIST), read(text, visitor=2))
    assert DailyCount.objects.values_list("views", "readers", "from_list").get() == (2, 2, 1)
    count(read(text, at=NOON + 60))
    assert totals(text) == (2, 2, 0, 0), "the same reader by another way is the same reader"


def test_shares_count_once_a_visitor_a_channel_and_a_day(text):
    count(shared(text), shared(text, at=NOON + 3600), shared(text, "tg"), shared(text, visitor=2))
    count(shared(text, what=What.ARRIVED, visitor=9))
    rows = ShareCount.objects.order_by("channel").values_list("channel", "shares", "arrivals")
    assert list(rows) == [("tg", 1, 0), ("wa", 2, 1)]
    assert totals(text) == (0, 0, 3, 1)


def test_a_batch_is_counted_once(text):
    count(read(text), batch="one")
    count(read(text, visitor=2), batch="one")
    assert totals(text)[0] == 1


def test_only_what_is_public_is_counted():
    hidden = [article(status=status) for status in (Status.UNPUBLISHED, Status.WITHDRAWN, Status.ARCHIVED)]
    count(*(read(text) for text in hidden), Event(NOON, 999_999, 1, What.READ))
    assert not ArticleCount.objects.exists()
    assert not Sighting.objects.exists()


def test_a_line_cut_by_a_full_disk_is_left_out(text):
    counting.count("cut", [read(text).line(), b"", b"x\n", read(text, visitor=2).line()[:-3]])
    assert totals(text)[0] == 1


def fill(folder, *events):
    mine = Spool(folder)
    for event in events:
        mine.write(event.line())
    mine.close()


def test_files_are_taken_over_and_gone(text, tmp_path):
    fill(tmp_path, read(text))
    fill(tmp_path, read(text, visitor=2))
    assert counting.take_over(tmp_path) == 2
    assert list(tmp_path.iterdir()) == []
    assert counting.take_over(tmp_path) == 0
    assert totals(text)[0] == 2


def test_a_worker_that_dies_before_the_database_has_it_leaves_the_file(text, tmp_path, monkeypatch):
    fill(tmp_path, read(text))

    def fail(*args):
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        # The last statement of the transaction.
        patch.setattr(counting, "_totals", fail)
        with pytest.raises(OperationalError):
            counting.take_over(tmp_path)
    assert not HourlyCount.objects.exists()
    counting.take_over(tmp_path)
    assert totals(text)[0] == 1


def test_a_worker_that_dies_before_the_file_is_gone_counts_it_no_second_time(text, tmp_path):
    fill(tmp_path, read(text))
    (file,) = tmp_path.iterdir()
    counting.count(file.stem, file.read_bytes().splitlines(keepends=True))
    assert counting.take_over(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
    assert totals(text)[0] == 1


def test_counting_writes_no_article_row(text, django_assert_max_num_queries):
    before = Article.objects.values().get()
    with django_assert_max_num_queries(12):
        count(*(read(text, visitor=visitor) for visitor in range(400)))
    assert Article.objects.values().get() == before
    assert totals(text)[0] == 400
