"""What the paper knows of somebody, in one file for her: everything, nothing of others, no secret."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccountEvent
from accounts.roles import Role
from articles.models import Article, Autosave, Notice, Remark, SavedFilter, TransitionLog
from maseer import personal_data
from readers.models import Comment, ReadingList
from tests.accounts.known import download, erase, signed_in
from tests.factories import article, draft, user

pytestmark = pytest.mark.django_db

Kind = AccountEvent.Kind


def test_the_file_holds_everything_and_can_be_read(here, layla):
    here.get(reverse("accounts:overview"))
    answer = download(here)
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="maseer-layla.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ليلى شعبان" in answer.content.decode()
    told = json.loads(answer.content)
    assert told["account"]["user_name"] == "layla"
    assert told["account"]["roles"] == ["contributor"]
    assert told["addresses"] == [{"email": "layla@example.com", "verified": True, "primary": True}]
    assert told["byline"]["about"] == "نبذة"
    assert {text["title"] for text in told["texts"]} == {"نصّ منشور", "مسوّدة"}
    assert told["reading_lists"][0]["articles"][0]["title"] == "نصّ منشور"
    assert next(event["what"] for event in told["events"])
    empty = [name for name, rows in told.items() if not rows]
    assert empty == []
    assert layla.events.first().kind == Kind.EXPORTED


def test_it_holds_no_secret(here, layla):
    text = download(here).content.decode()
    assert layla.password not in text
    assert "secret" not in text
    assert here.session.session_key not in text


def test_it_holds_nothing_of_others(here, layla):
    stranger = user("stranger", Role.CONTRIBUTOR)
    draft(stranger, title="الخزنة الحمراء")
    ReadingList.objects.create(owner=stranger, name="الخزنة الحمراء")
    Comment.objects.create(
        article=Article.objects.first(),
        name="x",
        email="s@example.com",
        text="الخزنة الحمراء",
        posted_at=timezone.now(),
    )
    assert "الخزنة الحمراء" not in download(here).content.decode()


def test_comments_under_an_address_that_was_never_confirmed_are_not_told(client):
    someone = user("someone")
    someone.change_address("claimed@example.com", verified=False)
    Comment.objects.create(
        article=article(), name="x", email="claimed@example.com", text="نصّ", posted_at=timezone.now()
    )
    assert personal_data.export(someone, to=someone)["comments"] == []


def test_both_ask_for_the_password_again(client, layla):
    client.force_login(layla)
    for answer in (download(client), erase(client)):
        assert reverse("account_reauthenticate") in answer.headers["Location"]
    layla.refresh_from_db()
    assert layla.is_active
    assert not layla.events.filter(kind=Kind.EXPORTED).exists()


def test_an_administrator_reads_nothing_in_it_that_they_may_not_read(admin_user, layla):
    """Unpublished texts and their titles, what was said about them, and what she reads."""
    Remark.objects.create(article=draft(layla), by=layla, by_name=str(layla), text="الخزنة الحمراء ملاحظة")
    TransitionLog.objects.create(
        article=Article.objects.last(), transition="submit", by=layla, note="الخزنة الحمراء نقل"
    )
    Notice.objects.filter(to=layla).update(note="الخزنة الحمراء إشعار")
    Autosave.objects.filter(by=layla).update(data={"title": ["الخزنة الحمراء محفوظ"]})
    SavedFilter.objects.filter(user=layla).update(name="الخزنة الحمراء مرشّح")
    secrets = ("مسوّدة", "الخزنة الحمراء", "للسفر")
    own = download(signed_in("layla")).content.decode()
    assert all(word in own for word in secrets)
    told = download(signed_in("admin"), "admin:accounts_user_export", layla.pk).content.decode()
    assert [word for word in secrets if word in told] == []
    assert "نصّ منشور" in told
    assert json.loads(told)["left_out"]
    # Who reads every text anyway is told of the texts, and not of what she keeps for herself.
    both = user("both", Role.ADMIN)
    both.take_role(Role.MANAGING_EDITOR)
    told = download(signed_in("both"), "admin:accounts_user_export", layla.pk).content.decode()
    assert "مسوّدة" in told
    assert "للسفر" not in told
