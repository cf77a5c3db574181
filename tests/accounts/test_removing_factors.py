"""Somebody lost their second factor: an administrator, or whoever has the server, lets them in again."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command

from accounts.models import AccountEvent, User
from maseer.models import QueuedMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def protected(editor):
    TOTP.activate(editor, generate_totp_secret())
    RecoveryCodes.activate(editor)
    return editor


def test_all_of_it_goes_and_the_account_remembers_who_did_it(protected, admin_user):
    assert protected.remove_second_factors(by=admin_user)
    assert not Authenticator.objects.filter(user=protected).exists()
    event = protected.events.get()
    assert (event.kind, event.by) == (AccountEvent.Kind.FACTOR_REMOVED, admin_user)


def test_the_person_is_told_by_mail(protected, admin_user):
    protected.remove_second_factors(by=admin_user)
    assert not QueuedMail.objects.exists()  # who has no address
    User.objects.filter(pk=protected.pk).update(email="editor@paper.example")
    protected.refresh_from_db()
    TOTP.activate(protected, generate_totp_secret())
    protected.remove_second_factors(by=admin_user)
    mail = QueuedMail.objects.get()
    assert mail.to == "editor@paper.example"
    assert str(AccountEvent.Kind.FACTOR_REMOVED.label) in mail.text
    assert "http://localhost:8000/accounts/" in mail.text


def test_sessions_end_with_it(protected, client):
    client.force_login(protected)
    assert client.get("/admin/").status_code == 200
    protected.remove_second_factors()
    assert "/login/" in client.get("/admin/").url


def test_where_there_is_none_nothing_happens(editor, client):
    client.force_login(editor)
    assert not editor.remove_second_factors()
    assert not editor.events.exists()
    assert client.get("/admin/").status_code == 200


def test_another_persons_stays(protected, admin_user):
    TOTP.activate(admin_user, generate_totp_secret())
    protected.remove_second_factors()
    assert admin_user.has_second_factor


def test_the_command_finds_the_account_by_its_name_in_any_case(protected, capsys):
    call_command("remove_second_factor", "EDITOR")
    assert not User.objects.get(pk=protected.pk).has_second_factor
    assert protected.events.get().by is None
    assert "editor signs in by the password alone" in capsys.readouterr().out


def test_the_command_says_what_it_did_not_find(editor):
    with pytest.raises(CommandError, match="no account nobody"):
        call_command("remove_second_factor", "nobody")
    with pytest.raises(CommandError, match="editor has no second factor"):
        call_command("remove_second_factor", "editor")
