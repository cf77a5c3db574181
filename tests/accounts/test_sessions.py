"""Sessions: begun with a new id, listed in plain words, ended where they should be and nowhere else."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.devices import device
from accounts.models import AccountEvent
from accounts.roles import Role
from maseer import personal_data
from tests.factories import user

pytestmark = pytest.mark.django_db

PASSWORD = "password"
NEW_PASSWORD = "زيتون أخضر قرب النهر"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def layla(db):
    return user("layla", Role.CONTRIBUTOR, email="layla@example.com")


def sign_in(client: Client, name: str = "layla", password: str = PASSWORD) -> Client:
    answer = client.post(reverse("account_login"), {"login": name, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def browser(agent: str = FIREFOX) -> Client:
    return sign_in(Client(headers={"user-agent": agent}))


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:overview")).status_code == 200


def session_id(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def page(client: Client, **sent):
    return client.post(reverse("usersessions_list"), sent)


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


# The list


MAC = "Macintosh; Intel Mac OS X 10_15_7"
WINDOWS = "Windows NT 10.0; Win64; x64"
AGENTS = [
    (FIREFOX, "Firefox", "Linux"),
    (PHONE, "Safari", "iPhone"),
    (f"Mozilla/5.0 ({WINDOWS}) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36", "Chrome", "Windows"),
    (f"Mozilla/5.0 ({WINDOWS}) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge", "Windows"),
    (f"Mozilla/5.0 ({WINDOWS}) Chrome/142.0.0.0 Safari/537.36 OPR/120.0.0.0", "Opera", "Windows"),
    (f"Mozilla/5.0 ({MAC}) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15", "Safari", "macOS"),
    (f"Mozilla/5.0 ({MAC}; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "macOS"),
    ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome", "Android"),
    (
        "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Mobile",
        "Samsung Internet",
        "Android",
    ),
    ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox", "Android"),
    ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) CriOS/142.0 Safari/604.1", "Chrome", "iPad"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) FxiOS/145.0 Safari/605.1", "Firefox", "iPhone"),
    ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/142.0.0.0 Safari/537.36", "Chrome", "ChromeOS"),
]


@pytest.mark.parametrize(("agent", "name", "system"), AGENTS)
def test_a_device_is_named_in_plain_words(agent, name, system):
    words = device(agent)
    assert name in words
    assert system in words


@pytest.mark.parametrize("agent", ["", "curl/8.5", "‮<script>alert(1)</script>"])
def test_what_says_nothing_of_itself_is_a_browser(agent):
    assert device(agent) == device("")
    assert "script" not in device(agent)


def test_the_list_shows_ones_own_sessions_this_one_first(layla):
    user("other", Role.EDITOR)
    phone = browser(PHONE)
    here = browser()
    stranger = sign_in(Client(headers={"user-agent": "curl/8.5"}), "other")
    assert is_in(phone)
    assert is_in(stranger)
    places = here.get(reverse("usersessions_list")).context["places"]
    assert [(place.row.user_agent, place.is_this) for place in places] == [(FIREFOX, True), (PHONE, False)]
    assert {place.row.ip for place in places} == {"127.0.0.1"}


def test_nobody_ends_anothers_session(layla):
    user("other", Role.EDITOR)
    here, stranger = browser(), sign_in(Client(), "other")
    theirs = UserSession.objects.get(user__username="other")
    page(here, end=theirs.pk)
    assert is_in(stranger)
    assert UserSession.objects.filter(pk=theirs.pk).exists()


def test_signing_out_everywhere_else_is_written_down(layla):
    here = browser()
    browser(PHONE)
    sign_out_others(here, layla)
    assert layla.events.first().kind == AccountEvent.Kind.SESSIONS_ENDED
    assert UserSession.objects.purge_and_list(layla)[0].user_agent == FIREFOX
    assert UserSession.objects.count() == 1


def test_sessions_nobody_has_seen_end_with_the_others(layla):
    """As the first account's, which is signed in by Django itself."""
    unseen = Client()
    unseen.force_login(layla)
    UserSession.objects.all().delete()
    here = browser()
    sign_out_others(here, layla)
    assert not is_in(unseen)


# Last seen


def test_a_session_without_a_row_gets_one_where_it_is_first_seen(layla):
    client = Client(headers={"user-agent": FIREFOX})
    client.force_login(layla)
    UserSession.objects.all().delete()
    client.get("/")
    assert not UserSession.objects.exists()
    client.get(reverse("admin:index"))
    row = UserSession.objects.get()
    assert (row.user, row.session_key, row.user_agent) == (layla, session_id(client), FIREFOX)


def test_it_is_written_once_in_five_minutes(layla):
    here = browser()
    rows = UserSession.objects.all()

    def seen_after(minutes):
        at = timezone.now() - timedelta(minutes=minutes)
        rows.update(last_seen_at=at)
        sessions._looked_up.clear()  # as another process
        here.get(reverse("accounts:profile"))
        return rows.get().last_seen_at > at

    assert not seen_after(4)
    assert seen_after(6)


def test_a_process_looks_it_up_no_more_often_than_it_is_written(layla):
    here = browser()
    is_in(here)
    with CaptureQueriesContext(connection) as queries:
        is_in(here)
    looks = [query["sql"] for query in queries if '"last_seen_at" >' in query["sql"]]
    assert looks == []


def test_public_pages_write_nothing_down(layla):
    here = browser()
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    sessions._looked_up.clear()
    for address in ("/", "/search/?q=x", "/corrections/"):
        here.get(address)
    assert UserSession.objects.get().last_seen_at < timezone.now() - timedelta(hours=23)


def test_a_long_name_of_a_browser_is_cut(layla):
    client = Client(headers={"user-agent": "x" * 5000})
    client.force_login(layla)
    assert is_in(client)
    assert len(UserSession.objects.get().user_agent) == 200
