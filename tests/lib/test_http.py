import pytest
from django.test.client import RequestFactory

from maseer.lib.http import absolute_url, client_address, is_from_here


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


def test_addresses_come_from_the_settings(settings):
    settings.SITE_URL = "https://news.example"
    assert absolute_url("/5/") == "https://news.example/5/"
