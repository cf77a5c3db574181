"""Browsers in which somebody sits signed in, and the page that lists them."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

PASSWORD = "password"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


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
