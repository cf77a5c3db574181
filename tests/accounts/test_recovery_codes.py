"""Recovery codes: each once, in the place of a lost telephone."""

import pytest
from django.test import Client

from accounts.models import AccountEvent
from tests.accounts.factors import AUTHENTICATE, app_of, password, recovery_codes_of, signed_in

pytestmark = pytest.mark.django_db

CODES = "/accounts/2fa/recovery-codes/"


@pytest.fixture
def codes(editor):
    app_of(editor)
    return recovery_codes_of(editor)


def open_with(account, typed) -> bool:
    client = Client()
    password(client, account)
    client.post(AUTHENTICATE, {"code": typed})
    return signed_in(client)


@pytest.fixture
def owner(editor, codes, client):
    client.force_login(editor)
    client.post("/accounts/reauthenticate/", {"password": "password"})
    return client


def test_each_opens_once(editor, codes):
    assert len(codes) == len(set(codes)) == 10
    assert open_with(editor, codes[0])
    assert not open_with(editor, codes[0])
    assert open_with(editor, codes[1])


def test_they_are_taken_as_they_are_printed_and_in_arabic_digits(editor, codes):
    assert open_with(editor, f"{codes[0][:4]} {codes[0][4:]}")
    assert open_with(editor, codes[1].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))


def test_the_page_and_the_file_have_those_that_are_left(editor, codes, owner):
    open_with(editor, codes[3])
    for answer in (owner.get(CODES), owner.get(f"{CODES}download/")):
        text = answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        for number, one in enumerate(codes):
            assert (f"{one[:4]} {one[4:]}" in text) == (number != 3)
    assert answer["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert "editor" in text


def test_new_ones_end_the_old(editor, codes, owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert owner.post(f"{CODES}generate/").url == CODES
    assert not open_with(editor, codes[0])
    new = owner.get(CODES).context["unused_codes"]
    assert len(new) == 10
    assert set(new).isdisjoint(codes)
    assert open_with(editor, new[0])
    assert editor.events.filter(kind=AccountEvent.Kind.CODES_MADE).count() == 1


def test_there_are_none_without_a_second_factor(contributor, client):
    password(client, contributor)
    assert client.get(CODES).status_code == 404
    assert client.post(f"{CODES}generate/").status_code == 200
    assert not contributor.authenticator_set.exists()
