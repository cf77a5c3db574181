"""Previews in the back office: saved and unsaved, in every mode, for those who may see the text; nothing is stored."""

import logging
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from articles.admin.previews import Mode
from articles.models import Article, Correction, Payload, PreviewLink, Revision, Tag, TransitionLog
from tests.admin.forms import as_filled, change_url
from tests.factories import article, draft, image, section

pytestmark = pytest.mark.django_db


def url(name: str, text, *more) -> str:
    return reverse(f"admin:articles_article_{name}", args=[text.pk, *more])


@pytest.fixture
def text(contributor):
    return draft(contributor, title="درب الجوز", deck="تحقيق في جزء واحد", body="<p>أمضت الصحيفة شهرًا.</p>")


# What is saved


@pytest.mark.parametrize("mode", Mode.values)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_mode_is_a_link_and_shows_the_text(client, contributor, text, mode, theme):
    client.force_login(contributor)
    response = client.get(url("preview", text), {"as": mode, "theme": theme})
    html = response.content.decode()
    assert response.status_code == 200
    for other in Mode.values:
        assert f"as={other}" in unescape(html)
    if mode in ("card", "result"):
        assert "تحقيق في جزء واحد" in html
        assert "iframe" not in html
    else:
        [frame] = re.findall(r'<iframe[^>]* src="([^"]*)"', html)
        page = client.get(unescape(frame))
        assert "أمضت الصحيفة شهرًا." in page.content.decode()
        assert f'data-theme="{theme}"' in page.content.decode()


def test_only_the_page_in_the_frame_may_be_framed_and_only_by_us(client, contributor, text):
    client.force_login(contributor)
    page = client.get(url("proof", text))
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    around = client.get(url("preview", text))
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    for response in (around, client.get(change_url(text)), client.get("/")):
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
    assert "frame-src" not in client.get(change_url(text))["Content-Security-Policy"]


def test_links_on_the_page_in_the_frame_lead_nowhere(client, contributor, text):
    client.force_login(contributor)
    assert '<base target="_blank">' in client.get(url("proof", text)).content.decode()
    sandbox = re.search(r'sandbox="([^"]*)"', client.get(url("preview", text)).content.decode())[1]
    assert {"allow-popups", "allow-top-navigation", "allow-forms"} & set(sandbox.split()) == set()


def test_an_older_revision_is_shown_when_asked_for(client, contributor, text):
    older = text.working_revision
    newer = Payload.from_json(older.payload | {"body": "<p>غيره.</p>"})
    text.save_revision(newer, base=older.pk, by=contributor)
    client.force_login(contributor)
    assert "غيره." in client.get(url("proof", text)).content.decode()
    assert "أمضت" in client.get(url("proof", text), {"revision": older.pk}).content.decode()
    assert f"revision={older.pk}" in client.get(url("preview", text), {"revision": older.pk}).content.decode()


@pytest.mark.parametrize("name", ["preview", "proof"])
@pytest.mark.parametrize("asked", ["other", "x", "9" * 30, "-1", "\N{ARABIC-INDIC DIGIT ONE}"])
def test_no_revision_of_another_text_is_shown(client, contributor, editor, text, name, asked):
    other = draft(editor).working_revision_id
    client.force_login(contributor)
    assert client.get(url(name, text), {"revision": other if asked == "other" else asked}).status_code == 404


@pytest.mark.parametrize("name", ["preview", "proof", "links", "correct"])
def test_who_may_not_see_the_text_sees_no_preview_of_it(
    client, contributor, editor, outsider, admin_user, name
):
    hidden = draft(editor, title="سرّ المحرّر")
    for person in (contributor, admin_user):
        client.force_login(person)
        response = client.get(url(name, hidden))
        assert response.status_code == 403
        assert "سرّ المحرّر" not in response.content.decode()
    for person in (outsider, None):
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(url(name, hidden)).status_code in (302, 403)


def test_to_look_writes_nothing(client, contributor, text):
    client.force_login(contributor)
    # A session's first page is written down.
    client.get(reverse("admin:index"))
    for name in ("preview", "proof", "links"):
        with CaptureQueriesContext(connection) as made:
            client.get(url(name, text))
        sql = [query["sql"].lstrip().upper() for query in made]
        assert [line for line in sql if line.startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_the_paper_speaks_arabic_to_an_editor_who_reads_english(client, contributor, text):
    contributor.language = "en"
    contributor.save()
    client.force_login(contributor)
    assert "الرئيسية" in client.get(url("proof", text)).content.decode()


# What is only typed


def typed_url(text=None) -> str:
    return url("preview_typed", text) if text else reverse("admin:articles_article_preview_new")


def test_a_typed_text_is_shown_in_every_mode_and_stored_nowhere(client, contributor, text):
    client.force_login(contributor)
    before = Revision.objects.count()
    sent = as_filled(
        text, title="عنوان لم يُحفظ", body='<p>متن <b onclick="x()">جديد</b>.</p>', tags=["وسم لم يوجد,"]
    )
    for mode in Mode.values:
        html = client.post(typed_url(text), sent | {"as": mode}).content.decode()
        assert "عنوان لم يُحفظ" in html
    page = unescape(re.search(r'srcdoc="([^"]*)"', client.post(typed_url(text), sent).content.decode())[1])
    assert "جديد" in page
    assert "onclick" not in page
    assert "وسم لم يوجد" in page
    text.refresh_from_db()
    assert text.title == "درب الجوز"
    assert (Revision.objects.count(), Tag.objects.count()) == (before, 0)


def test_the_switch_sends_everything_typed_again_and_the_button_pressed_counts(client, contributor, text):
    client.force_login(contributor)
    sent = as_filled(text, title='عنوان & "لم" يُحفظ', sections=[section().pk, section().pk])
    html = client.post(typed_url(text), sent | {"as": ["tablet", "card"], "theme": "dark"}).content.decode()
    assert "preview--card preview--dark" in html
    fields = [
        (unescape(name), unescape(value))
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html)
    ]
    again = {}
    for name, value in fields:
        again.setdefault(name, []).append(value)
    assert again["title"] == ['عنوان & "لم" يُحفظ']
    assert again["sections"] == [str(pk) for pk in sent["sections"]]
    assert again["as"] == ["card"]
    assert client.post(typed_url(text), again).status_code == 200


def test_a_new_text_is_shown_before_there_is_one(client, contributor):
    client.force_login(contributor)
    html = client.post(
        typed_url(), {"title": "أوّل عنوان", "kind": "news", "image": image().pk}
    ).content.decode()
    assert "أوّل عنوان" in html
    assert "srcdoc" in html
    assert not Article.objects.exists()


def test_a_text_that_cannot_be_shown_says_what_to_mend(client, contributor, text):
    client.force_login(contributor)
    html = client.post(typed_url(text), as_filled(text, title="")).content.decode()
    assert "errorlist" in html
    assert "العنوان" in html
    link = as_filled(text, body='<p><a href="javascript:alert(1)">هنا</a></p>')
    html = client.post(typed_url(text), link).content.decode()
    assert "srcdoc" not in html
    assert "errorlist" in html


def test_typed_text_is_taken_only_by_post_and_only_from_those_who_may(
    client, contributor, editor, admin_user, caplog
):
    hidden = draft(editor)
    client.force_login(contributor)
    assert client.get(typed_url()).status_code == 405
    assert client.get(typed_url(hidden)).status_code == 405
    assert client.post(typed_url(hidden), {"title": "x", "kind": "news"}).status_code == 403
    client.force_login(admin_user)
    with caplog.at_level(logging.WARNING, "maseer.newsroom"):
        assert client.post(typed_url(), {"title": "x", "kind": "news"}).status_code == 403
    assert f"refused: preview_new by={admin_user.pk}" in caplog.text


def test_the_form_has_a_button_that_opens_the_preview_in_another_tab(client, contributor, text):
    client.force_login(contributor)
    for address, preview in (
        (change_url(text), typed_url(text)),
        (reverse("admin:articles_article_add"), typed_url()),
    ):
        assert f'formaction="{preview}" formtarget="_blank"' in client.get(address).content.decode()
    text.apply("submit", by=contributor)
    html = client.get(change_url(text)).content.decode()
    assert "formaction" not in html
    assert url("preview", text) in html


# Links


def test_a_link_is_made_shown_and_revoked(client, contributor, text):
    client.force_login(contributor)
    client.post(url("links", text), {"recipient": "المحامي", "days": 3})
    link = PreviewLink.objects.get()
    for address in (change_url(text), url("links", text)):
        html = client.get(address).content.decode()
        assert link.address in html
        assert "المحامي" in html
    client.get(link.get_absolute_url(), headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})
    assert "Firefox" in client.get(url("links", text)).content.decode()
    assert client.get(url("revoke_link", text, link.pk)).status_code == 405
    client.post(url("revoke_link", text, link.pk))
    assert link.address not in client.get(url("links", text)).content.decode()
    link.refresh_from_db()
    assert link.is_over()


def test_bad_input_for_a_link_is_kept_and_makes_none(client, contributor, text):
    client.force_login(contributor)
    html = client.post(url("links", text), {"recipient": "المحامي " * 30, "days": 5}).content.decode()
    assert "المحامي المحامي" in html
    assert html.count("errorlist") == 2
    assert not PreviewLink.objects.exists()


def test_who_may_only_look_is_shown_no_link_and_makes_none(client, contributor, editor, text):
    PreviewLink.objects.make(text, "المحامي", 3, by=contributor)
    text.apply("submit", by=contributor)
    client.force_login(contributor)
    token = PreviewLink.objects.get().token
    for address in (change_url(text), url("links", text)):
        assert token not in client.get(address).content.decode()
    assert client.post(url("links", text), {"recipient": "x", "days": 3}).status_code == 403
    assert client.post(url("revoke_link", text, PreviewLink.objects.get().pk)).status_code == 403
    assert not PreviewLink.objects.get().is_over()


def test_no_link_of_another_text_is_revoked(client, contributor, editor, text):
    other = PreviewLink.objects.make(draft(editor), "x", 3, by=editor)
    client.force_login(contributor)
    assert client.post(url("revoke_link", text, other.pk)).status_code == 404
    other.refresh_from_db()
    assert not other.is_over()


# Corrections


def test_a_correction_is_shown_first_and_said_when_confirmed(client, managing_editor):
    public = article()
    client.force_login(managing_editor)
    said = {"kind": "correction", "text": "الصواب <94>."}
    html = client.post(url("correct", public), said).content.decode()
    assert "الصواب &lt;94&gt;." in html
    assert not Correction.objects.exists()
    response = client.post(url("correct", public), said | {"confirmed": "1"})
    assert response["Location"] == change_url(public)
    assert public.corrections.get().text == "الصواب <94>."
    assert "الصواب &lt;94&gt;." in client.get(change_url(public)).content.decode()


def test_a_correction_is_reworded(client, managing_editor):
    public = article()
    made = public.correct("update", "أوّل.", by=managing_editor)
    client.force_login(managing_editor)
    assert "أوّل." in client.get(url("reword", public, made.pk)).content.decode()
    client.post(url("reword", public, made.pk), {"text": "ثانٍ.", "confirmed": "1", "kind": "correction"})
    made.refresh_from_db()
    assert (made.text, made.kind) == ("ثانٍ.", "update")
    assert client.get(url("reword", article(), made.pk)).status_code == 404


def test_bad_input_for_a_correction_is_kept(client, managing_editor):
    public = article()
    client.force_login(managing_editor)
    for said in ({"kind": "correction", "text": "ط" * 1001}, {"kind": "apology", "text": "ط" * 20}):
        html = client.post(url("correct", public), said | {"confirmed": "1"}).content.decode()
        assert "ط" * 20 in html
        assert "errorlist" in html
    assert not Correction.objects.exists()


def test_an_editor_who_may_not_correct_gets_no_form_and_is_refused(client, editor, caplog):
    public = article()
    client.force_login(editor)
    assert url("correct", public) not in client.get(change_url(public)).content.decode()
    with caplog.at_level(logging.WARNING, "maseer.newsroom"):
        assert (
            client.post(url("correct", public), {"kind": "update", "text": "x", "confirmed": 1}).status_code
            == 403
        )
    assert f"refused: correct article={public.pk} by={editor.pk}" in caplog.text
    assert not Correction.objects.exists()
    assert not public.log.filter(transition=TransitionLog.CORRECTION).exists()


def test_what_is_not_public_is_not_corrected(client, managing_editor):
    hidden = draft(managing_editor)
    client.force_login(managing_editor)
    response = client.post(
        url("correct", hidden), {"kind": "update", "text": "x", "confirmed": 1}, follow=True
    )
    assert gettext("Only a text that readers have can be corrected in public.") in response.content.decode()
    assert not Correction.objects.exists()
