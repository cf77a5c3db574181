"""The paper's own error pages: in Arabic, with a way on, and without the database."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.test.client import RequestFactory

from maseer import errors
from maseer.lib.throttle import TooMany

REQUEST = RequestFactory().get("/")


def answers():
    middleware = errors.ErrorPages(lambda request: None)
    return {
        400: errors.bad_request(REQUEST, SuspiciousOperation()),
        403: errors.forbidden(REQUEST, PermissionDenied()),
        404: errors.not_found(REQUEST),
        413: middleware.process_exception(REQUEST, RequestDataTooBig()),
        429: middleware.process_exception(REQUEST, TooMany(wait=121)),
        500: errors.server_error(REQUEST),
        503: middleware.process_exception(REQUEST, OperationalError()),
    }


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_an_error_page_needs_no_database(status):
    """Not marked django_db: a query would fail the test."""
    response = answers()[status]
    html = response.content.decode()
    assert response.status_code == status
    assert 'lang="ar" dir="rtl"' in html
    assert html.count("<h1") == 1
    assert 'href="/"' in html
    assert "{%" not in html


def test_too_many_and_unavailable_say_when_to_come_back():
    assert answers()[429]["Retry-After"] == "121"
    assert "3" in answers()[429].content.decode()
    assert answers()[503]["Retry-After"] == "30"


def test_other_exceptions_are_left_to_rise():
    assert errors.ErrorPages(None).process_exception(REQUEST, ValueError()) is None


@pytest.fixture
def database_away(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/", "/nowhere/", "/?p=5"])
def test_a_database_that_is_away_is_unavailable_wherever_it_is_noticed(address, database_away):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "x" * 32
    response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "30")


@pytest.mark.django_db
def test_another_mistake_in_middleware_is_still_a_mistake(monkeypatch):
    def fail(request):
        raise ValueError

    monkeypatch.setattr("pages.middleware.requested_path", fail)
    assert Client(raise_request_exception=False).get("/nowhere/").status_code == 500


@pytest.mark.django_db
def test_a_stale_form_says_so():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert response["Cache-Control"].startswith("private")


@pytest.mark.django_db
def test_another_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
