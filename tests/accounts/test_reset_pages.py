"""The pages of a new password. What is counted, mailed and answered is in test_reset.py."""

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.test import Client

from maseer.models import QueuedMail
from tests import factories

pytestmark = pytest.mark.django_db

NEW = {"password1": "نهر طويل هادئ", "password2": "نهر طويل هادئ"}


@pytest.fixture
def owner():
    return factories.user("owner", email="owner@example.org")


def link(owner) -> str:
    return f"/accounts/password/reset/key/{user_pk_to_url_str(owner)}-{default_token_generator.make_token(owner)}/"


def form_of(client, owner) -> str:
    return client.get(link(owner)).url


@pytest.mark.parametrize("address", ["x-y", "1-set-password", "1-abc-def", "zzzzzzzzzzzzzz-abc-def"])
def test_a_link_that_opens_nothing_leads_to_a_new_one(client, address):
    for answer in (
        client.get(f"/accounts/password/reset/key/{address}/"),
        client.post(f"/accounts/password/reset/key/{address}/", NEW),
    ):
        page = answer.content.decode()
        assert answer.status_code == 200
        assert 'href="/accounts/password/reset/"' in page
        assert 'name="password1"' not in page


def test_a_used_link_says_so(client, owner):
    used = link(owner)
    client.post(client.get(used).url, NEW)
    assert 'name="password1"' not in Client().get(used).content.decode()


def test_opening_the_link_changes_nothing(client, owner, outsider):
    client.force_login(outsider)
    page = client.get(form_of(client, owner)).content.decode()
    assert page.count('autocomplete="new-password"') == 2
    assert client.get("/accounts/menu/").status_code == 200
    owner.refresh_from_db()
    assert owner.check_password("password")
    assert not owner.events.exists()


def test_whoever_was_signed_in_as_somebody_else_is_not_any_more_once_it_is_done(client, owner, outsider):
    client.force_login(outsider)
    answer = client.post(form_of(client, owner), NEW)
    assert (answer.status_code, answer.url) == (302, "/accounts/password/reset/key/done/")
    assert client.get("/accounts/menu/").status_code == 204
    outsider.refresh_from_db()
    assert outsider.check_password("password")


def test_all_sessions_of_the_owner_end_and_the_owner_is_told(client, owner):
    elsewhere = Client()
    elsewhere.force_login(owner)
    client.post(form_of(client, owner), NEW)
    assert elsewhere.get("/accounts/menu/").status_code == 204
    assert [event.kind for event in owner.events.all()] == ["password_reset"]
    mail = QueuedMail.objects.get()
    assert mail.to == owner.email
    assert "http://localhost:8000/accounts/" in mail.text
    assert "testserver" not in mail.text + mail.html
    page = client.get("/accounts/password/reset/key/done/").content.decode()
    assert 'href="/accounts/login/"' in page
    # The page says it; once is enough.
    assert 'role="status"' not in page


def test_two_that_differ_are_not_taken(client, owner):
    answer = client.post(form_of(client, owner), NEW | {"password2": "نهر قصير"})
    assert list(answer.context["form"].errors) == ["password2"]
    assert len(answer.context["form"].errors["password2"]) == 1
    owner.refresh_from_db()
    assert owner.check_password("password")
