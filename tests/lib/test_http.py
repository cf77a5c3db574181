import pytest
from django.test.client import RequestFactory

from maseer.lib.http import NOBODYS, absolute_url, client_address, is_from_here, network


def post(**headers):
    return RequestFactory().post(
        "/contact/", headers=headers, REMOTE_ADDR="10.0.0.9", HTTP_HOST="localhost:8000"
    )


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://localhost:8000"}, True),
        ({"Origin": "http://localhost:8000.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_only_our_own_pages_send_our_forms(headers, ours):
    assert is_from_here(post(**headers)) is ours


def test_without_a_proxy_forwarded_headers_are_the_visitors_word(settings):
    settings.BEHIND_PROXY = False
    assert client_address(post(**{"X-Forwarded-For": "1.1.1.1"})) == "10.0.0.9"


def test_behind_our_proxy_only_the_address_it_added_counts(settings):
    settings.BEHIND_PROXY = True
    assert client_address(post(**{"X-Forwarded-For": "1.1.1.1, 8.8.8.8"})) == "8.8.8.8"
    assert client_address(post()) == "10.0.0.9"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("192.0.2.7:4711", "192.0.2.7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("2001:DB8:0:0::7", "2001:db8::7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown", "10.0.0.9"),
        ("1.2.3.4' OR 1=1", "10.0.0.9"),
        ("1" * 5000, "10.0.0.9"),
        ("8.8.8.8,", "10.0.0.9"),
    ],
)
def test_an_address_is_always_one(settings, said, address):
    settings.BEHIND_PROXY = True
    assert client_address(post(**{"X-Forwarded-For": said})) == address


def test_where_nobody_says_who_it_is_all_are_one(settings):
    request = post()
    request.META["REMOTE_ADDR"] = ""
    assert client_address(request) == NOBODYS
    settings.BEHIND_PROXY = True
    assert client_address(request) == NOBODYS


@pytest.mark.parametrize(
    ("address", "of_it"), [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2::7", "2001:db8:1::/48")]
)
def test_a_network_is_the_beginning_of_an_address(address, of_it):
    assert network(address, ipv4=24, ipv6=48) == of_it


def test_addresses_come_from_the_settings(settings):
    settings.SITE_URL = "https://news.example"
    assert absolute_url("/5/") == "https://news.example/5/"
