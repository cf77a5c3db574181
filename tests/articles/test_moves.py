"""The table of moves: who makes which, and from where. Who writes and who publishes: test_workflow.py."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import Article, Section
from articles.models.refusals import TransitionRefused
from articles.workflow import TRANSITIONS, Stage, Status
from tests.factories import article, section

pytestmark = pytest.mark.django_db

STAGES = sorted(set(Stage) - {Stage.SUPERSEDED})


@pytest.fixture(scope="module")
def in_each_state(made_once) -> dict:
    """The texts of one section."""
    desk, now = section(), timezone.now()
    return {
        (status, stage): article(
            status=status,
            stage=stage,
            published_at=now if status != Status.UNPUBLISHED else None,
            section=desk.pk,
        ).pk
        for status in Status
        for stage in STAGES
    }


def steps_for(move: str) -> dict[str, bool]:
    """Of the section: that it asks for the step the move leads to, if it leads to one."""
    return {"needs_fact_check": move == "check_facts", "needs_legal_review": move == "review_legally"}


# Who may make which move, written by hand, apart from the code's own tables.
MAY = {
    "submit": {"contributor", "editor", "managing_editor"},
    "recall": {"contributor"},
    "claim": {"editor", "managing_editor"},
    "take_over": {"editor", "managing_editor"},
    "release": {"editor", "managing_editor"},
    "check_facts": {"editor", "managing_editor"},
    "review_legally": {"editor", "managing_editor"},
    "send_back": {"editor", "managing_editor"},
    "approve": {"editor", "managing_editor"},
    "publish": {"managing_editor"},
    "publish_urgently": {"managing_editor"},
    "review": {"editor", "managing_editor"},
    "unschedule": {"managing_editor"},
    "withdraw": {"managing_editor"},
    "archive": {"managing_editor"},
    "reopen": {"managing_editor"},
}


def test_every_move_is_in_the_table_above():
    assert set(MAY) == set(TRANSITIONS)


def ready_for(move: str, contributor) -> Article:
    """A contributor's text in a state from which the move is possible."""
    status, stage, published_at = {
        "submit": (Status.UNPUBLISHED, Stage.DRAFT, None),
        "recall": (Status.UNPUBLISHED, Stage.SUBMITTED, None),
        "claim": (Status.UNPUBLISHED, Stage.SUBMITTED, None),
        "take_over": (Status.UNPUBLISHED, Stage.IN_EDIT, None),
        "release": (Status.UNPUBLISHED, Stage.IN_EDIT, None),
        "check_facts": (Status.UNPUBLISHED, Stage.IN_EDIT, None),
        "review_legally": (Status.UNPUBLISHED, Stage.FACT_CHECK, None),
        "send_back": (Status.UNPUBLISHED, Stage.IN_EDIT, None),
        "approve": (Status.UNPUBLISHED, Stage.IN_EDIT, None),
        "publish": (Status.UNPUBLISHED, Stage.APPROVED, None),
        "publish_urgently": (Status.UNPUBLISHED, Stage.SUBMITTED, None),
        "review": (Status.PUBLISHED, Stage.APPROVED, None),
        "unschedule": (Status.PUBLISHED, Stage.APPROVED, timezone.now() + timedelta(days=1)),
        "withdraw": (Status.PUBLISHED, Stage.APPROVED, None),
        "archive": (Status.PUBLISHED, Stage.APPROVED, None),
        "reopen": (Status.ARCHIVED, Stage.APPROVED, None),
    }[move]
    desk = section(**steps_for(move))
    text = article(status=status, stage=stage, published_at=published_at, section=desk.pk)
    Article.objects.filter(pk=text.pk).update(created_by=contributor, needs_review=move == "review")
    return Article.objects.get(pk=text.pk)


@pytest.mark.parametrize("move", TRANSITIONS)
@pytest.mark.parametrize("role", ["contributor", "editor", "managing_editor", "admin_user", "outsider"])
def test_only_who_may_makes_a_move(move, role, contributor, request):
    person = request.getfixturevalue(role)
    text = ready_for(move, contributor)
    before = (text.status, text.stage, text.log.count())
    if role in MAY[move]:
        text.apply(move, by=person, note="سبب")
        assert text.log.count() == before[2] + 1
        assert text.log.first().by == person
        return
    with pytest.raises(PermissionDenied):
        text.apply(move, by=person, note="سبب")
    text.refresh_from_db()
    assert (text.status, text.stage, text.log.count()) == before


@pytest.mark.parametrize("move", TRANSITIONS)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("status", sorted(Status))
def test_a_move_is_made_only_from_where_the_table_says(move, stage, status, managing_editor, in_each_state):
    text = Article.objects.get(pk=in_each_state[status, stage])
    Section.objects.update(**steps_for(move))
    rule = TRANSITIONS[move]
    possible = (
        stage in rule.stages
        and status in rule.statuses
        and (rule.is_due is None or rule.is_due == (status == Status.PUBLISHED))
        # These texts are what readers have: nothing new to publish, nothing to send back. None went out unread.
        and not (status == Status.PUBLISHED and (move == "publish" or rule.to_stage))
        and not rule.ends_review
    )
    if not rule.is_editors:
        Article.objects.filter(pk=text.pk).update(created_by=managing_editor)
        text.refresh_from_db()
    assert (rule in text.moves_for(managing_editor)) == possible
    if possible:
        text.apply(move, by=managing_editor, note="سبب")
        assert text.stage == (rule.to_stage or stage)
        assert text.status == (rule.to_status or status)
        return
    with pytest.raises(TransitionRefused):
        text.apply(move, by=managing_editor, note="سبب")
    text.refresh_from_db()
    assert (text.status, text.stage) == (status, stage)
