"""A form of the back office that comes without a session, or with a token of the one before: nothing typed is lost."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from articles.models import Article
from tests import factories
from tests.admin.forms import add_url, as_filled, change_url, move_url

pytestmark = pytest.mark.django_db

OURS = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}


class Form(HTMLParser):
    """The form that a browser would find on the page."""

    def __init__(self, answer):
        super().__init__()
        self.action, self.sent = None, {}
        self.feed(answer.content.decode())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and attrs.get("method") == "post":
            self.action = attrs["action"]
        if tag == "input" and attrs.get("type") == "hidden":
            self.sent.setdefault(attrs["name"], []).append(attrs["value"])


@pytest.fixture
def strict():
    """A browser: its tokens are checked."""
    return Client(enforce_csrf_checks=True, headers=OURS)


def sign_in(client, user) -> None:
    client.get("/accounts/login/")
    token = client.cookies["csrftoken"].value
    sent = {"login": user.username, "password": "password", "csrfmiddlewaretoken": token}
    assert client.post("/accounts/login/", sent).status_code == 302


def token_of(client, address) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(address).content.decode())[1]


def test_what_was_typed_comes_back_and_is_sent_again_after_signing_in(strict, editor, caplog):
    article = factories.draft(editor)
    writers = [factories.author().pk, factories.author().pk]
    sign_in(strict, editor)
    typed = as_filled(
        article,
        title='عنوان "بمزدوجتين" & <b>',
        body="<p>سطر\r\nوسطر</p>",
        writers=writers,
        tags=["ماء،", "نار،"],
    )
    token = token_of(strict, change_url(article))
    Session.objects.all().delete()
    address = f"{change_url(article)}?_changelist_filters=kind%3Dnews"
    answer = strict.post(address, typed | {"csrfmiddlewaretoken": token, "_continue": "1"})
    assert answer.status_code == 403
    assert answer["Cache-Control"].startswith("private")
    assert "no-store" in answer["Cache-Control"]
    assert f"refused: POST {change_url(article)} by=None" in caplog.text
    page = answer.content.decode()
    assert not re.search(r"<script(?! src=)|\son\w+=", page)
    assert re.search(r'href="/accounts/login/"\s+target="_blank"', page)
    kept = Form(answer)
    assert kept.action == address
    assert kept.sent["title"] == [typed["title"]]
    assert kept.sent["body"] == [typed["body"]]
    assert kept.sent["writers"] == [str(writer) for writer in writers]
    assert kept.sent["tags"] == typed["tags"]
    assert kept.sent["_continue"] == ["1"]
    assert Article.objects.get().working_revision_id == article.working_revision_id

    # Signing in changes the token: without scripts the same page once more, with the new one.
    sign_in(strict, editor)
    again = strict.post(kept.action, kept.sent)
    assert again.status_code == 403
    assert "/accounts/login/" not in again.content.decode()
    kept_again = Form(again)
    assert kept_again.sent["csrfmiddlewaretoken"] != kept.sent["csrfmiddlewaretoken"]
    last = strict.post(kept_again.action, kept_again.sent)
    assert last.status_code == 302
    article.refresh_from_db()
    said = article.working_revision.content
    assert (said.title, [author for author, _ in said.bylines]) == (typed["title"], writers)
    assert len(said.tags) == 2


def test_a_new_text_is_kept_too(strict, contributor):
    sign_in(strict, contributor)
    token = token_of(strict, add_url())
    Session.objects.all().delete()
    answer = strict.post(add_url(), {"csrfmiddlewaretoken": token, "title": "عنوان", "body": "<p>متن</p>"})
    assert Form(answer).sent["body"] == ["<p>متن</p>"]
    assert not Article.objects.exists()


def test_a_reason_typed_beside_a_button_is_kept(client, editor):
    article = factories.draft(editor)
    sent = {"move": "send_back", "revision": article.working_revision_id, "note": "أعد كتابة الفقرة الأولى"}
    answer = client.post(move_url(article), sent, headers=OURS)
    assert Form(answer).sent["note"] == [sent["note"]]
    assert not article.log.exists()


def test_passwords_and_files_are_not_kept_and_this_is_said(client):
    sent = {
        "csrfmiddlewaretoken": "x" * 32,
        "username": "dana",
        "usable_password": "true",
        "password1": "secret words",
        "password2": "secret words",
    }
    answer = client.post("/admin/accounts/user/add/", sent, headers=OURS)
    page = answer.content.decode()
    assert "secret words" not in page
    kept = Form(answer).sent
    assert kept.keys() == {"csrfmiddlewaretoken", "username", "usable_password"}
    assert kept["csrfmiddlewaretoken"] != ["x" * 32]
    assert answer.context["not_kept"] == ["password1", "password2"]


STRANGERS = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://other.localhost"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
]


@pytest.mark.parametrize("headers", STRANGERS)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_strangers_form_is_never_filled_in(editor, headers, signed_in, caplog):
    client = Client(enforce_csrf_checks=True)
    if signed_in:
        sign_in(client, editor)
    answer = client.post(add_url(), {"title": "كلام الغريب"}, headers=headers)
    assert answer.status_code == 403
    assert "كلام الغريب" not in answer.content.decode()
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "form refused" in caplog.text
    assert not Article.objects.exists()


@pytest.mark.parametrize("headers", STRANGERS)
def test_a_stranger_with_a_token_and_no_session_gets_the_sign_in_page_as_ever(headers):
    client = Client()
    answer = client.post(add_url(), {"title": "كلام الغريب", "deck": ""}, headers=headers)
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


def test_other_forms_than_those_of_the_back_office_are_not_filled_in(strict):
    answer = strict.post("/accounts/login/", {"login": "كلمات"})
    assert answer.status_code == 403
    assert "كلمات" not in answer.content.decode()


def test_a_script_gets_no_copy_of_what_it_sent(client):
    headers = OURS | {"Sec-Fetch-Mode": "cors"}
    answer = client.post(add_url(), {"title": "كلمات", "deck": ""}, headers=headers)
    assert answer.status_code == 403
    assert "كلمات" not in answer.content.decode()


@pytest.mark.parametrize("token", [True, False])
def test_what_is_too_large_is_said_to_be(strict, editor, settings, token):
    sign_in(strict, editor)
    sent = {"csrfmiddlewaretoken": token_of(strict, add_url())} if token else {}
    Session.objects.all().delete()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    if not token:
        del strict.cookies["csrftoken"]
    assert strict.post(add_url(), sent | {"body": "م" * 2000}).status_code == 413


def test_signing_out_twice_is_calm(client):
    answer = client.post("/admin/logout/", {"csrfmiddlewaretoken": "x"}, headers=OURS)
    assert (answer.status_code, answer.url) == (302, "/admin/")


def test_who_has_no_desk_is_not_asked_to_sign_in_again(client, outsider):
    client.force_login(outsider)
    answer = client.post(add_url(), {"title": "عنوان", "deck": ""}, headers=OURS)
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 403
