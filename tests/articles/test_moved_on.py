"""A decision about another state than was seen is refused: the text, or what was decided about it, moved meanwhile."""

import pytest

from articles.models import Plan, Priority
from articles.models.refusals import MovedOn
from articles.workflow import Stage, Status
from tests.articles.test_workflow import approved
from tests.factories import draft, payload

pytestmark = pytest.mark.django_db


def test_who_decides_about_another_state_than_they_saw_is_told(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    seen = text.last_move
    text.apply("publish", by=managing_editor, seen=seen)
    text.save_revision(payload(title="غيره"), base=text.working_revision_id, by=editor)
    text.apply("approve", by=editor)
    seen = text.last_move
    text.apply("withdraw", by=managing_editor, note="سبب", seen=seen)
    with pytest.raises(MovedOn) as refusal:
        text.apply("publish", by=managing_editor, seen=seen)
    assert refusal.value.entry.transition == "withdraw"
    assert text.status == Status.WITHDRAWN
    text.apply("publish", by=managing_editor, seen=text.last_move)


def test_a_plan_or_a_correction_is_no_move(contributor, editor):
    text = approved(contributor, editor)
    seen = text.last_move
    text.replan(Plan(priority=Priority.HIGH), by=editor)
    assert text.last_move == seen


def test_a_save_does_not_undo_an_approval_its_writer_has_not_seen(contributor, editor, managing_editor):
    text = draft(contributor)
    text.apply("submit", by=contributor)
    base, seen = text.working_revision_id, text.last_move
    text.apply("approve", by=editor, revision=base, seen=seen)
    with pytest.raises(MovedOn):
        text.save_revision(payload(), base=base, by=managing_editor, seen=seen)
    assert (text.stage, text.working_revision_id) == (Stage.APPROVED, base)
    # Whoever has seen it may.
    text.save_revision(payload(), base=base, by=managing_editor, seen=text.last_move)
    assert text.stage == Stage.IN_EDIT
