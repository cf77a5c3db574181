"""The editorial rule table. Buttons, bulk actions, permissions and documentation derive from it.

Two axes: the *status* of an article is what readers get; the *stage* of its working revision is where editors are.
"""

from collections.abc import Collection
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
    FACT_CHECK = "fact_check", _("Fact check")
    LEGAL_REVIEW = "legal_review", _("Legal review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    SUPERSEDED = "superseded", _("Superseded")


# The way of a text. The steps are stations only where its section asks for them; no text passes one that it needs.
ROAD = (
    *(Stage.IDEA, Stage.DRAFT, Stage.SUBMITTED, Stage.IN_EDIT),
    *(Stage.FACT_CHECK, Stage.LEGAL_REVIEW, Stage.APPROVED),
)

# Each step with the permission of whoever lets a text go on from it.
STEPS = {
    Stage.FACT_CHECK: "articles.check_facts_article",
    Stage.LEGAL_REVIEW: "articles.clear_legal_article",
}

# Stages in which its writer may still change a text, those in which editors have it, and all of them.
WRITERS_STAGES = frozenset({Stage.IDEA, Stage.DRAFT, Stage.CHANGES_REQUESTED})
EDITORS_STAGES = frozenset({Stage.SUBMITTED, Stage.IN_EDIT, *STEPS})
ANY_STAGE = frozenset(Stage) - {Stage.SUPERSEDED}
ANY_STATUS = frozenset(Status)
# What is in the archive rests; it is taken out first.
ALIVE = ANY_STATUS - {Status.ARCHIVED}


@dataclass(frozen=True)
class Transition:
    name: str
    label: str
    permission: str
    stages: frozenset = ANY_STAGE
    to_stage: Stage | None = None
    statuses: frozenset = ALIVE
    to_status: Status | None = None
    # Whether its writer may make this move, and whether the editors of its section may.
    is_writers: bool = False
    is_editors: bool = True
    needs_note: bool = False
    # Whether readers see the note, or only those concerned.
    note_is_public: bool = False
    # Whoever makes it says "I am reading this".
    claims: bool = False
    # Nobody makes it for their own text (unless the paper's settings allow it).
    four_eyes: bool = False
    # The checks before publishing are run.
    is_checked: bool = False
    # True: only while the article is public; False: only while its time has not come; None: does not matter.
    is_due: bool | None = None
    # The text goes out before anybody approved it; somebody looks at it afterwards.
    leaves_review: bool = False
    ends_review: bool = False

    @property
    def leads_on(self) -> bool:
        """Whether it brings the text nearer to readers. No other button looks like the next thing to do."""
        goes_on = any(is_forward(stage, self.to_stage) for stage in self.stages)
        return goes_on or self.to_status == Status.PUBLISHED or self.ends_review


# In the order of their buttons: the way forward first.
TRANSITIONS = {
    transition.name: transition
    for transition in (
        Transition(
            "submit",
            _("Submit"),
            "articles.submit_article",
            stages=WRITERS_STAGES - {Stage.IDEA},
            to_stage=Stage.SUBMITTED,
            is_writers=True,
        ),
        Transition(
            "claim",
            _("Take for editing"),
            "articles.claim_article",
            stages=frozenset({Stage.SUBMITTED}),
            to_stage=Stage.IN_EDIT,
            claims=True,
        ),
        Transition(
            "check_facts",
            _("Hand to fact check"),
            "articles.approve_article",
            stages=frozenset({Stage.IN_EDIT}),
            to_stage=Stage.FACT_CHECK,
        ),
        Transition(
            "review_legally",
            _("Hand to legal review"),
            "articles.approve_article",
            stages=frozenset({Stage.IN_EDIT, Stage.FACT_CHECK}),
            to_stage=Stage.LEGAL_REVIEW,
        ),
        Transition(
            "approve",
            _("Approve"),
            "articles.approve_article",
            stages=EDITORS_STAGES,
            to_stage=Stage.APPROVED,
            four_eyes=True,
            is_checked=True,
        ),
        Transition(
            "publish",
            _("Publish"),
            "articles.publish_article",
            stages=frozenset({Stage.APPROVED}),
            to_status=Status.PUBLISHED,
            is_checked=True,
        ),
        Transition(
            "review",
            _("Reviewed after publishing"),
            "articles.approve_article",
            statuses=frozenset({Status.PUBLISHED}),
            four_eyes=True,
            is_due=True,
            ends_review=True,
        ),
        Transition(
            "send_back",
            _("Ask for changes"),
            "articles.send_back_article",
            stages=EDITORS_STAGES | {Stage.APPROVED},
            to_stage=Stage.CHANGES_REQUESTED,
            needs_note=True,
        ),
        Transition(
            "take_over",
            _("I am reading this"),
            "articles.claim_article",
            stages=EDITORS_STAGES - {Stage.SUBMITTED},
            claims=True,
        ),
        Transition(
            "release",
            _("Put back"),
            "articles.claim_article",
            stages=frozenset({Stage.IN_EDIT}),
            to_stage=Stage.SUBMITTED,
        ),
        Transition(
            "recall",
            _("Take back"),
            "articles.submit_article",
            stages=frozenset({Stage.SUBMITTED}),
            to_stage=Stage.DRAFT,
            is_writers=True,
            is_editors=False,
        ),
        Transition(
            "publish_urgently",
            _("Publish now, review later"),
            "articles.publish_urgently_article",
            stages=ANY_STAGE - {Stage.IDEA, Stage.APPROVED},
            to_stage=Stage.APPROVED,
            to_status=Status.PUBLISHED,
            needs_note=True,
            leaves_review=True,
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
            # A withdrawn text says at its address why it was withdrawn; from the archive it would say nothing.
            statuses=ALIVE - {Status.WITHDRAWN},
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


def is_forward(stage: str, to_stage: str | None) -> bool:
    return stage in ROAD and to_stage in ROAD and ROAD.index(stage) < ROAD.index(to_stage)


def passed_over(stage: str, to_stage: str | None, steps: Collection[str]) -> list[Stage]:
    """Those of the steps a text needs that it would pass without stopping."""
    if not is_forward(stage, to_stage):
        return []
    between = ROAD[ROAD.index(stage) + 1 : ROAD.index(to_stage)]
    return [step for step in between if step in steps]


def stage_after_save(stage: str, is_begun: bool) -> str:
    """An idea is a draft once there is something in it; what was approved or checked must be again once it changes."""
    if stage in {"", Stage.IDEA}:
        return Stage.DRAFT if is_begun else Stage.IDEA
    return Stage.IN_EDIT if stage in {Stage.APPROVED, *STEPS} else stage
