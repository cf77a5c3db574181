"""Nothing tells a stranger whether there is an account: not the page, not its head, not a cookie, not the work done."""

import re

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from tests.factories import user

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"


def present(name):
    user(name, Role.CONTRIBUTOR)


def reader(name):
    user(name)


def suspended(name):
    user(name, Role.CONTRIBUTOR)
    User.objects.filter(username=name).update(is_active=False)


def without_password(name):
    user(name, Role.CONTRIBUTOR)
    account = User.objects.get(username=name)
    account.set_unusable_password()
    account.save()


def with_second_step(name):
    user(name, Role.ADMIN).authenticator_set.create(type="totp", data={})


KINDS = [present, reader, suspended, without_password, with_second_step]


def seen(name: str, password: str = "") -> tuple:
    """What a stranger sees, without what is new each time."""
    client = Client()
    answer = client.post(SIGN_IN, {"login": name, "password": password or "wrong"}, REMOTE_ADDR="192.0.2.10")
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', "", answer.content.decode()).replace(name, "")
    headers = {
        key: value for key, value in answer.headers.items() if key not in {"Expires", "Content-Length"}
    }
    return answer.status_code, page, headers, sorted(client.cookies)


@pytest.mark.parametrize("make", KINDS)
def test_a_wrong_password_is_answered_as_a_name_that_nobody_has(make):
    make("somebody")
    assert seen("somebody") == seen("nobody00")


@pytest.mark.parametrize("make", [suspended, without_password])
def test_so_is_the_right_one_of_an_account_that_is_shut(make):
    make("somebody")
    assert seen("somebody", "password") == seen("nobody00")


@pytest.mark.parametrize("make", KINDS)
def test_the_limit_is_told_alike(make):
    make("somebody")
    told = [[seen(name)[0] for _ in range(11)] for name in ("somebody", "nobody00")]
    assert told == [[200] * 10 + [429]] * 2


@pytest.mark.parametrize("make", KINDS)
def test_as_much_work_is_done(make, monkeypatch):
    hasher, hashed = get_hasher(), []
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *args: hashed.append(1) or encode(*args))
    make("somebody")
    seen("warm-up")
    work = []
    for name in ("somebody", "nobody00"):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            seen(name)
        statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
        work.append((len(hashed), statements))
    assert work[0] == work[1]
