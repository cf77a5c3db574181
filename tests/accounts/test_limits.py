"""How often one may try to sign in, and who gets in all the same."""

import json

import pytest
from django.core import signing
from django.test import Client

from accounts import limits
from accounts.models import AccountEvent
from accounts.roles import Role
from tests.factories import user

pytestmark = pytest.mark.django_db

ATTACKER, SAME_NETWORK, OWNER = "192.0.2.10", "192.0.2.99", "198.51.100.5"
SIGNED_IN, WRONG, LIMIT = 302, 200, 429


def attempt(login="owner", password="", address=ATTACKER, client=None, **headers) -> int:
    client = client or Client()
    typed = {"login": login, "password": password or "wrong"}
    return client.post("/accounts/login/", typed, REMOTE_ADDR=address, headers=headers).status_code


@pytest.fixture(autouse=True)
def owner(db):
    return user("owner", Role.CONTRIBUTOR, email="owner@paper.example")


def known_browser(address=OWNER) -> Client:
    client = Client()
    assert attempt(password="password", address=address, client=client) == SIGNED_IN
    client.post("/accounts/logout/")
    return client


def test_ten_wrong_tries_and_the_eleventh_says_when_to_come_back(client):
    assert [attempt() for _ in range(12)] == [WRONG] * 10 + [LIMIT] * 2
    answer = client.post("/accounts/login/", {"login": "owner", "password": "password"}, REMOTE_ADDR=ATTACKER)
    assert answer.status_code == LIMIT
    assert 840 < int(answer["Retry-After"]) <= 901
    html = answer.content.decode()
    assert 'lang="ar" dir="rtl"' in html
    assert "15" in html
    assert not AccountEvent.objects.exists()


def test_names_nobody_has_are_counted_alike():
    assert [attempt("nobody") for _ in range(12)] == [WRONG] * 10 + [LIMIT] * 2
    assert [attempt("nobody@paper.example", address=OWNER) for _ in range(12)] == [WRONG] * 10 + [LIMIT] * 2


@pytest.mark.parametrize("other", ["OWNER", " owner ", "ｏｗｎｅｒ"])
def test_another_spelling_of_the_name_is_the_same_name(other):
    for _ in range(10):
        attempt()
    assert attempt(other, "password") == LIMIT


def test_the_whole_network_of_whoever_tries_is_meant():
    for _ in range(10):
        attempt()
    assert attempt(password="password", address=SAME_NETWORK) == LIMIT


def test_the_owner_gets_in_from_another_network():
    for _ in range(12):
        attempt()
    assert attempt(password="password", address=OWNER) == SIGNED_IN


def test_the_owners_own_browser_gets_in_from_the_same_network():
    browser = known_browser()
    for _ in range(12):
        attempt()
    assert attempt(password="password", address=SAME_NETWORK, client=browser) == SIGNED_IN


def test_a_known_browser_has_its_own_ten_tries_and_no_more():
    browser = known_browser()
    assert [attempt(client=browser) for _ in range(12)] == [WRONG] * 10 + [LIMIT] * 2
    assert attempt(password="password", client=browser) == LIMIT
    # They were counted for nobody else.
    assert [attempt() for _ in range(11)] == [WRONG] * 10 + [LIMIT]


def test_only_wrong_tries_count():
    for _ in range(15):
        assert attempt(password="password") == SIGNED_IN
    assert [attempt() for _ in range(11)] == [WRONG] * 10 + [LIMIT]


def test_a_name_and_an_address_do_not_tell_that_they_belong_together():
    for _ in range(10):
        attempt("owner")
    # No more tries for the account, and no word of it: every password is wrong, until this name has had its ten too.
    assert [attempt("owner@paper.example", "password") for _ in range(11)] == [WRONG] * 10 + [LIMIT]
    assert not AccountEvent.objects.exists()


def test_thirty_wrong_tries_an_hour_for_one_address_whatever_the_names():
    tried = [attempt(f"name{number}") for number in range(32)]
    assert tried == [WRONG] * 30 + [LIMIT] * 2
    assert attempt(password="password") == LIMIT
    assert attempt(password="password", address=SAME_NETWORK) == SIGNED_IN


def test_one_device_may_have_many_ipv6_addresses():
    tried = [attempt(f"name{number}", address=f"2001:db8::{number:x}") for number in range(31)]
    assert tried == [WRONG] * 30 + [LIMIT]
    assert attempt("another", address="2001:db8:0:1::1") == WRONG


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_forged_headers_gain_nothing(settings, behind_proxy):
    settings.BEHIND_PROXY = behind_proxy

    def forged(number: int) -> dict[str, str]:
        said = f"203.0.113.{number}"
        seen = f"{said}, {ATTACKER}" if behind_proxy else said
        names = ("X-Real-IP", "Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP", "Forwarded")
        return {"X-Forwarded-For": seen, **dict.fromkeys(names, said)}

    address = "10.0.0.1" if behind_proxy else ATTACKER
    tried = [attempt(address=address, **forged(number)) for number in range(12)]
    assert tried == [WRONG] * 10 + [LIMIT] * 2


@pytest.mark.parametrize("junk", ["", "unknown", "1.2.3.4.5.6", "::::", "'; DROP TABLE", "1" * 9000, "\x00"])
def test_junk_in_forwarded_headers_is_no_error(settings, junk):
    settings.BEHIND_PROXY = True
    assert attempt(password="password", **{"X-Forwarded-For": junk}) == SIGNED_IN
    assert AccountEvent.objects.get().address == ATTACKER


def test_while_redis_is_away_one_signs_in_and_is_counted(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert attempt(password="password", address=OWNER) == SIGNED_IN
    assert [attempt() for _ in range(11)] == [WRONG] * 10 + [LIMIT]


# The cookie of a browser that signed in before


def test_the_cookie_is_kept_from_scripts_and_from_the_public_site():
    client = Client()
    attempt(password="password", client=client)
    cookie = client.cookies[limits.KNOWN_BROWSER]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/accounts/")
    assert int(cookie["max-age"]) > 300 * 24 * 3600
    assert not cookie["secure"]


def test_in_production_it_goes_through_https_only(settings):
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    attempt(password="password", client=client)
    assert client.cookies[limits.KNOWN_BROWSER]["secure"]


def gains_nothing(browser: Client) -> bool:
    """Whether it is kept out where all others are."""
    for _ in range(10):
        attempt()
    return attempt(client=browser) == LIMIT


def test_a_real_cookie_is_what_gets_in():
    assert not gains_nothing(known_browser())


def test_another_accounts_cookie_gains_nothing():
    user("other", Role.CONTRIBUTOR)
    browser = Client()
    attempt("other", "password", OWNER, browser)
    browser.post("/accounts/logout/")
    assert gains_nothing(browser)


def test_a_browser_may_know_several_accounts():
    user("other", Role.CONTRIBUTOR)
    browser = known_browser()
    attempt("other", "password", OWNER, browser)
    browser.post("/accounts/logout/")
    for login in ("owner", "other"):
        for _ in range(11):
            attempt(login)
    assert attempt("owner", "password", client=browser) == SIGNED_IN
    browser.post("/accounts/logout/")
    assert attempt("other", "password", client=browser) == SIGNED_IN


@pytest.mark.parametrize("kind", ["empty", "junk", "unsigned", "another salt", "cut", "of another mark"])
def test_a_forged_cookie_gains_nothing(owner, kind):
    real = known_browser().cookies[limits.KNOWN_BROWSER].value
    claim = {str(owner.pk): ["x" * 16, "0" * 16]}
    forged = {
        "empty": "",
        "junk": "é;\x7f:::",
        "unsigned": json.dumps(claim),
        "another salt": signing.dumps(claim, salt="elsewhere"),
        "cut": real[:-1],
        "of another mark": signing.dumps(claim, salt=limits.KNOWN_BROWSER),
    }[kind]
    browser = Client()
    browser.cookies[limits.KNOWN_BROWSER] = forged
    assert gains_nothing(browser)


def test_who_knew_the_old_password_gains_nothing_by_its_cookie(owner):
    browser = known_browser()
    owner.set_password("a new one, long enough")
    owner.save()
    assert gains_nothing(browser)


# Elsewhere


def test_confirming_the_password_is_counted_as_signing_in(owner):
    browser = Client()
    browser.force_login(owner)
    answers = [
        browser.post("/accounts/reauthenticate/", {"password": "wrong"}, REMOTE_ADDR=ATTACKER).status_code
        for _ in range(11)
    ]
    assert answers == [WRONG] * 10 + [LIMIT]


def test_passkeys_are_limited_in_arabic(client):
    answers = [client.post("/accounts/2fa/webauthn/login/", {}) for _ in range(31)]
    assert [answer.status_code for answer in answers][-1] == LIMIT
    assert int(answers[-1]["Retry-After"]) > 0
    assert 'lang="ar" dir="rtl"' in answers[-1].content.decode()
