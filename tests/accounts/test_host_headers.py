"""Whatever a visitor says the site is called: no page, link, redirect or mail carries that name."""

import re
import socket
from urllib.parse import urlencode

import pytest

from accounts import tasks
from accounts.models import ResetRequest
from accounts.roles import Role
from articles.workflow import Stage
from maseer.models import QueuedMail, Throttle
from tests.factories import article, user

FOREIGN = "evil.example"
HOST = "Host: localhost"

# Name -> lines of the head; a first one with a scheme takes the place of the path's beginning.
TRICKS = {
    "another host": [f"Host: {FOREIGN}"],
    "another host with a port": [f"Host: {FOREIGN}:80"],
    "ours as its beginning": [f"Host: localhost.{FOREIGN}"],
    "ours as its end": [f"Host: {FOREIGN}.localhost"],
    "ours as a user": [f"Host: localhost@{FOREIGN}"],
    "ours as a user with a port": [f"Host: localhost:80@{FOREIGN}"],
    "in the port": [f"Host: localhost:{FOREIGN}"],
    "a list": [f"Host: localhost, {FOREIGN}"],
    "after a space": [f"Host: localhost {FOREIGN}"],
    "behind a hash": [f"Host: localhost#{FOREIGN}"],
    "behind a slash": [f"Host: localhost/{FOREIGN}"],
    "behind a zero": [f"Host: localhost%00.{FOREIGN}"],
    "with a tab": [f"Host: localhost\t.{FOREIGN}"],
    "two, theirs first": [f"Host: {FOREIGN}", HOST],
    "two, ours first": [HOST, f"Host: {FOREIGN}"],
    "on a folded line": [HOST, f" {FOREIGN}"],
    "in the first line": [f"http://{FOREIGN}", HOST],
    "in the first line, ours as host of it": [f"http://localhost@{FOREIGN}", HOST],
    "forwarded host": [HOST, f"X-Forwarded-Host: {FOREIGN}"],
    "forwarded, by its standard": [HOST, f"Forwarded: for=1.1.1.1;host={FOREIGN};proto=https"],
    "forwarded server": [HOST, f"X-Forwarded-Server: {FOREIGN}", f"X-Original-Host: {FOREIGN}"],
    "forwarded with https": [HOST, f"X-Forwarded-Host: {FOREIGN}", "X-Forwarded-Proto: https"],
    "with underscores": [HOST, f"HTTP_HOST: {FOREIGN}", f"X_Forwarded_Host: {FOREIGN}"],
    "overridden": [HOST, f"X-Host: {FOREIGN}", f"X-HTTP-Host-Override: {FOREIGN}", f"X-Real-Host: {FOREIGN}"],
    "rewritten": [HOST, f"X-Original-URL: http://{FOREIGN}/", f"X-Rewrite-URL: //{FOREIGN}/"],
    "below a prefix": [HOST, f"X-Forwarded-Prefix: //{FOREIGN}", f"X-Script-Name: //{FOREIGN}"],
    "as origin": [HOST, f"Origin: http://{FOREIGN}"],
    "as referer": [HOST, f"Referer: http://{FOREIGN}/accounts/login/"],
}


def say(server, method: str, path: str, lines: list[str], body: str = "") -> str:
    before = ""
    if "://" in lines[0].partition(" ")[0]:
        before, *lines = lines
    form = ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"] if body else []
    head = [f"{method} {before}{path} HTTP/1.1", *lines, *form, "Connection: close", "", body]
    with socket.create_connection((server.thread.host, server.thread.port), timeout=10) as line:
        line.sendall("\r\n".join(head).encode())
        return b"".join(iter(lambda: line.recv(65536), b"")).decode(errors="replace")


def cookies_of(answer: str) -> str:
    return "Cookie: " + "; ".join(re.findall(r"(?im)^set-cookie: ([^;]+)", answer))


def form(server, path: str, typed: dict) -> tuple[list[str], str]:
    """What a browser has and sends that has opened the form."""
    page = say(server, "GET", path, [HOST])
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    return [cookies_of(page)], urlencode({**typed, "csrfmiddlewaretoken": token})


@pytest.fixture
def paper(transactional_db, settings):
    settings.REDIS_URL = ""  # limits in the table, which the test empties
    user("owner", Role.CONTRIBUTOR, email="owner@paper.example")
    return article(stage=Stage.APPROVED)


@pytest.mark.django_db(transaction=True)
def test_no_answer_and_no_mail_carries_a_name_that_a_visitor_made_up(live_server, paper):
    pages = ["/", "/accounts/login/", "/nowhere/", f"/{paper.pk}/", paper.get_absolute_url()]
    reset, sign_in = "/accounts/password/reset/", "/accounts/login/"
    asked = form(live_server, reset, {"login": "owner"})
    signing_in = form(live_server, sign_in, {"login": "owner", "password": "password"})
    wrong, mails = [], 0
    assert len(TRICKS) >= 25
    for name, lines in TRICKS.items():
        answers = {page: say(live_server, "GET", page, lines) for page in pages}
        for path, (cookies, body) in {reset: asked, sign_in: signing_in}.items():
            answers[f"POST {path}"] = say(live_server, "POST", path, [*lines, *cookies], body)
        wrong += [f"{name}: {page}" for page, answer in answers.items() if FOREIGN in answer]
        wrong += [f"{name}: {page} failed" for page, answer in answers.items() if " 500 " in answer[:20]]
        # Which of them is taken for a request at all is the server's business.
        asking = ResetRequest.objects.exists()
        tasks.answer_resets()
        sent = QueuedMail.objects.filter(text__contains="/password/reset/key/")
        wrong += [
            f"{name}: mail" for mail in sent if FOREIGN in f"{mail.subject}{mail.text}{mail.html}{mail.to}"
        ]
        assert sent.count() == asking
        mails += sent.count()
        QueuedMail.objects.all().delete()
        Throttle.objects.all().delete()
        # Nor is anything kept for those who come after.
        wrong += [
            f"{name}: {page} kept" for page in pages if FOREIGN in say(live_server, "GET", page, [HOST])
        ]
    assert wrong == []
    assert mails >= 8


@pytest.mark.django_db(transaction=True)
def test_links_in_mails_carry_the_configured_address(live_server, paper, settings):
    settings.SITE_URL = "https://news.example"
    cookies, body = form(live_server, "/accounts/password/reset/", {"login": "owner"})
    say(live_server, "POST", "/accounts/password/reset/", [HOST, *cookies], body)
    tasks.answer_resets()
    mail = QueuedMail.objects.get()
    for text in (mail.text, mail.html):
        assert "https://news.example/accounts/password/reset/key/" in text
        assert "localhost" not in text
