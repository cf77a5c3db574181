"""What somebody began with an account while they could, they cannot finish after its owner has shut them out."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from maseer.models import QueuedMail
from tests import factories
from tests.accounts.factors import AUTHENTICATE, app_of, code, password, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def laila():
    made = factories.user("laila", Role.EDITOR, email="laila@example.com")
    made.change_address("laila@example.com", verified=True)
    return made


def link_to_another_address(account) -> str:
    """Of the mail to the address that somebody with the password gave for the account."""
    thief = Client()
    password(thief, account)
    thief.post(reverse("account_reauthenticate"), {"password": "password"})
    thief.post(reverse("account_email"), {"email": "thief@example.com", "action_add": ""})
    mail = QueuedMail.objects.get(to="thief@example.com")
    return (
        next(line for line in mail.text.splitlines() if "/confirm-email/" in line)
        .partition("//")[2]
        .partition("/")[2]
    )


def change_password(account, by):
    here = Client()
    password(here, account)
    new = {"oldpassword": "password", "password1": "قمر فوق السطح", "password2": "قمر فوق السطح"}
    assert here.post(reverse("account_change_password"), new).status_code == 302


def sign_out_elsewhere(account, by):
    here = Client()
    password(here, account)
    assert here.post(reverse("usersessions_list"), {"others": ""}).status_code == 302


def suspend(account, by):
    User.objects.get(pk=account.pk).suspend(by=by)


SHUT_OUT = [change_password, sign_out_elsewhere, suspend]


@pytest.mark.parametrize("shut_out", SHUT_OUT)
def test_an_address_that_was_not_confirmed_yet_is_given_up(laila, admin_user, shut_out):
    link = "/" + link_to_another_address(laila)
    assert Client().get(link).status_code == 200
    shut_out(laila, admin_user)
    Client().post(link)
    laila.refresh_from_db()
    assert laila.email == "laila@example.com"
    assert [*EmailAddress.objects.values_list("email", "verified")] == [("laila@example.com", True)]


def test_without_that_the_link_works(laila):
    Client().post("/" + link_to_another_address(laila))
    laila.refresh_from_db()
    assert laila.email == "thief@example.com"


@pytest.mark.parametrize("shut_out", SHUT_OUT)
def test_a_sign_in_that_waits_for_its_second_step_is_over(laila, admin_user, shut_out):
    # The owner has none yet when they shut out whoever knows the password and sits on the page of the second step.
    thief, secret = Client(), app_of(laila)
    password(thief, laila)
    assert thief.get(AUTHENTICATE).status_code == 200
    laila.authenticator_set.all().delete()
    shut_out(laila, admin_user)
    secret = app_of(laila)
    answer = thief.post(AUTHENTICATE, {"code": code(secret)})
    assert (answer.status_code, answer.url) == (302, "/accounts/login/")
    assert not signed_in(thief)
    assert thief.get(AUTHENTICATE).status_code == 302


def test_otherwise_the_second_step_opens(laila):
    here, secret = Client(), app_of(laila)
    password(here, laila)
    assert here.post(AUTHENTICATE, {"code": code(secret)}).status_code == 302
    assert signed_in(here)
