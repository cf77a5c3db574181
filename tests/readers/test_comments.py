"""What readers say about a text: who may, what is shown at once, what waits, what is refused."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Commenting
from articles.workflow import Status
from maseer.models import Invalidation
from pages.models import SiteSettings
from readers.models import Comment
from readers.models.comment import LONGEST, MOST_LETTERS, count_links
from tests import factories
from tests.at_once import at_once
from tests.readers.talk import GOOD, OURS, open_text, page, said, send

pytestmark = pytest.mark.django_db

State = Comment.State


@pytest.fixture
def article(db):
    return open_text()


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


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_one_comment_sent_twice_at_once_is_there_once():
    found = open_text()
    codes = at_once(*[lambda: send(Client(), found).status_code] * 4)
    assert Comment.objects.count() == 1
    assert sorted(codes) == [200, 200, 200, 302]
