"""Signing in, by user name or e-mail; what the page says when it is wrong; the marker; the account menu."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.utils import translation

from accounts.models import AccountEvent, User
from accounts.roles import Role
from tests import factories
from tests.accounts.factors import AUTHENTICATE, app_of, wrong

pytestmark = pytest.mark.django_db

DOOR = "/accounts/login/"
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def dana():
    return factories.user("dana.f", Role.EDITOR, email="Dana@Example.org", display_name="دانة فارس")


def sign_in(client, login="dana.f", password="password", **more):  # noqa: S107
    return client.post(DOOR, {"login": login, "password": password, **more})


def is_signed_in(client) -> bool:
    return client.get("/accounts/menu/").status_code == 200


@pytest.mark.parametrize(
    "login", ["dana.f", "DANA.F", "  dana.f ", "dana@example.org", "DANA@EXAMPLE.ORG", "Dana@Example.org "]
)
def test_user_name_or_address_in_any_case_opens(client, dana, login):
    answer = sign_in(client, login)
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert is_signed_in(client)
    assert dana.events.get().kind == AccountEvent.Kind.SIGNED_IN


@pytest.mark.parametrize(
    ("login", "password"), [("dana.f", "wrong"), ("nobody", "password"), ("dana", "password"), ("@", "x")]
)
def test_a_wrong_try_keeps_the_name_and_not_the_password(client, dana, login, password):
    answer = sign_in(client, login, password)
    page = answer.content.decode()
    with translation.override("ar"):
        assert answer.context["form"].non_field_errors() == [
            translation.gettext("The name or the password is wrong.")
        ]
    assert f'value="{login}"' in page
    assert f'value="{password}"' not in page
    # Only the password is to be typed again.
    assert re.search(r"<input[^>]*name=\"password\"[^>]*autofocus", page)
    assert not is_signed_in(client)
    assert not dana.events.exists()


def test_password_managers_know_the_fields(client):
    page = client.get(DOOR).content.decode()
    for name, hint in (("login", "username"), ("password", "current-password")):
        field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
        assert f'autocomplete="{hint}"' in field
        assert 'dir="ltr"' in field
        assert "placeholder" not in field
    assert re.search(r'<input type="checkbox" name="remember"', page)


def test_the_session_gets_a_new_number(client, dana):
    client.session["seen"] = True
    client.get(DOOR)
    session = client.session
    session["seen"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != before


@pytest.mark.parametrize(("remember", "lasts"), [({"remember": "on"}, 14 * 24 * 3600), ({}, "")])
def test_remember_me_decides_how_long_session_and_marker_last(client, dana, remember, lasts):
    cookies = sign_in(client, **remember).cookies
    assert cookies["sessionid"]["max-age"] == lasts
    assert cookies["signed_in"]["max-age"] == lasts


# What is on the page differs by tokens alone.


def answer_of(login: str, password: str, **more):
    client = Client()
    client.get(DOOR)
    answer = client.post(DOOR, {"login": login, "password": password} | more)
    body = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r'\1"…"', answer.content.decode())
    cookies = {
        name: {**cookie, "expires": "", "value": "" if name == "csrftoken" else cookie.value}
        for name, cookie in answer.cookies.items()
    }
    headers = dict(answer.items())
    del headers["Expires"]
    # The name typed stands in the field again.
    headers["Content-Length"] = int(headers["Content-Length"]) - len(login)
    return answer.status_code, body.replace(login, "…"), headers, str(cookies)


def test_nobody_and_all_who_may_not_in_get_one_answer(dana):
    factories.user("suspended", is_active=False, email="suspended@example.org")
    factories.user("empty")
    User.objects.filter(username="empty").update(password=make_password(None))
    factories.user("reader", email="reader@example.org")
    expected = answer_of("someone", "wrong")
    assert expected[0] == 200
    for login, password in (
        ("dana.f", "wrong"),
        ("suspended", "wrong"),
        ("suspended", "password"),
        ("empty", "wrong"),
        ("empty", "password"),
        ("reader", "wrong"),
        ("someone", "password"),
    ):
        assert answer_of(login, password) == expected, login
    expected = answer_of("someone@example.org", "wrong")
    for login in ("Dana@Example.org", "suspended@example.org", "reader@example.org"):
        assert answer_of(login, "wrong") == expected, login
    assert not AccountEvent.objects.exists()


# Opening a page changes nothing.


def test_opening_the_page_of_signing_out_signs_nobody_out(client, dana):
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    answer = client.post("/accounts/logout/", {"next": "/about/"})
    assert (answer.status_code, answer.url) == (302, "/about/")
    assert not is_signed_in(client)


def test_a_stranger_can_have_nobody_signed_in_or_out(dana):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    client.force_login(dana)
    assert client.post("/accounts/logout/").status_code == 403
    assert is_signed_in(client)


# The marker and the menu.


def test_the_marker_opens_nothing_and_says_only_that_a_session_was_begun(client, dana):
    assert "signed_in" not in client.get(DOOR).cookies
    cookie = sign_in(client).cookies["signed_in"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"]) == ("1", "", "Lax", "/")
    assert "signed_in" not in client.get("/accounts/menu/").cookies
    stranger = Client()
    stranger.cookies["signed_in"] = "1"
    assert stranger.get("/accounts/menu/").status_code == 204
    assert "login" in stranger.get("/admin/").url


def test_in_production_it_goes_through_https_only(client, dana, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert sign_in(client).cookies["signed_in"]["secure"]


def test_it_goes_with_the_session(client, dana):
    sign_in(client)
    assert client.post("/accounts/logout/").cookies["signed_in"]["max-age"] == 0
    sign_in(client)
    # Ended elsewhere: the script asks for the menu, and is told.
    dana.end_sessions()
    answer = client.get("/accounts/menu/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.cookies["signed_in"]["max-age"] == 0


def test_one_who_is_signed_in_without_it_gets_it_back(client, dana):
    client.force_login(dana)
    assert client.get("/accounts/menu/").cookies["signed_in"].value == "1"


def test_public_pages_neither_set_nor_remove_it(client, dana):
    sign_in(client)
    client.cookies["sessionid"] = "x" * 32
    answer = client.get("/")
    assert answer.status_code == 200
    assert not answer.cookies


def test_the_menu_names_the_account_and_leads_to_what_it_may_open(client, dana):
    sign_in(client)
    answer = client.get("/accounts/menu/")
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "<bdi>دانة فارس</bdi>" in page
    assert 'href="/admin/"' in page
    assert 'action="/accounts/logout/"' in page
    assert "csrfmiddlewaretoken" in page
    assert "<html" not in page
    reader = Client()
    reader.force_login(factories.user("reader"))
    page = reader.get("/accounts/menu/").content.decode()
    assert 'href="/admin/"' not in page
    assert 'href="/accounts/lists/"' in page


def test_a_name_in_the_menu_is_text(client, dana):
    User.objects.filter(pk=dana.pk).update(display_name="<script>1</script>")
    client.force_login(dana)
    assert "<script>1" not in client.get("/accounts/menu/").content.decode()


# The dialog's half of the page.


@pytest.mark.parametrize(
    "address", [DOOR, "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/"]
)
def test_for_the_dialog_comes_the_same_page_without_the_paper_around_it(client, address):
    answer = client.get(address, headers=FRAGMENT)
    page, whole = answer.content.decode(), client.get(address).content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert 'data-door="dialog"' in page
    assert "<html" not in page
    assert "masthead__frame" not in page
    assert ("csrfmiddlewaretoken" in page) == ("<form" in page)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page)[1]
    assert heading in whole
    assert f"<title>{heading} · " in whole


def test_where_one_comes_from_goes_through_the_whole_way(client, dana):
    page = client.get(DOOR, {"next": "/about/"}, headers=FRAGMENT).content.decode()
    assert 'name="next" value="/about/"' in page
    assert sign_in(client, next="/about/").url == "/about/"


def test_the_second_step_keeps_it(client, dana):
    factories_totp = pytest.importorskip("allauth.mfa.totp.internal.auth")
    secret = factories_totp.generate_totp_secret()
    factories_totp.TOTP.activate(dana, secret)
    answer = sign_in(client, next="/about/")
    assert answer.url.startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)
    assert "signed_in" not in answer.cookies
    code = factories_totp.format_hotp_value(
        factories_totp.hotp_value(secret, next(factories_totp.yield_hotp_counters_from_time()))
    )
    answer = client.post(answer.url, {"code": code})
    assert (answer.status_code, answer.url) == (302, "/about/")
    assert answer.cookies["signed_in"].value == "1"


# Languages.


def test_account_pages_run_in_their_users_direction(client, dana):
    assert '<html lang="ar" dir="rtl"' in client.get(DOOR).content.decode()
    User.objects.filter(pk=dana.pk).update(language="en")
    client.force_login(dana)
    page = client.get("/accounts/logout/").content.decode()
    assert '<html lang="en" dir="ltr"' in page
    assert "Sign out?" in page
    # The paper around them stays Arabic, and so does what is fetched into its pages.
    for part in (
        '<header class="masthead"',
        '<footer class="footer wrap"',
        '<dialog class="drawer" id="menu"',
    ):
        assert f'{part} lang="ar" dir="rtl"' in page
    assert "Sections" not in page
    assert "The desk" not in client.get("/accounts/menu/").content.decode()
    assert '<html lang="ar" dir="rtl"' in client.get("/").content.decode()


@pytest.mark.parametrize(("login", "index"), [("a@b.org", "user_by_email"), ("dana.f", "user_one_name")])
def test_an_account_is_found_by_an_index_however_many_there_are(dana, login, index):
    """Else signing in takes longer with every reader, and longest where there is no account."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Of so few rows it reads all, if it may.
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = User.objects.typed(login).explain()
    assert index in plan
    assert "pkey" not in plan


@pytest.mark.parametrize("login", ["", " ", "@"])
def test_nothing_typed_means_nobody(login):
    factories.user("dana.f", email="")
    assert User.objects.by_login(login) is None


def test_what_was_refused_is_one_line_of_the_log_with_who_and_from_where(client, dana, caplog):
    sign_in(client, password="wr0ng secret")
    sign_in(client, login="nobody\nroot", password="wr0ng secret")
    secret = app_of(dana)
    sign_in(client)
    client.post(AUTHENTICATE, {"code": wrong(secret)})
    lines = [record.getMessage() for record in caplog.records if record.name == "maseer.accounts"]
    assert lines == [
        f"refused: sign-in account={dana.pk} address=127.0.0.1",
        "refused: sign-in account=None address=127.0.0.1",
        f"refused: code account={dana.pk} address=127.0.0.1",
    ]


def test_too_many_tries_are_in_the_log(client, dana, caplog):
    for _ in range(11):
        sign_in(client, password="wrong")
    assert f"too many: sign-in account={dana.pk} address=127.0.0.1" in caplog.text
    caplog.clear()
    for _ in range(11):
        sign_in(client, login="nobody")
    assert "too many: sign-in account=None address=127.0.0.1" in caplog.text
