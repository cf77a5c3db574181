"""Somebody is forgotten: nothing is left of her but her texts, under the name she chooses."""

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
from articles.models import Article, Author, Autosave, EditLock, Notice, Remark, SavedFilter
from images.models import Image
from maseer import personal_data
from maseer.models import QueuedMail
from pages.models import Redirect
from readers.models import Comment, ContactMessage, ReadingList
from tests.accounts.known import PASSWORD, download, erase, signed_in
from tests.factories import article, author, draft, invitation, user

pytestmark = pytest.mark.django_db

Kind = AccountEvent.Kind
# Words that belong to her and must be nowhere once she is forgotten.
TRACES = ("layla", "ليلى شعبان", "198.51.100.7")


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


@pytest.mark.parametrize("own", [True, False])
def test_who_mistypes_before_the_password_is_asked_for_can_mend_it_after(layla, admin_user, own):
    """The form is then shown at the address of the password's page, and is not to be sent there."""
    address = reverse("own_data_erase") if own else reverse("admin:accounts_user_erase", args=[layla.pk])
    client = Client()
    client.post(reverse("account_login"), {"login": "layla" if own else "admin", "password": PASSWORD})
    asked = client.post(address, {"username": "leyla", "byline": "keep"})
    shown = client.post(asked.url, {"password": PASSWORD})
    assert shown.context["form"].errors["username"]
    assertContains(shown, f'action="{address}"')
    client.post(address, {"username": "layla", "byline": "keep"})
    layla.refresh_from_db()
    assert layla.is_erased


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
