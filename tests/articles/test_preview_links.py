"""Links to a text for people without an account: they end, they are kept secret, and each opening is noted."""

import logging
import time
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import views
from articles.models import Article, Payload, PreviewLink, PreviewOpening, TransitionLog
from articles.workflow import Status
from maseer.models import Invalidation
from tests.factories import article, draft, section

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WORD = "كناري"


@pytest.fixture
def reader(client):
    client.defaults["HTTP_USER_AGENT"] = BROWSER
    return client


@pytest.fixture
def text(contributor):
    return draft(contributor, title=f"{WORD} في الحقل", deck=WORD, body=f"<p>{WORD} يغنّي.</p>")


@pytest.fixture
def link(text, contributor):
    return PreviewLink.objects.make(text, "المحامي", 3, by=contributor)


# Making and ending one


def test_its_writer_makes_one_for_the_text_as_it_is_now_and_the_log_says_for_whom(text, contributor):
    made = PreviewLink.objects.make(text, "  المحامي ", 3, by=contributor)
    made.refresh_from_db()
    assert (made.revision, made.recipient, made.made_by) == (text.working_revision, "المحامي", contributor)
    assert abs(made.expires_at - timezone.now() - timedelta(days=3)) < timedelta(minutes=1)
    assert len(made.token) >= 43
    entry = text.log.first()
    assert (entry.transition, entry.by, entry.revision) == (
        TransitionLog.PREVIEW_LINK,
        contributor,
        text.working_revision,
    )
    assert "المحامي" in entry.note
    assert made.token not in entry.note


@pytest.mark.parametrize(
    ("recipient", "days"), [("", 3), (" \u200b", 3), ("ع" * 101, 3), ("المحامي", 0), ("المحامي", 365)]
)
def test_bad_input_makes_none(text, contributor, recipient, days):
    with pytest.raises(ValidationError):
        PreviewLink.objects.make(text, recipient, days, by=contributor)
    assert not PreviewLink.objects.exists()
    assert not text.log.filter(transition=TransitionLog.PREVIEW_LINK).exists()


def test_a_writer_makes_none_of_a_text_that_was_handed_in_an_editor_does(text, contributor, editor, caplog):
    text.apply("submit", by=contributor)
    with caplog.at_level(logging.WARNING, "maseer.newsroom"), pytest.raises(PermissionDenied):
        PreviewLink.objects.make(text, "المحامي", 3, by=contributor)
    assert f"refused: preview link article={text.pk} by={contributor.pk}" in caplog.text
    assert PreviewLink.objects.make(text, "المحامي", 3, by=editor)


def test_an_editor_makes_none_outside_their_sections(editor, django_user_model, managing_editor):
    editor.sections.add(section("أخبار"))
    editor = django_user_model.objects.get(pk=editor.pk)
    other = draft(managing_editor)
    with pytest.raises(PermissionDenied):
        PreviewLink.objects.make(other, "المحامي", 3, by=editor)


def test_to_make_one_is_no_move_that_others_must_hear_of(text, contributor):
    before = text.last_move
    PreviewLink.objects.make(text, "المحامي", 3, by=contributor)
    assert Article.objects.get(pk=text.pk).last_move == before


def test_revoking_ends_it_at_once_and_is_logged_once(reader, link, text, contributor, outsider):
    with pytest.raises(PermissionDenied):
        link.revoke(by=outsider)
    assert reader.get(link.get_absolute_url()).status_code == 200
    link.revoke(by=contributor)
    at = link.revoked_at
    link.revoke(by=contributor)
    assert link.revoked_at == at
    assert text.log.filter(transition=TransitionLog.PREVIEW_REVOKED).count() == 1
    assert reader.get(link.get_absolute_url()).status_code == 404


# Following one


def test_it_shows_that_text_and_says_for_whom_and_until_when(reader, link):
    response = reader.get(link.get_absolute_url())
    html = response.content.decode()
    assert response.status_code == 200
    assert f"{WORD} يغنّي." in html
    assert "المحامي" in html
    assert "ribbon" in html
    assert not response.cookies


def test_it_is_kept_nowhere_and_tells_nobody_where_one_came_from(reader, link):
    Invalidation.objects.all().delete()
    response = reader.get(link.get_absolute_url())
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Frame-Options"] == "DENY"
    assert "ETag" not in response
    assert not hasattr(response, "cache_tags")
    html = response.content.decode()
    assert 'content="noindex, nofollow"' in html
    assert "og:" not in html
    assert link.token not in html
    assert WORD not in html.partition("</head>")[0]


def test_it_shows_the_revision_it_was_made_for(reader, link, text, contributor):
    text.save_revision(
        Payload.from_json(text.working_revision.payload | {"body": "<p>غيره.</p>"}),
        base=text.working_revision_id,
        by=contributor,
    )
    assert f"{WORD} يغنّي." in reader.get(link.get_absolute_url()).content.decode()


def test_an_opening_is_noted_with_its_browser(reader, link):
    reader.get(link.get_absolute_url())
    [opening] = link.openings.all()
    assert (opening.browser, opening.is_by_machine) == ("Firefox", False)
    reader.get(link.get_absolute_url(), headers={"User-Agent": "x" * 5000})
    assert len(link.openings.first().agent) == 200


@pytest.mark.parametrize(
    "agent",
    [
        "WhatsApp/2.23.20.0",
        "TelegramBot (like TwitterBot)",
        "facebookexternalhit/1.1",
        "Twitterbot/1.0",
        "Slackbot-LinkExpanding 1.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "",
    ],
)
def test_programs_that_make_cards_of_links_are_noted_and_get_nothing_of_the_text(reader, link, agent):
    response = reader.get(link.get_absolute_url(), headers={"User-Agent": agent})
    assert response.status_code == 200
    assert WORD not in response.content.decode()
    assert "المحامي" not in response.content.decode()
    assert link.openings.get().is_by_machine


def test_a_head_request_is_noted_as_one(reader, link):
    response = reader.head(link.get_absolute_url())
    assert (response.status_code, response.content) == (200, b"")
    [opening] = link.openings.all()
    assert opening.is_by_machine
    assert opening.browser == "HEAD"


# What ends one


@pytest.fixture
def unknown(reader):
    """The answer to a link that nobody made."""
    response = reader.get(f"/preview/{'x' * 43}/")
    assert response.status_code == 404
    return response.content


def expire(link):
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def revoke(link):
    PreviewLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())


def withdraw(link):
    Article.objects.filter(pk=link.article_id).update(status=Status.WITHDRAWN)


def archive(link):
    Article.objects.filter(pk=link.article_id).update(status=Status.ARCHIVED)


def delete(link):
    Article.objects.get(pk=link.article_id).delete()


@pytest.mark.parametrize("end", [expire, revoke, withdraw, archive, delete])
def test_whatever_ended_it_the_answer_is_that_of_a_link_nobody_made(reader, link, unknown, end):
    end(link)
    response = reader.get(link.get_absolute_url())
    assert (response.status_code, response.content) == (404, unknown)
    assert WORD not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not PreviewOpening.objects.exists()


def test_once_readers_have_that_text_it_leads_to_its_page(reader, managing_editor):
    public = article(title=WORD)
    link = PreviewLink.objects.make(public, "المحامي", 1, by=managing_editor)
    response = reader.get(link.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, public.get_absolute_url())
    assert response["Cache-Control"] == "private, no-store"
    assert not link.openings.exists()


def test_a_change_of_a_public_text_is_shown_until_readers_have_it(reader, managing_editor):
    public = article(title="قديم")
    public.save_revision(
        Payload.from_json(public.working_revision.payload | {"title": WORD}),
        base=public.working_revision_id,
        by=managing_editor,
    )
    link = PreviewLink.objects.make(public, "المحامي", 1, by=managing_editor)
    assert WORD in reader.get(link.get_absolute_url()).content.decode()


def test_links_are_not_guessed_by_trying_many(reader, monkeypatch):
    monkeypatch.setattr(views, "PREVIEWS_A_MINUTE", 3)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)  # a window that does not end meanwhile
    answers = [reader.get(f"/preview/{number}/").status_code for number in range(5)]
    assert answers == [404, 404, 404, 429, 429]


@pytest.mark.parametrize(
    "address", ["/preview/", "/preview/%00/", "/preview/a/b/", "/preview/" + "x" * 3000 + "/"]
)
def test_odd_addresses_lead_nowhere(reader, address):
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_link_is_for_reading(reader, link, method):
    assert getattr(reader, method)(link.get_absolute_url()).status_code == 405
    assert not link.openings.exists()


def test_no_title_and_no_page_of_the_paper_can_stand_in_its_way(reader, link):
    article(title="preview")
    assert "ribbon" in reader.get(link.get_absolute_url()).content.decode()
