"""The talk under a text: replies, its pages, and what nobody sees of it."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from maseer import personal_data
from maseer.models import Invalidation
from readers.models import Comment
from tests import factories
from tests.readers.talk import OURS, open_text, page, said, send

pytestmark = pytest.mark.django_db

State = Comment.State


@pytest.fixture
def article(db):
    return open_text()


# Replies


def test_a_reply_stands_below_what_it_answers_and_goes_one_level_deep(client, article):
    first = said(article, text="الأوّل")
    send(client, article, text="الردّ", to=first.pk)
    reply = Comment.objects.get(text="الردّ")
    assert reply.parent == first
    Comment.objects.update(state=State.APPROVED)
    send(client, article, text="ردّ على الردّ", to=reply.pk)
    assert Comment.objects.get(text="ردّ على الردّ").parent == first
    Comment.objects.update(state=State.APPROVED)
    html = page(client, article)
    assert (
        html.index("الأوّل") < html.index("thread__replies") < html.index(">الردّ<") < html.index("ردّ على الردّ")
    )


@pytest.mark.parametrize("to", ["0", "x", "-1", "9" * 30, "٣"])
def test_a_reply_to_what_is_not_there_stands_on_its_own(client, article, to):
    send(client, article, to=to)
    assert Comment.objects.get().parent is None


def test_nothing_hidden_and_nothing_of_another_text_can_be_answered_or_read_by_its_number(client, article):
    hidden = said(article, state=State.SPAM, name="مخفيّ", text="كلام مخفيّ")
    other = said(factories.article(), name="بعيد", text="كلام بعيد")
    for comment in (hidden, other):
        html = client.get(f"/comments/{article.pk}/write/?to={comment.pk}").content.decode()
        assert comment.text not in html
        with pytest.raises(ValidationError):
            Comment.add(article, name="قارئ", text="ردّ", answers=comment)


def test_replies_to_what_was_removed_stay_and_every_shown_comment_is_shown_once(client, article):
    gone = said(article, text="أزيل", state=State.REMOVED)
    first = said(article, text="أب", parent=gone)
    deep = said(article, text="حفيد", parent=said(article, text="ابن", parent=first))
    said(article, text="حفيد الحفيد", parent=deep)
    html = page(client, article)
    assert "أزيل" not in html
    assert len(re.findall('class="voice"', html)) == 4


def test_long_talks_have_pages_newest_first(client, article):
    for number in range(25):
        said(article, text=f"رقم-{number:02}", posted_at=timezone.now() - timedelta(minutes=number))
    first = page(client, article)
    older = re.search(r'href="(\?before=[^"]+)"', first)[1]
    second = page(client, article, older)
    assert "رقم-00" in first
    assert "رقم-24" not in first
    assert "رقم-24" in second
    # The fragment stands on the page of the text; its further pages do not.
    assert f'href="/comments/{article.pk}/?before=' in page(client, article, "thread/")


def test_the_talk_costs_the_same_however_long(client, article, django_assert_max_num_queries):
    for _ in range(20):
        parent = said(article)
        for _ in range(5):
            said(article, parent=parent)
    with django_assert_max_num_queries(8):
        page(client, article, "thread/")


# What nobody sees


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</div></article><h1>عنوان</h1>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "{{ settings.SECRET_KEY }}{% now 'Y' %}",
    "<a href=//evil.example>نصّ</a>",
    "&lt;script&gt;",
    "\u2028<svg/onload=alert(1)>",
    "<!-- --><style>*{display:none}</style>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_shown_as_the_words_it_is(client, article, editor, text):
    client.force_login(editor)
    for field in ("text", "name"):
        said(article, **{field: text})
    for address in (
        f"/comments/{article.pk}/",
        f"/comments/{article.pk}/thread/",
        "/admin/readers/comment/?state=approved",
    ):
        html = client.get(address).content.decode()
        ours = re.sub(
            r"<(script|style|link|img|svg|h1)\b[^>]*(src|href|class|type|viewBox|nonce|id|dir)=[^>]*>",
            "",
            html,
        )
        assert "alert(1)</script>" not in html
        assert not re.search(r"<(script|img|svg|style|h1)[^>]*(onerror|onload|alert)", ours)
        assert "<h1>عنوان" not in html
        assert "evil.example>" not in html.replace("&gt;", "")
        assert "display:none}</style>" not in html


@pytest.mark.parametrize("state", [State.PENDING, State.SPAM, State.REMOVED])
def test_what_is_not_approved_is_nowhere_in_public(client, article, state):
    said(article, name="اسم-canary", text="نصّ-canary", email="canary@example.com", state=state)
    said(article, text="ظاهر")
    for address in (
        *(article.get_absolute_url(), article.short_url, "/", "/search/?q=ظاهر"),
        *(f"/comments/{article.pk}/{part}" for part in ("", "thread/", "write/", "write/?waits")),
        article.section.get_absolute_url(),
    ):
        assert "canary" not in client.get(address, follow=True).content.decode(), address
    assert "تعليق واحد" in client.get(article.get_absolute_url()).content.decode()


def test_the_pages_are_the_same_for_everybody_and_the_form_sets_no_cookie(client, article, editor):
    said(article)
    known = Client()
    known.force_login(editor)
    for part in ("", "thread/"):
        answer = client.get(f"/comments/{article.pk}/{part}")
        assert answer.content == known.get(f"/comments/{article.pk}/{part}").content
        assert answer["Cache-Control"].startswith("public")
        assert f"comments:{article.pk}" in answer.cache_tags
    form = client.get(f"/comments/{article.pk}/write/")
    assert not form.cookies
    assert not send(client, article).cookies


@pytest.mark.parametrize(("text", "status"), [("نصّ", 202), ("", 422)])
def test_a_script_is_answered_in_words_or_with_the_form(client, article, text, status):
    answer = send(client, article, headers=OURS | {"X-Fragment": "yes"}, text=text)
    assert answer.status_code == status
    assert ("<form" in answer.content.decode()) == (status == 422)
    assert "<html" not in answer.content.decode()


# Whose they are


def test_a_comment_stays_when_its_account_is_deleted_and_says_no_more_whose(client, article):
    reader = factories.user("reader", display_name="هدى")
    Comment.add(article, name="هدى", text="قلت هذا", account=reader)
    Comment.objects.update(state=State.APPROVED)
    told = personal_data.export(reader, to=reader)["comments"]
    assert [comment["text"] for comment in told] == ["قلت هذا"]
    Invalidation.objects.all().delete()
    personal_data.erase(reader, by=reader, keep_byline=False)
    comment = Comment.objects.get()
    assert (comment.name, comment.email, comment.account) == ("حساب محذوف", "", None)
    assert comment.fingerprint is None
    assert Invalidation.objects.filter(tag=f"comments:{article.pk}").exists()
    assert "هدى" not in page(client, article)
