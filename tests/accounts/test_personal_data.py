"""What the paper knows of somebody: taken along, and forgotten."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from pytest_django.asserts import assertContains, assertTemplateUsed

from accounts.models import AccountEvent, Invitation, User
from accounts.roles import Role
from articles.models import (
    Article,
    Author,
    Autosave,
    EditLock,
    Notice,
    NoticeChoice,
    Remark,
    SavedFilter,
    TransitionLog,
)
from images.models import Image
from maseer import personal_data
from maseer.models import QueuedMail
from pages.models import Redirect
from readers.models import Comment, ContactMessage, ListedArticle, Moderation, ReadingList
from tests.factories import article, author, draft, image, invitation, user

pytestmark = pytest.mark.django_db

PASSWORD = "password"
Kind = AccountEvent.Kind
# Words that belong to her and must be nowhere once she is forgotten.
TRACES = ("layla", "ليلى شعبان", "198.51.100.7")


@pytest.fixture
def layla(db):
    """With one of everything that the paper can know of somebody."""
    made = user("layla", Role.CONTRIBUTOR, display_name="ليلى شعبان")
    made.change_address("layla@example.com", verified=True)
    made.record(Kind.JOINED, detail="دعتها layla", address="198.51.100.7")
    byline = author("ليلى شعبان", user=made, role="كاتبة", bio="نبذة", portrait=image())
    text = article(title="نصّ منشور", bylines=((byline.pk, "writer"),))
    Article.objects.filter(pk=text.pk).update(created_by=made)
    begun = draft(made, title="مسوّدة")
    Remark.objects.create(article=text, by=made, by_name=str(made), text="ملاحظة")
    Notice.objects.create(to=made, kind="remark", key="x", article=text)
    Notice.objects.create(to=user("other"), kind="remark", key="y", article=text, by_name=str(made))
    NoticeChoice.objects.create(user=made, kind="remark", in_newsroom=True, by_mail=True)
    TransitionLog.objects.create(article=begun, transition="submit", by=made)
    SavedFilter.objects.create(user=made, name="لي", query="stage=draft")
    Autosave.objects.create(article=begun, by=made, data={"title": ["س"]}, saved_at=timezone.now())
    EditLock.objects.create(article=begun, by=made, since=timezone.now(), heard_at=timezone.now())
    kept = ReadingList.objects.create(owner=made, name="للسفر")
    ListedArticle.objects.create(reading_list=kept, article=text)
    comment = {"article": text, "name": "قارئة", "text": "تعليق", "posted_at": timezone.now()}
    said = Comment.objects.create(**comment, email="Layla@example.com")
    Moderation.decide([said.pk], Comment.State.APPROVED, by=made)
    ContactMessage.objects.create(name="ليلى شعبان", email="layla@example.com", subject="س", text="ن")
    QueuedMail.objects.create(to="layla@example.com", subject="إلى layla", text="ليلى شعبان")
    return made


@pytest.fixture
def here(layla):
    client = signed_in("layla")
    Authenticator.objects.create(user=layla, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return client


def signed_in(name: str) -> Client:
    """Whose password has just been typed."""
    client = Client(headers={"user-agent": "Firefox/145.0"})
    assert client.post(reverse("account_login"), {"login": name, "password": PASSWORD}).status_code == 302
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def download(client: Client, name="own_data_download", *args):
    return client.post(reverse(name, args=args))


def erase(client: Client, **sent):
    return client.post(reverse("own_data_erase"), {"username": "layla", "byline": "anonymise"} | sent)


# Taken along


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


# Forgotten


def rows_with(word: str) -> set[str]:
    """Every table, every text: where the word still stands."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField | models.GenericIPAddressField)
            if is_text and model._base_manager.filter(**{f"{field.name}__icontains": word}).exists():
                found.add(f"{model._meta.label}.{field.name}")
    return found


# What stays by the newspaper's own decision: the log of the workflow, what Django's log calls rows, and the last mail.
STAYS = {
    "articles.TransitionLog.by_name",
    "maseer.QueuedMail.to",
    "maseer.QueuedMail.text",
    "maseer.QueuedMail.html",
}


def test_nothing_is_left_of_her_but_her_texts(here, layla):
    here.get(reverse("accounts:overview"))
    assert any(rows_with(word) for word in TRACES)
    assertTemplateUsed(erase(here), "accounts/erased.html")
    for word in TRACES:
        assert rows_with(word) - STAYS == set(), word
    gone = User.objects.get(pk=layla.pk)
    assert (gone.username, gone.display_name, gone.email) == (f"deleted-{gone.pk}", "", "")
    assert (gone.is_active, gone.is_staff, gone.roles) == (False, False, [])
    assert gone.is_erased
    assert not gone.has_usable_password()
    for model in (EmailAddress, Authenticator, UserSession, SavedFilter, Autosave, EditLock, ReadingList):
        assert not model.objects.exists(), model
    assert not gone.notices.exists()
    assert Article.objects.filter(created_by=gone).count() == 2
    assert (Comment.objects.get().email, Comment.objects.get().name) == ("", gettext("Deleted account"))
    assert not ContactMessage.objects.exists()
    assert gone.events.first().kind == Kind.ERASED
    assert {event.address for event in gone.events.all()} == {None}


def test_her_last_mail_tells_her(here):
    erase(here)
    assert QueuedMail.objects.get().to == "layla@example.com"


def test_nobody_is_signed_in_to_it_any_more(here, layla):
    other = Client()
    other.force_login(layla)
    erase(here)
    for client in (here, other):
        assert client.get(reverse("accounts:overview")).status_code == 302
    again = Client().post(reverse("account_login"), {"login": "layla", "password": PASSWORD})
    assert again.status_code == 200


def test_her_remarks_stand_under_a_deleted_account(here):
    erase(here)
    nobody = gettext("Deleted account")
    assert Remark.objects.get().by_name == nobody
    assert Notice.objects.get().by_name == nobody
    assert str(Remark.objects.get().by) == nobody


def test_a_byline_that_is_kept_stands_as_it_was_and_belongs_to_nobody(here):
    before = Author.objects.get()
    erase(here, byline="keep")
    after = Author.objects.get()
    assert (after.name, after.slug, after.bio, after.portrait_id) == (
        *(before.name, before.slug, before.bio),
        before.portrait_id,
    )
    assert after.user is None


def test_an_anonymised_byline_names_nobody_at_any_address(here, client):
    before = Author.objects.get()
    earlier = before.get_absolute_url()
    before.slug = "layla-shaban"
    before.save()
    face = before.portrait
    erase(here)
    after = Author.objects.get()
    assert (after.name, after.role, after.bio, after.portrait, after.user) == (
        gettext("Former writer"),
        "",
        "",
        None,
        None,
    )
    for address in (earlier, before.get_absolute_url()):
        assert client.get(address).status_code == 404
    text = Article.objects.get(status="published")
    page = client.get(text.get_absolute_url()).content.decode()
    assert after.name in page
    assert "ليلى" not in page
    assert not Redirect.objects.exists()
    assert not Image.objects.filter(pk=face.pk).exists()


def test_a_second_former_writer_has_a_name_of_their_own(here):
    name = gettext("Former writer")
    author(name)
    erase(here)
    assert set(Author.objects.values_list("name", flat=True)) == {name, f"{name} 2"}


def test_a_portrait_that_a_text_shows_too_stays(here):
    face = Author.objects.get().portrait
    article(image=face.pk)
    erase(here)
    assert Image.objects.filter(pk=face.pk).exists()


def test_the_file_of_a_portrait_goes_with_it(here, django_capture_on_commit_callbacks):
    file = Author.objects.get().portrait.file.name
    assert default_storage.exists(file)
    with django_capture_on_commit_callbacks(execute=True):
        erase(here)
    assert not default_storage.exists(file)


@pytest.mark.parametrize(
    ("sent", "field"), [({"username": "leyla"}, "username"), ({"byline": "x"}, "byline")]
)
def test_what_was_not_meant_is_not_done(here, layla, sent, field):
    answer = erase(here, **sent)
    assert answer.context["form"].errors[field]
    layla.refresh_from_db()
    assert layla.is_active
    assert layla.username == "layla"


def test_a_look_at_the_page_changes_nothing_and_names_the_account(here, layla):
    # Readers sign in by their address; most have never seen the user name they are to type.
    assertContains(here.get(reverse("own_data_erase")), '<bdi dir="ltr">layla</bdi>')
    layla.refresh_from_db()
    assert layla.is_active


def test_the_last_administrator_stays(admin_user):
    client = signed_in("admin")
    answer = client.post(reverse("own_data_erase"), {"username": "admin"})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    admin_user.refresh_from_db()
    assert admin_user.is_active
    # Another one who is suspended does not count.
    user("second", Role.ADMIN, is_active=False)
    with pytest.raises(ValidationError):
        personal_data.erase(admin_user, by=admin_user, keep_byline=True)


def test_one_of_two_administrators_may_go(admin_user):
    user("second", Role.ADMIN)
    client = signed_in("admin")
    client.post(reverse("own_data_erase"), {"username": "admin"})
    admin_user.refresh_from_db()
    assert admin_user.is_erased


# By an administrator


def test_an_administrator_does_both_for_somebody_else(admin_user, layla):
    client = signed_in("admin")

    told = download(client, "admin:accounts_user_export", layla.pk)
    assert json.loads(told.content)["account"]["user_name"] == "layla"
    assert (layla.events.first().kind, layla.events.first().by) == (Kind.EXPORTED, admin_user)
    address = reverse("admin:accounts_user_erase", args=[layla.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"username": "layla", "byline": "keep"})
    assert answer.headers["Location"] == reverse("admin:accounts_user_changelist")
    layla.refresh_from_db()
    assert layla.is_erased
    assert (layla.events.first().kind, layla.events.first().by) == (Kind.ERASED, admin_user)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.EDITOR, Role.MANAGING_EDITOR])
def test_nobody_else_does(layla, role):
    user("other-one", role)
    client = signed_in("other-one")
    assert download(client, "admin:accounts_user_export", layla.pk).status_code == 403
    address = reverse("admin:accounts_user_erase", args=[layla.pk])
    assert client.get(address).status_code == 403
    assert client.post(address, {"username": "layla", "byline": "keep"}).status_code == 403
    layla.refresh_from_db()
    assert layla.is_active


def test_an_administrator_does_not_reach_a_superuser_that_way(admin_user):
    above = user("root", is_staff=True, is_superuser=True)
    client = signed_in("admin")

    assert download(client, "admin:accounts_user_export", above.pk).status_code == 403
    address = reverse("admin:accounts_user_erase", args=[above.pk])
    assert client.post(address, {"username": "root"}).status_code == 403
    above.refresh_from_db()
    assert above.is_active


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


def test_invitations_that_came_to_nothing_are_forgotten_too(layla, admin_user):
    invitation(email="Layla@example.com", display_name="ليلى شعبان", revoked_at=timezone.now())
    personal_data.erase(layla, by=admin_user, keep_byline=True)
    assert not Invitation.objects.exists()


def test_the_pages_of_her_public_lists_are_forgotten_with_them(layla, admin_user, monkeypatch):
    tag = layla.reading_lists.get().cache_tag
    forgotten = []
    monkeypatch.setattr("maseer.page_cache.forget", lambda *tags: forgotten.extend(tags))
    personal_data.erase(layla, by=admin_user, keep_byline=True)
    assert tag in forgotten


@pytest.mark.parametrize("shown", ["image", "body"])
def test_a_portrait_that_a_draft_shows_stays(layla, admin_user, editor, shown):
    face = Author.objects.get().portrait
    body = f'<figure data-image="{face.pk}"><img data-image="{face.pk}" alt=""></figure>'
    draft(editor, **{"image": face.pk} if shown == "image" else {"body": body})
    personal_data.erase(layla, by=admin_user, keep_byline=False)
    assert Image.objects.filter(pk=face.pk).exists()
