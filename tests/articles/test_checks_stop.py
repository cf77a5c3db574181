"""What the checks stop, on which way out, and how strictly each paper has it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import CheckLevel, Level
from articles.models import checks as rules
from articles.models.payload import Kind
from articles.models.refusals import TransitionRefused
from articles.workflow import Stage, Status
from tests import factories
from tests.articles.whole import BODY, found, whole

pytestmark = pytest.mark.django_db


# Moves


def handed_in(by, **changes):
    text = factories.draft(by)
    text.save_revision(whole(**changes), base=text.working_revision_id, by=by)
    text.apply("submit", by=by)
    return text


def test_what_stops_a_text_stops_its_approval_and_says_why(contributor, editor, caplog):
    text = handed_in(contributor, bylines=(), kind=Kind.OPINION, source_url="https://example.com/")
    entries = text.log.count()
    with pytest.raises(TransitionRefused) as refusal:
        text.apply("approve", by=editor)
    text.refresh_from_db()
    assert (text.stage, text.approved_revision, text.log.count()) == (Stage.SUBMITTED, None, entries)
    article = factories.article(status=Status.UNPUBLISHED)
    expected = [f.message for f in rules.findings(article, text.working_revision.content) if f.stops]
    assert refusal.value.messages[1:] == expected
    assert len(expected) == 2
    assert f"refused: approve article={text.pk} by={editor.pk} (TransitionRefused)" in caplog.text


def test_what_was_approved_is_looked_at_again_before_it_is_published(contributor, editor, managing_editor):
    target = factories.article()
    text = handed_in(contributor, body=f'{BODY}<p><a href="/{target.pk}/">رابط</a></p>')
    text.apply("approve", by=editor)
    target.apply("withdraw", by=managing_editor, note="خطأ")
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor)
    text.refresh_from_db()
    assert (text.status, text.published_at) == (Status.UNPUBLISHED, None)


def test_what_only_warns_stops_nothing(contributor, editor, managing_editor):
    text = handed_in(contributor, deck="", tags=(), image=None)
    assert len(rules.findings(text, text.working_revision.content)) == 3
    text.apply("approve", by=editor)
    text.apply("publish", by=managing_editor)
    assert text.is_public()


def test_a_schedule_is_checked_for_its_own_hour(contributor, editor, managing_editor):
    CheckLevel.objects.create(check_name="links_later", level=Level.BLOCK)
    tomorrow = timezone.now() + timedelta(days=1)
    coming = factories.article(published_at=tomorrow)
    text = factories.article(status=Status.UNPUBLISHED, body=f'{BODY}<p><a href="/{coming.pk}/">رابط</a></p>')
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor)
    text.apply("publish", by=managing_editor, at=tomorrow + timedelta(hours=1))
    assert text.is_scheduled()


def test_the_urgent_path_passes_over_them_and_says_which(contributor, managing_editor):
    text = handed_in(contributor, bylines=(), kind=Kind.OPINION)
    [finding] = rules.findings(text, text.working_revision.content)
    text.apply("publish_urgently", by=managing_editor, note="زلزال")
    assert text.is_public()
    note = text.log.first().note
    assert note.startswith("زلزال")
    assert finding.message in note


def test_but_not_over_what_no_paper_can_do_without(contributor, managing_editor):
    for name in ("title", "section"):
        CheckLevel.objects.create(check_name=name, level=Level.OFF)
    nowhere, nameless = handed_in(contributor, section=None), handed_in(contributor)
    # As an old program may have left it: no form lets it through.
    revision = nameless.working_revision
    revision.payload["title"] = "…"
    revision.save()
    for text in (nowhere, nameless):
        assert Level.BLOCK in found(text.working_revision.content, article=text).values()
        with pytest.raises(TransitionRefused):
            text.apply("publish_urgently", by=managing_editor, note="زلزال")
        text.refresh_from_db()
        assert (text.status, text.log.first().transition) == (Status.UNPUBLISHED, "submit")


def test_what_is_brought_in_is_not_checked():
    assert factories.article(kind=Kind.OPINION, body="").is_public()


# Levels


def test_a_paper_decides_how_strictly_it_is(contributor, editor):
    text = handed_in(contributor, tags=(), bylines=(), kind=Kind.OPINION)
    CheckLevel.objects.create(check_name="byline", level=Level.OFF)
    CheckLevel.objects.create(check_name="tags", level=Level.BLOCK)
    CheckLevel.objects.create(check_name="no longer there", level=Level.BLOCK)
    assert found(text.working_revision.content) == {"tags": Level.BLOCK}
    with pytest.raises(TransitionRefused):
        text.apply("approve", by=editor)
    CheckLevel.objects.filter(check_name="tags").update(level=Level.WARN)
    text.apply("approve", by=editor)
    assert text.stage == Stage.APPROVED


def test_taking_levels_is_for_who_may(editor, managing_editor, caplog):
    with pytest.raises(PermissionDenied):
        rules.take_levels({"tags": Level.BLOCK}, by=editor)
    assert not CheckLevel.objects.exists()
    caplog.set_level("INFO", "maseer.newsroom")
    rules.take_levels({"tags": Level.BLOCK, "section": Level.OFF, "deck": Level.WARN}, by=managing_editor)
    assert [record.message for record in caplog.records if record.levelname == "INFO"] == [
        f"level of check tags: block, was warn, by={managing_editor.pk}"
    ]
    assert list(CheckLevel.objects.values_list("check_name", "level")) == [("tags", Level.BLOCK)]
    assert rules.levels()["section"] == Level.BLOCK
