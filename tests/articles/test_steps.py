"""Steps that a section asks for: a text of it is approved only after them."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.models.refusals import TransitionRefused
from articles.workflow import Stage
from tests.factories import draft, payload, section

pytestmark = pytest.mark.django_db


def in_edit(contributor, editor, **asked):
    text = draft(contributor, section=section(**asked).pk)
    text.apply("submit", by=contributor)
    text.apply("claim", by=editor)
    return text


def names(text, person) -> set[str]:
    return {move.name for move in text.moves_for(person)}


def test_a_section_that_asks_for_nothing_has_no_steps(contributor, editor):
    text = in_edit(contributor, editor)
    assert not {"check_facts", "review_legally"} & names(text, editor)
    for move in ("check_facts", "review_legally"):
        with pytest.raises(TransitionRefused):
            text.apply(move, by=editor)
    text.apply("approve", by=editor)
    assert text.stage == Stage.APPROVED


def test_no_text_passes_a_step_that_its_section_asks_for(contributor, editor, managing_editor):
    text = in_edit(contributor, editor, needs_fact_check=True, needs_legal_review=True)
    with pytest.raises(TransitionRefused, match=str(Stage.FACT_CHECK.label)):
        text.apply("approve", by=managing_editor)
    with pytest.raises(TransitionRefused):
        text.apply("review_legally", by=editor)
    text.apply("check_facts", by=editor)
    with pytest.raises(TransitionRefused):
        text.apply("approve", by=managing_editor)
    text.apply("review_legally", by=editor)
    text.apply("approve", by=managing_editor)
    assert [entry.to_stage for entry in text.log.all()][:3] == [
        Stage.APPROVED,
        Stage.LEGAL_REVIEW,
        Stage.FACT_CHECK,
    ]


def test_only_who_may_lets_a_text_go_on_from_a_step(contributor, editor, managing_editor):
    text = in_edit(contributor, editor, needs_legal_review=True)
    text.apply("review_legally", by=editor)
    assert "approve" not in names(text, editor)
    with pytest.raises(PermissionDenied):
        text.apply("approve", by=editor)
    assert text.stage == Stage.LEGAL_REVIEW
    # Whoever reads it there may still send it back.
    assert "send_back" in names(text, editor)
    text.apply("approve", by=managing_editor)
    assert text.stage == Stage.APPROVED


def test_a_text_that_changes_takes_its_steps_again(contributor, editor):
    text = in_edit(contributor, editor, needs_legal_review=True)
    text.apply("review_legally", by=editor)
    text.save_revision(
        payload(section=text.section_id, title="غيره"), base=text.working_revision_id, by=editor
    )
    assert text.stage == Stage.IN_EDIT
    assert text.log.first().transition == "edit"
    with pytest.raises(TransitionRefused):
        text.apply("approve", by=editor)


def test_part_of_a_section_asks_for_what_the_whole_asks_for(contributor, editor):
    whole = section(needs_legal_review=True)
    text = draft(contributor, section=section(parent=whole).pk)
    text.apply("submit", by=contributor)
    with pytest.raises(TransitionRefused):
        text.apply("approve", by=editor)
    assert "review_legally" not in names(text, editor)
    text.apply("claim", by=editor)
    assert "review_legally" in names(text, editor)
