"""Sessions: begun with a new id, bound to their cookie, ended where they should be and nowhere else."""

import json
import os
import subprocess
import sys

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from maseer import personal_data
from tests.accounts.seats import FIREFOX, PASSWORD, PHONE, browser, is_in, page, session_id, sign_in
from tests.factories import user

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "زيتون أخضر قرب النهر"


@pytest.fixture
def layla(db):
    return user("layla", Role.CONTRIBUTOR, email="layla@example.com")


# What ends which session: what is done, whether the session it is done from goes on, whether another does.


def change_password(here, account):
    sent = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post(reverse("account_change_password"), sent).status_code == 302


def sign_out_others(here, account):
    page(here, others="")


def sign_out_everywhere(here, account):
    page(here, everywhere="")


def sign_out(here, account):
    here.post(reverse("account_logout"))


def end_the_phone(here, account):
    page(here, end=UserSession.objects.get(user_agent=PHONE).pk)


def end_this_one(here, account):
    page(here, end=UserSession.objects.get(user_agent=FIREFOX).pk)


def end_nothing(here, account):
    page(here)
    page(here, end="x")
    page(here, end="٤")
    page(here, end="99999999")


def administrator_ends_them(here, account):
    account.end_sessions()


def administrator_suspends(here, account):
    account.suspend(by=user("boss", Role.ADMIN))


def administrator_changes_the_role(here, account):
    boss = Client()
    boss.force_login(user("boss", Role.ADMIN))
    fields = ("username", "display_name", "email", "language")
    sent = {name: getattr(account, name) for name in fields}
    editor = Group.objects.get(name=Role.EDITOR.value).pk
    address = reverse("admin:accounts_user_change", args=[account.pk])
    assert boss.post(address, sent | {"groups": [editor]}).status_code == 302
    assert account.roles == [Role.EDITOR]


def choose_a_password_by_mail(here, account):
    account.refresh_from_db()
    key = [user_pk_to_url_str(account), default_token_generator.make_token(account)]
    stranger = Client()
    answer = stranger.get(reverse("account_reset_password_from_key", args=key), follow=True)
    sent = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    stranger.post(answer.redirect_chain[-1][0], sent)
    account.refresh_from_db()
    assert account.check_password(NEW_PASSWORD)


def be_forgotten(here, account):
    personal_data.erase(account, by=account, keep_byline=True)


def administrator_sets_password(here, account):
    account.set_password(NEW_PASSWORD)
    account.save()


def rename_oneself(here, account):
    sent = {"display_name": "ليلى شعبان", "language": "en"}
    assert here.post(reverse("accounts:profile"), sent).status_code == 302
    account.refresh_from_db()
    assert account.language == "en"


def give_another_address(here, account):
    account.change_address("other@example.com", verified=True)


ENDS = [
    (change_password, True, False),
    (sign_out_others, True, False),
    (sign_out_everywhere, False, False),
    (sign_out, False, True),
    (end_the_phone, True, False),
    (end_this_one, False, True),
    (end_nothing, True, True),
    (administrator_ends_them, False, False),
    (administrator_suspends, False, False),
    (administrator_changes_the_role, False, False),
    (choose_a_password_by_mail, False, False),
    (be_forgotten, False, False),
    (administrator_sets_password, False, False),
    (rename_oneself, True, True),
    (give_another_address, True, True),
]


@pytest.mark.parametrize(
    ("act", "here_goes_on", "phone_goes_on"), ENDS, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_session_ends_by_the_next_request_or_goes_on(layla, act, here_goes_on, phone_goes_on):
    here, phone = browser(), browser(PHONE)
    assert is_in(here)
    assert is_in(phone)
    act(here, layla)
    assert (is_in(here), is_in(phone)) == (here_goes_on, phone_goes_on)


@pytest.mark.parametrize("others", [1, 5])
def test_any_number_of_sessions_goes_on_side_by_side(layla, others):
    clients = [browser() for _ in range(others + 1)]
    assert all(is_in(client) for client in clients)
    assert len({session_id(client) for client in clients}) == others + 1


# Ids


def test_signing_in_gives_a_new_id(layla):
    client = Client()
    client.session.save()
    client.get(reverse("account_login"))
    begun = client.session
    begun["theme"] = "dark"
    begun.save()
    before = session_id(client)
    sign_in(client)
    assert session_id(client) != before
    assert not Session.objects.filter(pk=before).exists()


def test_an_id_somebody_else_has_planted_opens_nothing(layla):
    planted = "attackersownsessionid00000000000"
    victim = Client()
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(victim)
    assert session_id(victim) != planted
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(attacker)


def test_the_session_of_a_stranger_is_not_kept_for_whoever_signs_in_next(layla):
    user("other", Role.EDITOR)
    client = browser()
    before = session_id(client)
    client.post(reverse("account_logout"))
    sign_in(client, "other")
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_in(old)
    assert client.session["_auth_user_id"] != str(layla.pk)


@pytest.mark.parametrize("act", [change_password, sign_out_others])
def test_what_ends_the_others_gives_this_one_a_new_id(layla, act):
    here = browser()
    before = session_id(here)
    act(here, layla)
    assert session_id(here) != before
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_in(stolen)
    assert is_in(here)


def test_a_cookie_kept_from_before_signing_out_opens_nothing(layla):
    here = browser()
    kept = session_id(here)
    sign_out(here, layla)
    again = Client()
    again.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert not is_in(again)


# Cookies


def test_the_cookie_is_for_this_site_and_not_for_scripts(layla):
    cookie = browser().cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""


def test_in_production_cookies_are_bound_to_the_host_and_to_https():
    names = ["SESSION", "CSRF"]
    wanted = [
        f"{name}_COOKIE_{what}"
        for name in names
        for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN")
    ]
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json; from django.conf import settings;"
            f"print(json.dumps({{name: getattr(settings, name) for name in {wanted!r}}}))",
        ],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "maseer.settings",
            "SITE_URL": "https://maseer.example",
            "ALLOWED_HOSTS": "maseer.example",
            "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(told.stdout)
    for name, cookie in (("SESSION", "__Host-session"), ("CSRF", "__Host-csrf")):
        assert found[f"{name}_COOKIE_NAME"] == cookie
        assert found[f"{name}_COOKIE_SECURE"] is True
        assert found[f"{name}_COOKIE_HTTPONLY"] is True
        assert found[f"{name}_COOKIE_SAMESITE"] == "Lax"
        # Without these two a browser throws a __Host- cookie away.
        assert found[f"{name}_COOKIE_PATH"] == "/"
        assert found[f"{name}_COOKIE_DOMAIN"] is None
