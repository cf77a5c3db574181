"""An administrator decides about somebody's account; the account and its texts stay."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import AccountEvent, Invitation, ResetRequest, User
from accounts.roles import Role
from articles.models import EditLock
from maseer.models import QueuedMail
from tests import factories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

Kind = AccountEvent.Kind


def url(account, act: str, model: str = "user") -> str:
    return f"/admin/accounts/{model}/{account.pk}/{act}/"


def signed_in(account) -> Client:
    browser = Client()
    browser.force_login(account)
    return browser


def test_who_is_suspended_is_signed_out_by_the_next_request_and_stays_out(client, admin_user, settings):
    writer = factories.user("laila", Role.CONTRIBUTOR, email="laila@example.com", language="en")
    theirs = signed_in(writer)
    assert theirs.get("/admin/").status_code == 200
    client.force_login(admin_user)
    assert client.get(url(writer, "suspend")).status_code == 200
    writer.refresh_from_db()
    assert writer.is_active
    assert client.post(url(writer, "suspend"), {"reason": "In prison"}).status_code == 302
    writer.refresh_from_db()
    assert not writer.is_active
    assert theirs.get("/admin/").status_code == 302
    assert not Client().login(username="laila", password="password")
    event = writer.events.get(kind=Kind.SUSPENDED)
    assert (event.by, event.detail) == (admin_user, "In prison")
    mail = QueuedMail.objects.get()
    assert mail.to == "laila@example.com"
    assert "In prison" in mail.text
    assert "suspended" in mail.subject


def test_texts_byline_and_roles_stay(admin_user, contributor):
    byline = factories.author("ليلى", user=contributor)
    draft = factories.draft(contributor)
    contributor.suspend(by=admin_user)
    draft.refresh_from_db()
    byline.refresh_from_db()
    assert (draft.created_by, byline.user, contributor.roles) == (
        contributor,
        contributor,
        [Role.CONTRIBUTOR],
    )


def test_a_text_that_was_being_written_is_free_again(admin_user, contributor, editor):
    draft = factories.draft(contributor)
    theirs = signed_in(contributor)
    beat = f"/admin/articles/article/{draft.pk}/heartbeat/"
    assert theirs.post(beat).status_code == 200
    assert EditLock.of(draft).by == contributor
    contributor.suspend(by=admin_user)
    # Nothing is heard of it any more, and what is not heard of ends (tests/admin/test_edit_lock.py).
    heard = EditLock.objects.get(article=draft).heard_at
    assert theirs.post(beat).status_code != 200
    assert EditLock.objects.get(article=draft).heard_at == heard


def test_a_lifted_suspension_opens_the_account_but_no_old_session(client, admin_user, editor):
    theirs = signed_in(editor)
    editor.suspend(by=admin_user)
    client.force_login(admin_user)
    assert client.post(url(editor, "restore"), {"reason": ""}).status_code == 302
    editor.refresh_from_db()
    assert editor.is_active
    assert theirs.get("/admin/").status_code == 302
    assert Client().login(username="editor", password="password")
    assert editor.events.filter(kind=Kind.RESTORED, by=admin_user).exists()


def test_what_is_so_already_is_said(client, admin_user, editor):
    client.force_login(admin_user)
    client.post(url(editor, "restore"))
    with pytest.raises(ValidationError):
        editor.restore(by=admin_user)
    editor.suspend(by=admin_user)
    with pytest.raises(ValidationError):
        editor.suspend(by=admin_user)
    assert editor.events.count() == 1


def test_signing_out_everywhere_ends_sessions_and_nothing_else(client, admin_user, editor):
    theirs = signed_in(editor)
    client.force_login(admin_user)
    assert client.post(url(editor, "sign-out")).status_code == 302
    assert theirs.get("/admin/").status_code == 302
    assert Client().login(username="editor", password="password")
    assert editor.events.filter(kind=Kind.SESSIONS_ENDED, by=admin_user).exists()


def test_a_reset_link_is_asked_for_as_the_person_would(client, admin_user):
    editor = factories.user("samer", Role.EDITOR, email="samer@example.com")
    client.force_login(admin_user)
    assert client.post(url(editor, "reset-link")).status_code == 302
    assert ResetRequest.objects.get().login == "samer@example.com"
    editor.refresh_from_db()
    assert editor.check_password("password")


def test_a_lost_second_factor_is_removed(client, admin_user, editor):
    Authenticator.objects.create(user=editor, type=Authenticator.Type.TOTP, data={})
    client.force_login(admin_user)
    assert client.post(url(editor, "remove-factor")).status_code == 302
    assert not editor.has_second_factor
    assert editor.events.get(kind=Kind.FACTOR_REMOVED).by == admin_user


def test_without_an_address_there_is_no_reset_link(client, admin_user, editor):
    client.force_login(admin_user)
    shown = client.get(f"/admin/accounts/user/{editor.pk}/change/").content.decode()
    assert url(editor, "suspend") in shown
    assert url(editor, "reset-link") not in shown
    client.post(url(editor, "reset-link"))
    assert not ResetRequest.objects.exists()


def test_a_reader_is_suspended_as_anybody(client, admin_user, outsider):
    theirs = signed_in(outsider)
    client.force_login(admin_user)
    assert client.post(url(outsider, "suspend", "reader"), {"reason": "spam"}).status_code == 302
    outsider.refresh_from_db()
    assert not outsider.is_active
    assert theirs.get("/accounts/").status_code == 302
    # Staff are not found among the readers.
    other = factories.user("other", Role.ADMIN)
    assert client.post(url(other, "suspend", "reader")).status_code == 404


def test_an_inviter_who_is_suspended_leaves_no_open_door(admin_user):
    other = factories.user("other", Role.ADMIN)
    theirs = factories.invitation(invited_by=other, role=Role.ADMIN)
    mine = factories.invitation(invited_by=admin_user)
    other.suspend(by=admin_user)
    assert list(Invitation.objects.open()) == [mine]
    theirs.refresh_from_db()
    assert theirs.state == "revoked"


@pytest.mark.parametrize("act", ["suspend", "restore", "sign-out", "reset-link", "remove-factor"])
@pytest.mark.parametrize("role", ["contributor", "editor", "managing_editor", "outsider"])
def test_only_administrators_decide(request, client, contributor, role, act):
    client.force_login(request.getfixturevalue(role))
    assert client.post(url(contributor, act), follow=True).status_code == 403
    assert not contributor.events.exists()


def test_nobody_below_decides_about_a_superuser_or_about_themselves(client, admin_user):
    root = factories.user("root", is_staff=True, is_superuser=True)
    client.force_login(admin_user)
    for account in (root, admin_user):
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
        for act in ("suspend", "sign-out", "reset-link", "remove-factor"):
            assert client.post(url(account, act)).status_code == 403
        assert account.has_second_factor
        with pytest.raises(PermissionDenied):
            account.suspend(by=admin_user)
    assert User.objects.filter(is_active=True).count() == 2
    admin_user.suspend(by=factories.user("other", Role.ADMIN))


def test_the_last_administrator_is_not_suspended(client, admin_user):
    client.force_login(factories.user("root", is_staff=True, is_superuser=True))
    client.post(url(admin_user, "suspend"))
    admin_user.refresh_from_db()
    assert admin_user.is_active
    assert not admin_user.events.exists()


def test_who_was_suspended_a_moment_ago_decides_nothing(admin_user, editor):
    other = factories.user("other", Role.ADMIN)
    User.objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        editor.suspend(by=other)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("further", [0, 1])
def test_administrators_who_suspend_each_other_at_once_leave_one(further):
    one, two = factories.user("one", Role.ADMIN), factories.user("two", Role.ADMIN)
    for number in range(further):
        factories.user(f"further{number}", Role.ADMIN)

    def suspend(whom, by):
        def action():
            try:
                User.objects.get(pk=whom.pk).suspend(by=User.objects.get(pk=by.pk))
            except (ValidationError, PermissionDenied) as refusal:
                return type(refusal)
            return None

        return action

    results = at_once(suspend(one, two), suspend(two, one))
    assert results.count(None) == 1
    active = User.objects.filter(is_active=True, groups__name=Role.ADMIN)
    assert active.count() == 1 + further


@pytest.mark.django_db(transaction=True)
def test_one_suspended_and_the_other_demoted_at_once_leave_one():
    one, two = factories.user("one", Role.ADMIN), factories.user("two", Role.ADMIN)
    root = factories.user("root", is_staff=True, is_superuser=True)

    def suspend():
        try:
            User.objects.get(pk=one.pk).suspend(by=User.objects.get(pk=root.pk))
        except ValidationError:
            return False
        return True

    def demote():
        form = {"username": "two", "display_name": "", "email": "", "language": "ar", "groups": []}
        return signed_in(root).post(f"/admin/accounts/user/{two.pk}/change/", form).status_code == 302

    assert sorted(at_once(suspend, demote)) == [False, True]
    assert User.objects.filter(is_active=True, groups__name=Role.ADMIN).count() == 1
