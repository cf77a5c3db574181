"""The urgent path: readers have it now, somebody else looks at it afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import Article
from articles.models.refusals import TransitionRefused
from articles.workflow import Stage, Status
from tests.factories import draft, payload, section

pytestmark = pytest.mark.django_db


def out_urgently(contributor, managing_editor, **fields):
    text = draft(contributor, **fields)
    text.apply("publish_urgently", by=managing_editor, note="زلزال")
    return text


def test_it_is_public_at_once_logged_and_waits_for_a_review(contributor, managing_editor):
    text = out_urgently(contributor, managing_editor)
    assert Article.objects.published().get() == text
    assert text.live_revision == text.approved_revision == text.working_revision
    assert text.needs_review
    entry = text.log.first()
    assert (entry.transition, entry.by, entry.note) == ("publish_urgently", managing_editor, "زلزال")
    assert (entry.from_stage, entry.to_stage) == (Stage.DRAFT, Stage.APPROVED)


def test_it_needs_a_reason_a_section_and_the_right(contributor, editor, managing_editor):
    text = draft(contributor)
    with pytest.raises(TransitionRefused):
        text.apply("publish_urgently", by=managing_editor)
    with pytest.raises(PermissionDenied):
        text.apply("publish_urgently", by=editor, note="زلزال")
    nowhere = draft(contributor, section=None)
    with pytest.raises(TransitionRefused):
        nowhere.apply("publish_urgently", by=managing_editor, note="زلزال")
    assert not Article.objects.published().exists()
    assert not Article.objects.filter(needs_review=True).exists()


def test_it_passes_over_the_steps_of_its_section(contributor, managing_editor):
    text = out_urgently(contributor, managing_editor, section=section(needs_legal_review=True).pk)
    assert text.is_public()


def test_somebody_else_reviews_it(contributor, editor, managing_editor):
    text = draft(managing_editor)
    text.apply("publish_urgently", by=managing_editor, note="زلزال")
    with pytest.raises(TransitionRefused):
        text.apply("review", by=managing_editor)
    text.apply("review", by=editor)
    assert not text.needs_review
    assert (text.status, text.log.first().by) == (Status.PUBLISHED, editor)
    with pytest.raises(TransitionRefused):
        text.apply("review", by=editor)


def test_nor_does_whoever_let_it_out_review_it(contributor, editor, managing_editor):
    text = out_urgently(contributor, managing_editor)
    with pytest.raises(TransitionRefused):
        text.apply("review", by=managing_editor)
    assert "review" not in {move.name for move in text.moves_for(managing_editor)}
    text.apply("review", by=editor)
    assert not text.needs_review


def test_a_newer_text_that_was_approved_needs_no_review(contributor, editor, managing_editor):
    text = out_urgently(contributor, managing_editor)
    text.save_revision(payload(title="مدقّق"), base=text.working_revision_id, by=editor)
    text.apply("approve", by=editor)
    assert text.needs_review
    text.apply("publish", by=managing_editor)
    assert (text.title, text.needs_review) == ("مدقّق", False)


def test_a_live_text_is_mended_urgently_and_keeps_its_dates(contributor, editor, managing_editor):
    text = out_urgently(contributor, managing_editor)
    first, at = text.first_published_at, text.published_at
    text.save_revision(payload(title="مصحّح"), base=text.working_revision_id, by=editor)
    text.apply("publish_urgently", by=managing_editor, note="خطأ في الاسم")
    assert (text.title, text.first_published_at, text.published_at) == ("مصحّح", first, at)


def test_what_waits_for_its_hour_does_not_slip_out(contributor, editor, managing_editor):
    text = draft(contributor)
    text.apply("submit", by=contributor)
    text.apply("approve", by=editor)
    text.apply("publish", by=managing_editor, at=timezone.now() + timedelta(hours=3))
    text.save_revision(payload(title="غيره"), base=text.working_revision_id, by=editor)
    with pytest.raises(TransitionRefused):
        text.apply("publish_urgently", by=managing_editor, note="زلزال")
    assert not Article.objects.published().exists()


def test_now_is_now(contributor, managing_editor):
    text = draft(contributor)
    text.apply("publish_urgently", by=managing_editor, note="زلزال", at=timezone.now() + timedelta(hours=3))
    assert text.is_public()


@pytest.mark.parametrize("away", [("withdraw",), ("archive", "reopen")])
def test_what_nobody_read_is_still_to_be_read_when_it_comes_back(away, contributor, editor, managing_editor):
    text = out_urgently(contributor, managing_editor)
    for move in away:
        text.apply(move, by=managing_editor, note="ريثما نتأكّد")
        assert not Article.objects.to_review().exists()
    text.apply("publish", by=managing_editor)
    assert Article.objects.to_review().get() == text
    text.apply("review", by=editor)
    assert not Article.objects.to_review().exists()
