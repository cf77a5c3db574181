"""The bell, the page of notices, and what each person chooses to be told."""

from html import unescape

import pytest
from django.urls import reverse

from articles import notices
from articles.models import Article, Notice, NoticeChoice, NoticeKind
from articles.models.audience import RULES
from tests import factories

pytestmark = pytest.mark.django_db

PAGE, CHOICES, READ_ALL = "/admin/notices/", "/admin/notices/choices/", "/admin/notices/read/"


def tell(to, by, title="ماء النهر", about=1, **fields) -> Notice:
    text = factories.draft(to, title=title)
    Notice.tell(NoticeKind.MENTIONED, text, about=about, by=by, to={to.pk}, **fields)
    return Notice.objects.get(article=text)


def read(client, address=PAGE, **query) -> str:
    return unescape(client.get(address, query).content.decode())


@pytest.fixture
def reader(client, contributor):
    client.force_login(contributor)
    return client


# The bell


def test_the_bell_counts_what_is_unread_up_to_nine(reader, contributor, editor):
    text = factories.draft(contributor)
    for about in range(12):
        if about in (3, 9):
            expected = str(about)
            assert f'bell__count">{expected}<' in read(reader, "/admin/")
        Notice.tell(NoticeKind.MENTIONED, text, about=about, by=editor, to={contributor.pk})
    assert 'bell__count">9+<' in read(reader, "/admin/")
    Notice.objects.first().read()
    contributor.notices.update(read_at="2026-01-01T00:00Z")
    assert "bell__count" not in read(reader, "/admin/")


def test_the_bell_costs_one_query(reader, contributor, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert notices.unread(contributor) == ""


# The page


def test_a_notice_says_what_who_when_where_and_why(reader, contributor, editor):
    tell(contributor, editor, note="انظر <الفقرة>")
    page = read(reader)
    for words in ("ماء النهر", "editor", "انظر <الفقرة>", "notice--unread", 'class="zone"'):
        assert words in page
    assert "&lt;الفقرة&gt;" in reader.get(PAGE).content.decode()


def test_the_newest_is_first_and_the_older_ones_are_a_page_away(reader, contributor, editor, monkeypatch):
    monkeypatch.setattr(notices, "SHOWN", 2)
    for number in range(5):
        tell(contributor, editor, title=f"خبر رقم {number}", about=number)
    first = reader.get(PAGE)
    assert [notice.text.working_title for notice in first.context["notices"]] == ["خبر رقم 4", "خبر رقم 3"]
    second = reader.get(PAGE, {"before": first.context["older"]})
    last = reader.get(PAGE, {"before": second.context["older"]})
    assert [notice.text.working_title for notice in last.context["notices"]] == ["خبر رقم 0"]
    assert last.context["older"] is None


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "1.5", "٣"])
def test_a_strange_place_is_no_error(reader, before):
    assert reader.get(PAGE, {"before": before}).status_code == 200


def test_everybody_has_their_own_and_no_others(client, contributor, editor):
    notice = tell(contributor, editor)
    client.force_login(editor)
    assert "ماء النهر" not in read(client)
    assert client.post(reverse("admin:notice", args=[notice.pk])).status_code == 404
    client.post(READ_ALL)
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("address", [PAGE, CHOICES])
def test_a_visitor_is_asked_to_sign_in_and_an_account_without_a_desk_is_sent_away(client, outsider, address):
    assert client.get(address).status_code == 302
    client.force_login(outsider)
    assert client.get(address, follow=True).status_code == 403


def test_opening_one_marks_it_as_read_and_leads_to_the_text(reader, contributor, editor):
    notice = tell(contributor, editor)
    address = reverse("admin:notice", args=[notice.pk])
    assert reader.get(address).status_code == 405
    notice.refresh_from_db()
    assert notice.read_at is None
    answer = reader.post(address)
    assert answer.url == reverse("admin:articles_article_change", args=[notice.article_id])
    notice.refresh_from_db()
    assert notice.read_at
    assert "notice--unread" not in read(reader)


def test_all_are_marked_as_read_by_a_button_and_not_by_looking(reader, contributor, editor):
    for about in range(3):
        tell(contributor, editor, title=f"خبر {about}", about=about)
    assert reader.get(READ_ALL).status_code == 405
    read(reader)
    assert contributor.notices.filter(read_at=None).count() == 3
    reader.post(READ_ALL)
    assert not contributor.notices.filter(read_at=None).exists()


def test_whoever_lost_the_right_to_see_a_text_learns_no_more_of_it(reader, contributor, editor):
    notice = tell(contributor, editor, note="الخزنة الحمراء")
    Article.objects.filter(pk=notice.article_id).update(created_by=editor)
    page = read(reader)
    assert "ماء النهر" not in page
    assert "الخزنة الحمراء" not in page
    assert reader.post(reverse("admin:notice", args=[notice.pk])).url == PAGE
    notice.refresh_from_db()
    assert notice.read_at


def test_the_page_costs_the_same_for_one_notice_and_for_many(
    reader, contributor, editor, django_assert_max_num_queries
):
    for about in range(30):
        tell(contributor, editor, title=f"خبر {about}", about=about)
    reader.get(PAGE)
    with django_assert_max_num_queries(10):
        reader.get(PAGE)


# Choices


def test_each_person_chooses_and_others_keep_theirs(reader, contributor, editor):
    NoticeChoice.choose(editor, {NoticeKind.REMARK: (False, False)})
    page = read(reader, CHOICES)
    assert f'name="by_mail" value="{NoticeKind.SENT_BACK}"' in page
    answer = reader.post(CHOICES, {"in_newsroom": [NoticeKind.REMARK], "by_mail": [NoticeKind.REMARK]})
    assert answer.status_code == 302
    chosen = {row.kind: (row.in_newsroom, row.by_mail) for row in contributor.notice_choices.all()}
    assert chosen[NoticeKind.REMARK] == (True, True)
    assert chosen[NoticeKind.SENT_BACK] == (False, False)
    assert editor.notice_choices.count() == 1
    assert reader.get(CHOICES).context["choices"]


def test_nobody_is_asked_about_what_never_concerns_them(client, contributor, editor):
    asked = {}
    for person in (contributor, editor):
        client.force_login(person)
        asked[person.username] = {choice.kind for choice in client.get(CHOICES).context["choices"]}
    assert asked["editor"] == set(RULES)
    assert set(RULES) - asked["contributor"] == {
        NoticeKind.SUBMITTED,
        NoticeKind.TO_REVIEW,
        NoticeKind.UNTOLD,
    }


def test_an_account_without_an_address_is_told_so(reader, contributor):
    assert "no-mail" in read(reader, CHOICES)
    contributor.email = "c@example.com"
    contributor.save()
    page = read(reader, CHOICES)
    assert "no-mail" not in page
    assert "c@example.com" in page


def test_a_forged_kind_changes_nothing(reader, contributor):
    answer = reader.post(CHOICES, {"by_mail": ["everything"]})
    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not contributor.notice_choices.exists()


def test_every_clock_has_its_zone_beside_it(reader, contributor, editor):
    tell(contributor, editor)
    page = reader.get(PAGE).content.decode()
    assert page.count("<time") == page.count('title="Asia/Damascus"') == 1
