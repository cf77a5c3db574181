"""What readers say about a text: who may, what is shown at once, what waits, what is refused, and what nobody sees."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from articles.models import Article, Commenting
from articles.workflow import Status
from maseer import personal_data
from maseer.models import Invalidation
from pages.models import SiteSettings
from readers.models import Comment
from readers.models.comment import LONGEST, MOST_LETTERS, count_links
from tests import factories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

State = Comment.State
OURS = {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"}
GOOD = {"name": "قارئة", "email": "", "text": "نصّ جميل، شكرًا."}


@pytest.fixture
def article(db) -> Article:
    made = factories.article()
    Article.objects.filter(pk=made.pk).update(commenting=Commenting.OPEN)
    return Article.objects.get(pk=made.pk)


def said(article, **fields) -> Comment:
    given = {"name": "قارئ", "text": "تعليق", "state": State.APPROVED, "posted_at": timezone.now()}
    return Comment.objects.create(article=article, **given | fields)


def send(client, article, headers=OURS, **fields):
    return client.post(f"/comments/{article.pk}/write/", GOOD | fields, headers=headers)


def page(client, article, part="") -> str:
    return client.get(f"/comments/{article.pk}/{part}").content.decode()


# Open or closed


def test_comments_are_closed_until_the_paper_or_the_text_is_opened(client):
    closed = factories.article()
    assert send(client, closed).status_code == 403
    assert not Comment.objects.exists()
    assert client.get(f"/comments/{closed.pk}/write/")["Location"] == f"/comments/{closed.pk}/"
    SiteSettings(takes_comments=True).save()
    assert send(client, closed).status_code == 302
    Article.objects.filter(pk=closed.pk).update(commenting=Commenting.CLOSED)
    assert send(client, closed, text="مرّة أخرى").status_code == 403
    assert Comment.objects.count() == 1


def test_what_is_typed_into_a_form_that_was_closed_meanwhile_is_given_back(client, article):
    Article.objects.filter(pk=article.pk).update(commenting=Commenting.CLOSED)
    answer = send(client, article)
    assert answer.status_code == 403
    assert GOOD["text"] in answer.content.decode()


def test_approved_comments_are_read_where_comments_are_closed(client):
    closed = factories.article()
    said(closed, text="من أرشيف الموقع القديم")
    text = client.get(closed.get_absolute_url()).content.decode()
    assert f'href="/comments/{closed.pk}/"' in text
    assert "تعليق واحد" in text
    html = page(client, closed)
    assert "من أرشيف الموقع القديم" in html
    assert "data-write" not in html


def test_a_closed_text_without_comments_does_not_speak_of_them(client):
    text = client.get(factories.article().get_absolute_url()).content.decode()
    assert "data-comments" not in text
    assert "comments.js" not in text


def test_an_open_text_without_comments_asks_for_the_first(client, article):
    assert "data-comments" in client.get(article.get_absolute_url()).content.decode()
    assert "data-write" in page(client, article, "thread/")


@pytest.mark.parametrize("fields", [{"status": Status.ARCHIVED}, {"published_at": "later"}])
@pytest.mark.parametrize("part", ["", "thread/", "write/"])
def test_of_what_is_not_public_there_are_no_comments(client, article, fields, part):
    if "published_at" in fields:
        fields = {"published_at": timezone.now() + timedelta(hours=1)}
    Article.objects.filter(pk=article.pk).update(**fields)
    said(article)
    assert client.get(f"/comments/{article.pk}/{part}").status_code == 404
    assert send(client, article).status_code == 404


# What waits, and what is shown


def test_a_comment_without_an_address_always_waits_and_nobody_sees_it(client, article):
    for number in range(2):
        answer = send(client, article, text=f"كلمة سرّ {number}")
        assert answer["Location"] == f"/comments/{article.pk}/write/?waits"
        Comment.objects.update(state=State.APPROVED if not number else State.PENDING)
    assert set(Comment.objects.values_list("state", flat=True)) == {State.PENDING}


def test_the_second_comment_of_a_known_address_is_shown_and_makes_caches_forget(client, article):
    said(article, name="ليلى", email="layla@example.com")
    Invalidation.objects.all().delete()
    answer = send(client, article, name="ليلى", email="Layla@Example.com")
    comment = Comment.objects.get(text=GOOD["text"])
    assert (comment.state, comment.email) == (State.APPROVED, "layla@example.com")
    assert answer["Location"] == f"/comments/{article.pk}/#comment-{comment.pk}"
    tags = set(Invalidation.objects.values_list("tag", flat=True))
    assert tags == {f"article:{article.pk}", f"comments:{article.pk}"}
    html = page(client, article)
    assert GOOD["text"] in html
    assert "example.com" not in html


@pytest.mark.parametrize(
    "known",
    [
        {"email": "other@example.com"},
        {"email": "layla@example.com", "name": "غيرها"},
        {"email": "layla@example.com", "state": State.PENDING},
        {"email": "layla@example.com", "state": State.SPAM},
    ],
)
def test_it_waits_where_the_first_was_anothers_or_was_not_approved(client, article, known):
    said(article, **{"name": "ليلى"} | known)
    send(client, article, name="ليلى", email="layla@example.com")
    assert Comment.objects.get(text=GOOD["text"]).state == State.PENDING


def test_one_spam_among_good_ones_makes_the_next_wait(client, article):
    for state in (State.APPROVED, State.SPAM):
        said(article, name="ليلى", email="layla@example.com", state=state)
    send(client, article, name="ليلى", email="layla@example.com")
    assert Comment.objects.get(text=GOOD["text"]).state == State.PENDING


def test_whoever_only_knows_the_address_of_an_account_is_not_taken_for_its_owner(client, article):
    factories.user("layla", email="layla@example.com")
    said(article, name="ليلى", email="layla@example.com")
    send(client, article, name="ليلى", email="layla@example.com")
    assert Comment.objects.get(text=GOOD["text"]).state == State.PENDING


def test_who_is_signed_in_writes_under_their_display_name_and_is_known_by_the_account(client, article):
    reader = factories.user("reader", display_name="هدى")
    client.force_login(reader)
    form = client.get(f"/comments/{article.pk}/write/")
    assert "هدى" in form.content.decode()
    assert 'name="name"' not in form.content.decode()
    assert "no-store" in form["Cache-Control"]
    send(client, article, name="غيري")
    first = Comment.objects.get()
    assert (first.name, first.account, first.email, first.state) == ("هدى", reader, "", State.PENDING)
    Comment.objects.update(state=State.APPROVED)
    send(client, article, text="والثاني")
    assert Comment.objects.get(text="والثاني").state == State.APPROVED


def test_a_user_name_is_never_shown(client, article):
    client.force_login(factories.user("secretlogin"))
    assert 'name="name"' in page(client, article, "write/")
    send(client, article, name="هدى")
    assert Comment.objects.get().name == "هدى"
    Comment.objects.update(state=State.APPROVED)
    assert "secretlogin" not in page(client, article)


def test_a_moderator_need_not_wait(client, article, editor):
    client.force_login(editor)
    send(client, article, name="محرّرة الصفحة")
    assert Comment.objects.get().state == State.APPROVED


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("لا شيء هنا. ولا هنا", 0),
        ("http://a.example و https://b.example", 2),
        ("www.a.example b.example/x HTTPS://C.example", 3),
        ("ｗｗｗ．a．example", 1),
        ("http://a.example,http://b.example,http://c.example", 3),
        ("3.14 و2.5", 0),
    ],
)
def test_links_are_counted_however_they_are_written(text, links):
    assert count_links(text) == links


@pytest.mark.parametrize("text", ["http://a.example " * 3, "ز" + "\N{COMBINING ACUTE ACCENT}" * 40])
def test_what_looks_like_an_advertisement_or_like_mischief_waits_from_known_people_too(client, article, text):
    said(article, name="ليلى", email="layla@example.com")
    send(client, article, name="ليلى", email="layla@example.com", text=text)
    assert Comment.objects.filter(state=State.PENDING).count() == 1


# What is refused


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_a_form_of_another_site_is_refused(client, article, headers):
    assert send(client, article, headers).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "\N{ZERO WIDTH SPACE}"},
        {"name": "قا\N{RIGHT-TO-LEFT OVERRIDE}رئ"},
        {"name": "ا" * 101},
        {"email": "no"},
        {"text": ""},
        {"text": " \n "},
        {"text": "\N{ZERO WIDTH SPACE}\N{COMBINING GRAPHEME JOINER}"},
        {"text": "نصّ \N{RIGHT-TO-LEFT OVERRIDE}مقلوب"},
        {"text": "ع" * (MOST_LETTERS + 1)},
        {"text": "ع" + "\N{ARABIC FATHA}" * LONGEST},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, article, fields):
    answer = send(client, article, **fields)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert not Comment.objects.exists()
    assert 'aria-invalid="true"' in html
    assert "text" in fields or GOOD["text"] in html


def test_vowel_signs_are_no_letters(client, article):
    send(client, article, text="عَ" * MOST_LETTERS)
    assert Comment.objects.exists()


def test_a_null_character_is_refused_in_words(client, article):
    assert send(client, article, text="a\0b").status_code == 200
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        *("سامر الحلبي", "سامر الحلبى", "لـيلى شعبان", "editor"),
        *("ed\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}tor", "مصير"),
    ],
)
def test_nobody_takes_a_name_of_the_staff_or_of_the_paper(client, article, editor, name):
    editor.display_name = "سامر الحلبي"
    editor.save()
    factories.author("ليلى شعبان")
    answer = send(client, article, name=name)
    assert not Comment.objects.exists()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_member_of_the_staff_who_is_signed_in_has_their_own_name(client, article, editor):
    editor.display_name = "سامر الحلبي"
    editor.save()
    client.force_login(editor)
    send(client, article)
    assert Comment.objects.get().name == "سامر الحلبي"


def test_the_same_words_are_said_once(client, article):
    send(client, article)
    answer = send(client, article, text="نصّ  جميل\n شكراً")
    assert answer.status_code == 200
    assert Comment.objects.count() == 1
    send(client, article, name="قارئ آخر")
    assert Comment.objects.count() == 2


def test_a_program_that_fills_every_field_is_thanked_and_forgotten(client, article):
    assert send(client, article, website="x")["Location"] == f"/comments/{article.pk}/write/?waits"
    assert not Comment.objects.exists()


def test_the_sixth_of_a_minute_waits_with_its_words_kept_and_a_faked_address_helps_nobody(client, article):
    for number in range(5):
        assert send(client, article, text=f"تعليق {number}").status_code == 302
    answer = send(client, article, headers=OURS | {"X-Forwarded-For": "9.9.9.9"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert GOOD["text"] in answer.content.decode()
    assert Comment.objects.count() == 5


def test_thirty_an_hour_are_enough(client, article, monkeypatch):
    monkeypatch.setattr("readers.comments.A_MINUTE", 100)
    for number in range(30):
        assert send(client, article, text=f"تعليق {number}").status_code == 302
    assert send(client, article).status_code == 429


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


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_one_comment_sent_twice_at_once_is_there_once(roles):
    made = factories.article()
    Article.objects.filter(pk=made.pk).update(commenting=Commenting.OPEN)
    found = Article.objects.get(pk=made.pk)
    codes = at_once(*[lambda: send(Client(), found).status_code] * 4)
    assert Comment.objects.count() == 1
    assert sorted(codes) == [200, 200, 200, 302]
