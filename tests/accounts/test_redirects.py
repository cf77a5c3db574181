"""`next` leads to a page of this site and nowhere else, whoever reads it."""

from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from tests import factories
from tests.accounts.hostile import BREAKS, ELSEWHERE

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    reader = factories.user("reader", email="reader@example.org")
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)
    return reader


def signs_in(client, reader, asked, in_query):
    sent = {"login": "reader", "password": "password"}
    return _send(client, "/accounts/login/", sent, asked, in_query)


def is_signed_in_already(client, reader, asked, in_query):
    client.force_login(reader)
    return client.get("/accounts/login/", {"next": asked})


def signs_out(client, reader, asked, in_query):
    client.force_login(reader)
    return _send(client, "/accounts/logout/", {}, asked, in_query)


def signs_out_twice(client, reader, asked, in_query):
    return client.get("/accounts/logout/", {"next": asked})


def says_again_who_it_is(client, reader, asked, in_query):
    client.force_login(reader)
    return _send(client, "/accounts/reauthenticate/", {"password": "password"}, asked, in_query)


def registers_though_signed_in(client, reader, asked, in_query):
    client.force_login(reader)
    return client.get("/accounts/signup/", {"next": asked})


def comes_by_the_back_office(client, reader, asked, in_query):
    """Its own sign-in page passes on what it was asked for; the other one judges it."""
    User.objects.filter(pk=reader.pk).update(is_staff=True)
    to_the_door = client.get("/admin/login/", {"next": asked})
    assert urlsplit(to_the_door["Location"]).netloc == ""
    return client.post(to_the_door["Location"], {"login": "reader", "password": "password"})


def _send(client, address, sent, asked, in_query):
    if in_query:
        return client.post(address, sent, query_params={"next": asked})
    return client.post(address, sent | {"next": asked})


WAYS = [
    signs_in,
    is_signed_in_already,
    signs_out,
    signs_out_twice,
    says_again_who_it_is,
    registers_though_signed_in,
    comes_by_the_back_office,
]


@pytest.fixture(autouse=True)
def tries_without_number(settings, monkeypatch):
    """What is counted here is where they lead."""
    settings.READER_REGISTRATION = True
    settings.ACCOUNT_RATE_LIMITS = False


def leads_to(answer) -> str:
    """The host where a browser would land: it takes backslashes for slashes and drops tabs and line breaks."""
    to = answer["Location"].strip("\x00 \t\r\n").translate({9: None, 10: None, 13: None}).replace("\\", "/")
    return urlsplit(urljoin("http://testserver/accounts/x/", to)).netloc


@pytest.mark.parametrize("way", WAYS)
def test_no_next_leads_off_the_site(way, reader):
    wrong = []
    # All views ask one function: the first tries everything, the others every sixth.
    for number, asked in enumerate(
        ELSEWHERE if way is is_signed_in_already else ELSEWHERE[WAYS.index(way) :: 6]
    ):
        answer = way(Client(), reader, asked, in_query=number % 2)
        assert answer.status_code == 302, asked
        if leads_to(answer) != "testserver":
            wrong.append((asked, answer["Location"]))
    assert wrong == []
    assert len(ELSEWHERE) > 100


@pytest.mark.parametrize("way", WAYS)
def test_no_next_adds_a_header(way, reader):
    for asked in BREAKS if way is is_signed_in_already else BREAKS[WAYS.index(way) :: 6]:
        answer = way(Client(), reader, asked, in_query=True)
        assert answer.status_code in {302, 400}, asked
        assert "taken" not in answer.cookies
        assert len(answer.serialize_headers().split(b"\r\n")) == len(answer.items())
        assert leads_to(answer) == "testserver"


@pytest.mark.parametrize("way", WAYS)
def test_a_page_of_the_site_is_where_one_lands(way, reader):
    for asked in (
        "/about/",
        "/search/?q=%D9%85%D8%A7%D8%A1&before=3",
        "/12/%D8%AE%D8%A8%D8%B1/",
        "http://testserver/about/",
    ):
        assert way(Client(), reader, asked, in_query=True)["Location"] == asked


def test_nor_does_the_page_one_comes_from_lead_off_the_site(client):
    for came_from in (
        "https://evil.example/",
        "http://testserver.evil.example/about/",
        "//evil.example",
        "javascript:1",
    ):
        page = client.get("/accounts/login/", headers={"Referer": came_from}).content.decode()
        assert 'name="next"' not in page
    page = client.get(
        "/accounts/login/", headers={"Referer": "http://testserver/search/?q=a&b=c"}
    ).content.decode()
    assert 'name="next" value="/search/?q=a&amp;b=c"' in page
    # From the pages of signing in, back to them would be no way on.
    page = client.get("/accounts/login/", headers={"Referer": "http://testserver/accounts/password/reset/"})
    assert 'name="next"' not in page.content.decode()


def test_a_next_is_written_on_the_page_as_text(client):
    page = client.get("/accounts/login/", {"next": '"><script>1</script>'}).content.decode()
    assert "<script>1" not in page
