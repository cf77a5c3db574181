"""What editors are shown of readers: pages, the column of the list, the desk, tables for spreadsheets."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.admin import reads_csv
from articles.models import ArticleCount, DailyCount, HourlyCount, ShareCount, Sighting
from articles.workflow import Status
from pages.models import SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db

NOW_PAGE = "/admin/articles/article/read-now/"
MAIN = 'id="content-main"'
PAPER_CSV = "/admin/articles/article/reads.csv"


def page_of(article) -> str:
    return reverse("admin:articles_article_reads", args=[article.pk])


def readers(article, *, views=12, number=9, before=0) -> None:
    now = timezone.now()
    ArticleCount.objects.create(
        article=article, views=views, readers=number, shares=3, arrivals=4, views_before=before
    )
    HourlyCount.objects.create(
        article=article, hour=int(now.timestamp()) // 3600, views=views, readers=number
    )
    DailyCount.objects.create(article=article, day=timezone.localdate(now), views=views, readers=number)
    ShareCount.objects.create(
        article=article, day=timezone.localdate(now), channel="wa", shares=3, arrivals=4
    )


def page(client, user, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def tables(text: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>|\s+", " ", found)
        for found in re.findall(r"(?s)<table.*?</table>", text.partition(MAIN)[2])
    ]


# One text


def test_the_page_draws_and_says_the_same_numbers(client, editor):
    article = factories.article()
    readers(article)
    text = page(client, editor, page_of(article))
    hours, days, channels = tables(text)
    for table in (hours, days):
        assert " 12 9 " in re.sub(r" +", " ", table)
    assert " 3 4 " in re.sub(r" +", " ", channels)
    assert text.count('class="chart__whole" x=') == 2 + 1, "a bar for the hour, for the day, and a strip"
    assert '<svg class="chart__plot" role="img"' in text
    assert not re.search(r"\sstyle=|<style|\son\w+=", text.partition(MAIN)[2])


def test_what_was_before_the_move_stands_apart_and_in_the_total(client, editor):
    article = factories.article()
    readers(article, before=500)
    SiteSettings(digits="arabic").save()
    client.force_login(editor)
    answer = client.get(page_of(article))
    assert answer.context["counts"].all_views == 512
    assert answer.context["days"].views == answer.context["hours"].views == 12
    text = answer.content.decode()
    assert "٥١٢" in text
    assert "٥٠٠" in text


def test_a_text_nobody_read_is_said_to_be_so(client, editor, contributor):
    unread, draft = factories.article(), factories.draft(contributor)
    assert "reads__none" in page(client, editor, page_of(unread))
    text = page(client, editor, page_of(draft))
    assert "reads__none" in text
    assert "<svg class" not in text.partition(MAIN)[2]


def test_all_days_are_a_link_away(client, editor):
    article = factories.article()
    readers(article)
    first = timezone.localdate() - timedelta(days=50)
    DailyCount.objects.create(article=article, day=first, views=1, readers=1)
    client.force_login(editor)
    assert client.get(page_of(article)).context["days"].views == 12
    whole = client.get(f"{page_of(article)}?days=all")
    assert whole.context["days"].views == 13
    assert len(whole.context["days"].rows) == 51


def test_the_form_of_a_text_leads_there_and_says_the_total(client, editor, contributor):
    article = factories.article()
    readers(article, before=1_000)
    text = page(client, editor, reverse("admin:articles_article_change", args=[article.pk]))
    assert f'href="{page_of(article)}"' in text
    assert "1,012" in text.partition('class="reads-panel"')[2][:200]
    draft = factories.draft(contributor)
    of_draft = page(client, editor, reverse("admin:articles_article_change", args=[draft.pk]))
    assert "reads-panel" not in of_draft
    assert f'href="{page_of(draft)}"' not in of_draft


def test_another_desks_text_is_refused(client, contributor):
    article = factories.article()
    client.force_login(contributor)
    assert client.get(page_of(article)).status_code == 403
    assert client.get(reverse("admin:articles_article_reads_csv", args=[article.pk])).status_code == 403


# Lists


def test_the_list_has_a_column_for_what_readers_can_read(client, editor):
    public, hidden = factories.article(), factories.article(status=Status.WITHDRAWN)
    for article in (public, hidden):
        readers(article, views=1_234, before=1)
    factories.article()
    text = page(client, editor, "/admin/articles/article/")
    assert re.findall(r'class="field-read">(.*?)</td>', text) == ["0", "", "1,235"]
    with CaptureQueriesContext(connection) as queries:
        client.get("/admin/articles/article/")
    assert sum('"articles_articlecount"' in query["sql"] for query in queries) == 1


def test_the_desk_says_how_often_the_newest_were_read(client, editor):
    article = factories.article()
    readers(article, views=1_310, before=3_000)
    text = page(client, editor, reverse("admin:index"))
    assert "4,310" in text
    assert f'href="{page_of(article)}"' in text


# What is read now


def seen(article, *visitors: int, minutes: int = 5) -> None:
    at = int((timezone.now() - timedelta(minutes=minutes)).timestamp())
    for visitor in visitors:
        Sighting.objects.create(article_id=article.pk, visitor=visitor, what="r", counted_at=at)


def test_the_page_of_now_ranks_the_hour_and_the_day(client, editor):
    first, second = factories.article(title="الأوّل"), factories.article(title="الثاني")
    seen(first, 1, 2)
    seen(second, 3)
    seen(second, 4, 5, 6, minutes=90)
    readers(second)
    client.force_login(editor)
    answer = client.get(NOW_PAGE)
    assert [line.place.article.title for line in answer.context["last_hour"]] == ["الأوّل", "الثاني"]
    assert [line.place.article.title for line in answer.context["today"]] == ["الثاني"]
    assert [(row.section, row.count) for row in answer.context["sections_in_last_hour"]] == [
        (first.section, 2),
        (second.section, 1),
    ]
    assert answer.content.decode().count(f'href="{page_of(second)}"') == 2


def test_a_contributor_sees_the_numbers_and_the_paper_not_the_back_office_of_others(client, contributor):
    other = factories.article()
    seen(other, 1)
    text = page(client, contributor, NOW_PAGE)
    assert f'href="{other.get_absolute_url()}"' in text
    assert page_of(other) not in text
    assert PAPER_CSV not in text


def test_with_no_readers_it_says_so(client, editor):
    assert page(client, editor, NOW_PAGE).count("reads__none") == 2


def test_it_asks_only_so_often(client, editor):
    client.force_login(editor)
    # The session's first use is noted once.
    client.get(NOW_PAGE)
    counts = []
    client.force_login(editor)
    # A session's first page is written down.
    client.get(NOW_PAGE)
    for _ in range(2):
        for _ in range(6):
            article = factories.article()
            seen(article, 1, 2)
            readers(article)
        with CaptureQueriesContext(connection) as queries:
            client.get(NOW_PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


# Tables


def table(answer) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    return list(csv.reader(io.StringIO(text[1:], newline="")))[1:]


def test_the_table_of_one_text_has_every_day(client, editor):
    article = factories.article()
    readers(article)
    client.force_login(editor)
    rows = table(client.get(reverse("admin:articles_article_reads_csv", args=[article.pk])))
    assert len(rows) == 35
    today = timezone.localdate()
    assert rows[-1][:5] == [today.isoformat(), "12", "9", "3", "4"]
    assert rows[-1][5:] == ["3", *["0"] * 6]
    assert rows[0][0] == (today - timedelta(days=34)).isoformat()
    assert set(rows[0][1:]) == {"0"}


def test_the_table_of_the_paper_has_every_text_of_every_day_whatever_the_parts(client, editor, monkeypatch):
    monkeypatch.setattr(reads_csv, "CHUNK", 2)
    today = timezone.localdate()
    made = [factories.article(title="=HYPERLINK(1)") for _ in range(5)]
    for number, article in enumerate(made):
        DailyCount.objects.create(article=article, day=today, views=number + 1, readers=1)
    DailyCount.objects.create(article=made[0], day=today - timedelta(days=1), views=9, readers=9)
    # Shared, and not read on that day.
    late = factories.article()
    ShareCount.objects.create(article=late, day=today, channel="wa", shares=2, arrivals=1)
    ShareCount.objects.create(article=made[1], day=today, channel="tg", shares=1, arrivals=5)
    client.force_login(editor)
    rows = table(client.get(PAPER_CSV))
    assert [(row[0], int(row[1]), row[4], row[6]) for row in rows] == [
        ((today - timedelta(days=1)).isoformat(), made[0].pk, "9", "0"),
        *(
            (today.isoformat(), article.pk, str(number + 1), "1" if number == 1 else "0")
            for number, article in enumerate(made)
        ),
        (today.isoformat(), late.pk, "0", "2"),
    ]
    assert rows[0][2] == "'=HYPERLINK(1)"


def test_an_editor_of_one_section_downloads_that_section(client, editor):
    own, other = factories.article(), factories.article()
    for article in (own, other):
        readers(article)
    editor.sections.add(own.section)
    client.force_login(User.objects.get(pk=editor.pk))
    assert [int(row[1]) for row in table(client.get(PAPER_CSV))] == [own.pk]


def test_a_contributor_downloads_no_paper(client, contributor):
    client.force_login(contributor)
    assert client.get(PAPER_CSV).status_code == 403


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("first=2025-01-01&last=2025-01-31", True),
        ("first=2025-01-01&last=2026-02-04", True),
        ("first=2025-01-01&last=2026-02-05", False),
        ("first=2025-02-01&last=2025-01-01", False),
        ("first=2025-02-31&last=2025-03-01", False),
        ("first=yesterday", False),
        ("first=0001-01-01&last=9999-12-31", False),
    ],
)
def test_a_table_has_at_most_400_days(client, editor, query, fits):
    article = factories.article()
    client.force_login(editor)
    of_text = reverse("admin:articles_article_reads_csv", args=[article.pk])
    for address, back in ((PAPER_CSV, NOW_PAGE), (of_text, page_of(article))):
        answer = client.get(f"{address}?{query}")
        if fits:
            table(answer)
        else:
            assert answer.status_code == 302
            assert answer["Location"] == back
