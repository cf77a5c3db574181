"""The editorial rule table. Buttons, bulk actions, permissions and documentation derive from it.

Two axes: the *status* of an article is what readers get; the *stage* of its working revision is where editors are.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    UNPUBLISHED = "unpublished", _("Unpublished")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ARCHIVED = "archived", _("Archived")


class Stage(TextChoices):
    IDEA = "idea", _("Idea")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_EDIT = "in_edit", _("In edit")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    SUPERSEDED = "superseded", _("Superseded")


# Stages in which its writer may still change a text.
WRITERS_STAGES = frozenset({Stage.IDEA, Stage.DRAFT, Stage.CHANGES_REQUESTED})

ANY_STAGE = frozenset(Stage) - {Stage.SUPERSEDED}
ANY_STATUS = frozenset(Status)


@dataclass(frozen=True)
class Transition:
    name: str
    label: str
    permission: str
    stages: frozenset = ANY_STAGE
    to_stage: Stage | None = None
    statuses: frozenset = ANY_STATUS
    to_status: Status | None = None
    needs_note: bool = False
    # Whether readers see the note, or only those concerned.
    note_is_public: bool = False
    # True: only while the article is public; False: only while its time has not come; None: does not matter.
    is_due: bool | None = None


TRANSITIONS = {
    transition.name: transition
    for transition in (
        Transition(
            "submit",
            _("Submit"),
            "articles.submit_article",
            stages=WRITERS_STAGES - {Stage.IDEA},
            to_stage=Stage.SUBMITTED,
        ),
        Transition(
            "claim",
            _("Take for editing"),
            "articles.claim_article",
            stages=frozenset({Stage.SUBMITTED}),
            to_stage=Stage.IN_EDIT,
        ),
        Transition(
            "send_back",
            _("Ask for changes"),
            "articles.send_back_article",
            stages=frozenset({Stage.SUBMITTED, Stage.IN_EDIT, Stage.APPROVED}),
            to_stage=Stage.CHANGES_REQUESTED,
            needs_note=True,
        ),
        Transition(
            "approve",
            _("Approve"),
            "articles.approve_article",
            stages=frozenset({Stage.SUBMITTED, Stage.IN_EDIT}),
            to_stage=Stage.APPROVED,
        ),
        Transition(
            "publish",
            _("Publish"),
            "articles.publish_article",
            stages=frozenset({Stage.APPROVED}),
            statuses=ANY_STATUS - {Status.ARCHIVED},
            to_status=Status.PUBLISHED,
        ),
        Transition(
            "unschedule",
            _("Cancel the schedule"),
            "articles.publish_article",
            statuses=frozenset({Status.PUBLISHED}),
            to_status=Status.UNPUBLISHED,
            is_due=False,
        ),
        Transition(
            "withdraw",
            _("Withdraw"),
            "articles.withdraw_article",
            statuses=frozenset({Status.PUBLISHED}),
            to_status=Status.WITHDRAWN,
            needs_note=True,
            note_is_public=True,
            is_due=True,
        ),
        Transition(
            "archive",
            _("Archive"),
            "articles.archive_article",
            statuses=ANY_STATUS - {Status.ARCHIVED},
            to_status=Status.ARCHIVED,
        ),
        Transition(
            "reopen",
            _("Take out of the archive"),
            "articles.archive_article",
            statuses=frozenset({Status.ARCHIVED}),
            to_status=Status.UNPUBLISHED,
        ),
    )
}


def stage_after_save(stage: str, body: str) -> str:
    """An idea becomes a draft with its first words; an approved text that changes must be approved again."""
    if stage in {"", Stage.IDEA}:
        return Stage.DRAFT if body else Stage.IDEA
    return Stage.IN_EDIT if stage == Stage.APPROVED else stage
