"""Readers' own accounts: closed unless a setting opens them; then by an address that is confirmed first."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as paper_settings
from django.test import Client

from accounts.models import AccountEvent, User
from accounts.roles import Role
from maseer.models import QueuedMail
from tests import factories

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"
SENT = {"email": "Reader@Example.org", "display_name": "قارئة جديدة", "password1": "نهر طويل هادئ"}


@pytest.fixture
def is_open(settings):
    settings.READER_REGISTRATION = True


def link_in(mail: QueuedMail) -> str:
    found = re.search(r"https?://\S+", mail.text)[0]
    assert found.startswith(paper_settings.SITE_URL + "/accounts/confirm-email/")
    return found.removeprefix(paper_settings.SITE_URL)


def test_it_is_closed_by_default(client):
    page = client.get(SIGN_UP).content.decode()
    assert '<form class="form"' not in page
    assert client.post(SIGN_UP, SENT).status_code == 200
    assert not User.objects.exists()
    assert not QueuedMail.objects.exists()
    assert "signup" not in client.get("/accounts/login/").content.decode()


def test_opened_it_is_offered_where_one_signs_in(client, is_open):
    page = client.get("/accounts/login/", {"next": "/about/"}).content.decode()
    assert 'href="/accounts/signup/?next=%2Fabout%2F"' in page


def test_an_account_opens_when_its_address_is_confirmed(client, is_open):
    answer = client.post(SIGN_UP, SENT)
    assert (answer.status_code, answer.url) == (302, "/accounts/confirm-email/")
    reader = User.objects.get()
    assert (reader.email, reader.display_name) == ("reader@example.org", "قارئة جديدة")
    assert not reader.is_staff
    assert not reader.groups.exists()
    # The user name is nothing others could tell the address from.
    assert re.fullmatch(r"reader-[a-z0-9]{10}", reader.username)
    assert [event.kind for event in reader.events.all()] == [AccountEvent.Kind.JOINED]
    mail = QueuedMail.objects.get()
    assert mail.to == "reader@example.org"

    # Not before: the password alone sends the link once more, at most.
    client.post("/accounts/login/", {"login": "reader@example.org", "password": SENT["password1"]})
    assert client.get("/accounts/menu/").status_code == 204

    address = link_in(mail)
    assert client.get(address).status_code == 200
    assert not EmailAddress.objects.get().verified
    assert client.post(address).status_code == 302
    assert EmailAddress.objects.get().verified
    client.post("/accounts/login/", {"login": "reader@example.org", "password": SENT["password1"]})
    assert client.get("/accounts/menu/").status_code == 200
    assert client.get("/admin/").status_code in {302, 403}


def test_opening_a_link_signs_nobody_else_out(client, is_open, outsider):
    client.post(SIGN_UP, SENT)
    address = link_in(QueuedMail.objects.get())
    another = Client()
    another.force_login(outsider)
    assert another.get(address).status_code == 200
    assert another.get("/accounts/menu/").status_code == 200


@pytest.mark.parametrize("address", ["/accounts/confirm-email/MQ:forged:link/", "/accounts/confirm-email/x/"])
def test_a_link_that_is_none_says_what_to_do(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert 'href="/accounts/login/"' in answer.content.decode()
    assert client.post(address).status_code == 404


def test_an_address_that_has_an_account_gets_the_same_answer_and_its_owner_a_mail(client, is_open):
    factories.user("dana", Role.EDITOR, email="Reader@example.org", language="en")
    new = Client().post(SIGN_UP, SENT | {"email": "new@example.org"})
    known = client.post(SIGN_UP, SENT)
    assert (known.status_code, known.url) == (new.status_code, new.url)
    assert known.headers.keys() == new.headers.keys()
    assert known.cookies.keys() == new.cookies.keys()
    assert User.objects.count() == 2
    mail = QueuedMail.objects.get(to__iexact="reader@example.org")
    assert mail.subject == "You have an account already"
    assert f"{paper_settings.SITE_URL}/accounts/password/reset/" in mail.text
    assert "testserver" not in mail.text + mail.html
    # Nor does the page one comes to tell which of the two it was.
    assert "reader@example.org" not in client.get(known.url).content.decode()


def test_two_who_register_one_address_at_once_are_one(client, is_open, monkeypatch):
    factories.user("dana", email="reader@example.org")
    # The look-up still found nobody.
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.email_already_exists", lambda value: (value, False)
    )
    answer = client.post(SIGN_UP, SENT)
    assert (answer.status_code, answer.url) == (302, "/accounts/confirm-email/")
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"password1": "short"}, "password1"),
        ({"password1": "password"}, "password1"),
        ({"password1": "ع" * 129}, "password1"),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "\N{RIGHT-TO-LEFT OVERRIDE}قارئ"}, "display_name"),
        ({"display_name": "Dana Faris"}, "display_name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, is_open, wrong, field):
    factories.user("dana", Role.EDITOR, display_name="Dana Faris")
    answer = client.post(SIGN_UP, SENT | wrong)
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.count() == 1


def test_nobody_registers_as_more_than_a_reader(client, is_open):
    client.post(SIGN_UP, SENT | {"is_staff": "on", "is_superuser": "on", "username": "admin", "groups": "1"})
    reader = User.objects.get()
    assert (reader.is_staff, reader.is_superuser, reader.groups.count()) == (False, False, 0)
    assert reader.username != "admin"
