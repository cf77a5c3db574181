import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.models import checks, publication
from articles.models.audience import TOLD_OF, NoticeKind
from articles.models.author import Author
from articles.models.notice import Notice
from articles.models.refusals import AlreadyDone, MovedOn, StaleRevision, TransitionRefused
from articles.models.section import Section
from articles.models.transition_log import TransitionLog
from articles.workflow import STEPS, TRANSITIONS, Stage, Status, Transition, is_forward, passed_over
from maseer import page_cache
from maseer.lib.clocks import clock
from pages.models import SiteSettings

log = logging.getLogger("maseer.newsroom")

MOVED = (
    "approved_revision",
    "claimed_by",
    "claimed_at",
    "needs_review",
    "due_at",
    "assignee",
    "to_announce",
    "to_remind",
)


class Movable:
    """An article on its way through the workflow table."""

    # Questions

    def may(self, user, transition: Transition) -> bool:
        if not user.has_perm(transition.permission):
            return False
        if transition.is_writers and self.is_theirs(user):
            return True
        if not (transition.is_editors and user.has_perm("articles.edit_all_article") and self.in_scope(user)):
            return False
        step = STEPS.get(self.stage)
        return not (step and is_forward(self.stage, transition.to_stage)) or user.has_perm(step)

    def moves_for(self, user) -> list[Transition]:
        """The moves this person can make now: what the buttons are."""
        steps = self._steps()
        return [
            move
            for move in TRANSITIONS.values()
            if self.may(user, move) and not self._hindrance(move, user, steps)
        ]

    def is_by(self, user) -> bool:
        """Whether it is this person's own text: they began it, they sign it, or nobody else wrote a word of it."""
        if self.is_own(user):
            return True
        signed = {author for author, _role in self.working_revision.content.bylines}
        if signed and Author.objects.filter(pk__in=signed, user=user).exists():
            return True
        # Of a cartoon nobody wrote a word: then that says nothing.
        worded = self.revisions.exclude(payload__body="")
        return worded.exists() and not worded.exclude(created_by=user).exists()

    def why_sent_back(self) -> TransitionLog | None:
        """The row that says what its writer was asked to change, while it is for them to change it."""
        if self.stage != Stage.CHANGES_REQUESTED:
            return None
        return self.log.filter(transition="send_back").first()

    def waits_for_another(self, user) -> bool:
        """Whether this person could approve it, were it not their own."""
        approve = TRANSITIONS["approve"]
        could = self.stage in approve.stages and self.status in approve.statuses and self.may(user, approve)
        return could and self.is_by(user) and SiteSettings.load().four_eyes

    @property
    def last_move(self) -> int:
        """The number of the newest entry of its log: the version of its state, as a revision is that of its text."""
        newest = self.log.exclude(transition__in=TransitionLog.HARMLESS).values_list("pk", flat=True).first()
        return newest or 0

    def refuse_if_moved_on(self, seen: int | None, **to) -> None:
        """Raises MovedOn if somebody moved it since its `last_move` was `seen` (None: whatever it was)."""
        moves = self.log.exclude(transition__in=TransitionLog.HARMLESS).filter(**to)
        if seen is not None and (entry := moves.filter(pk__gt=seen).first()):
            raise MovedOn(entry)

    # Verbs

    @transaction.atomic
    def apply(
        self,
        name: str,
        by,
        note: str = "",
        revision: int | None = None,
        seen: int | None = None,
        at=None,
    ) -> TransitionLog:
        """Makes a move of the workflow table; the only way an article changes its state.

        `revision` is the id of the text the person was looking at, `seen` what `last_move` was then; `at`, for
        publishing, when. Raises PermissionDenied, StaleRevision, MovedOn, TransitionRefused.
        """
        move = TRANSITIONS[name]
        if move.leaves_review:
            # Now, as its button says.
            at = None
        current = type(self).objects.locked(self.pk)
        try:
            note = current._admit(move, by, note.strip(), revision, seen, at)
            entry = current._move(move, by, note, at)
        except (PermissionDenied, TransitionRefused) as refusal:
            log.warning("refused: %s article=%s by=%s (%s)", name, self.pk, by.pk, type(refusal).__name__)
            raise
        self.refresh_from_db()
        return entry

    # How

    def _admit(self, move: Transition, by, note: str, revision: int | None, seen: int | None, at) -> str:
        """The note as it goes into the log; raises what `apply` raises if the move cannot be made."""
        if not self.may(by, move):
            raise PermissionDenied
        if revision is not None and revision != self.working_revision_id:
            raise StaleRevision(self.working_revision)
        hindrance = self._hindrance(move, by, self._steps())
        if hindrance and self._is_done_by(by, move):
            raise AlreadyDone(_("“%(move)s” is done already.") % {"move": move.label})
        self.refuse_if_moved_on(seen)
        if hindrance:
            raise TransitionRefused(hindrance)
        if move.needs_note and not note:
            raise TransitionRefused(
                _("Say why. Readers will see this note.")
                if move.note_is_public
                else _("Say why. The note reaches those concerned.")
            )
        return "\n\n".join(filter(None, [note, self._check(move, at)]))

    def _is_done_by(self, user, move: Transition) -> bool:
        """Whether this person made just this move: a button that was pressed twice."""
        last = self.log.exclude(transition__in=TransitionLog.HARMLESS).first()
        done = (move.name, self.working_revision_id, user.pk)
        return last is not None and (last.transition, last.revision_id, last.by_id) == done

    def _hindrance(self, move: Transition, by, steps: frozenset):
        """Why this person, who may, cannot make this move now; or None."""
        if self.stage not in move.stages or self.status not in move.statuses:
            return _("“%(move)s” is not possible now: the text is “%(stage)s”, the article “%(status)s”.") % {
                "move": move.label,
                "stage": Stage(self.stage).label if self.stage else "",
                "status": Status(self.status).label,
            }
        if (
            (move.is_due is not None and move.is_due != self.is_public())
            or (move.ends_review and not self.needs_review)
            or (move.to_stage in STEPS and move.to_stage not in steps)
        ):
            return _("“%(move)s” is not possible now.") % {"move": move.label}
        if move.claims and self.claimed_by_id == by.pk:
            return _("You are reading it already.")
        if (
            move.to_stage
            and self.status == Status.PUBLISHED
            and self.working_revision_id == self.live_revision_id
        ):
            if self.is_public():
                return _("Readers have this text as it is. Change it or withdraw it.")
            return _("This text is scheduled. Cancel the schedule first.")
        if not move.leaves_review and (missed := passed_over(self.stage, move.to_stage, steps)):
            return _("Its section asks for this first: %(steps)s.") % {
                "steps": get_text_list([str(step.label) for step in missed], _("and"))
            }
        is_theirs = move.four_eyes and (self.is_by(by) or (move.ends_review and self._was_let_out_by(by)))
        if is_theirs and SiteSettings.load().four_eyes:
            return _("This is your own text. Somebody else must read it before readers do.")
        return self._not_public_yet(move) if move.to_status == Status.PUBLISHED else None

    def _was_let_out_by(self, user) -> bool:
        """Whether this person published it by the urgent path."""
        urgent = {name for name, move in TRANSITIONS.items() if move.leaves_review}
        return self.log.filter(transition__in=urgent).values_list("by", flat=True).first() == user.pk

    def _not_public_yet(self, move: Transition):
        if self.working_revision_id == self.live_revision_id and self.is_public():
            return _("This text is public already.")
        if not self.working_revision.content.section:
            return _("Give the text a section first.")
        if move.leaves_review and self.is_scheduled():
            return _("This text is scheduled. Cancel the schedule first.")
        return None

    def _steps(self) -> frozenset:
        """What its section asks for besides editing. The section it would go out in decides."""
        section = self.working_revision.content.section if self.working_revision else None
        found = Section.objects.select_related("parent").filter(pk=section).first()
        return found.steps if found else frozenset()

    def _check(self, move: Transition, at) -> str:
        """Refuses what the checks before publishing stop. What the urgent path passes over is told, for the log."""
        if not (move.is_checked or move.leaves_review):
            return ""
        stopping = [
            finding for finding in checks.findings(self, self.working_revision.content, at) if finding.stops
        ]
        refused = [finding for finding in stopping if move.is_checked or finding.check.is_structural]
        if refused:
            raise TransitionRefused([_("Mend this first:"), *(finding.message for finding in refused)])
        if not stopping:
            return ""
        return " ".join([_("Passed over:"), *(finding.message for finding in stopping)])

    def _move(self, move: Transition, by, note: str, at) -> TransitionLog:
        before, had_by = (self.stage, self.status), self.claimed_by_id
        now = timezone.now()
        if move.to_stage and move.to_stage != self.stage:
            self.working_revision.stage = move.to_stage
            self.working_revision.save(update_fields=["stage"])
            # Whoever moves a text on has finished reading it.
            self.claimed_by = self.claimed_at = None
            if move.to_stage == Stage.APPROVED:
                self.approved_revision = self.working_revision
        if move.claims:
            self.claimed_by, self.claimed_at = by, now
        if move.leaves_review or move.ends_review:
            self.needs_review = move.leaves_review
        if move.to_status:
            self._change_status(move, note, at)
        else:
            self.save(update_fields=MOVED)
        entry = self._log(move.name, before, by, note)
        if move.name in TOLD_OF:
            Notice.tell(TOLD_OF[move.name], self, about=entry.pk, by=by, note=note)
        if move.claims:
            Notice.tell(NoticeKind.TAKEN_OVER, self, about=entry.pk, by=by, to={had_by})
        return entry

    def _change_status(self, move: Transition, note: str, at) -> None:
        """What a move means for readers. One that has no status means nothing for them."""
        self._keep_embargo(move, at)
        was_public, listed = self.is_public(), self._listed()
        tags = self.cache_tags() if self.live_revision_id else set()
        is_newer = self.working_revision_id != self.live_revision_id
        publication.change_status(self, move.to_status, note, at)
        self.to_announce = move.to_status == Status.PUBLISHED and (self.to_announce or not was_public)
        if move.to_status == Status.PUBLISHED and is_newer:
            # What went out by the urgent path is replaced by what was approved. What only comes back is still unseen.
            self.needs_review = move.leaves_review
        if move.to_status in {Status.PUBLISHED, Status.ARCHIVED}:
            # The plan is carried out.
            self.due_at = self.assignee = self.claimed_by = self.claimed_at = None
            self.to_remind = False
        self.save(update_fields=[*MOVED, *publication.STATE, *publication.LIVE_TEXT])
        if self._listed() != listed:
            publication.refresh_listings(self)
            tags |= self.cache_tags()
        page_cache.forget(*tags)

    def _listed(self) -> tuple:
        """From when on it stands in which lists."""
        places = self.live_revision.content.places if self.live_revision else ()
        return (self.status, self.published_at, *places)

    def _keep_embargo(self, move: Transition, at) -> None:
        if move.to_status != Status.PUBLISHED or not self.embargo_until:
            return
        # What is scheduled keeps its hour unless it is given another one.
        goes_out = at or (self.published_at if self.is_scheduled() else timezone.now())
        if goes_out < self.embargo_until:
            raise TransitionRefused(
                _("This text must not be public before %(when)s. Schedule it for then or later.")
                % {"when": clock(self.embargo_until, "DATETIME_FORMAT")}
            )

    def _log(
        self, transition: str, before: tuple[str, str], by, note: str = "", revision=None
    ) -> TransitionLog:
        revision = revision or self.working_revision
        return TransitionLog.objects.create(
            article=self,
            revision=revision,
            transition=transition,
            from_stage=before[0],
            to_stage=revision.stage,
            from_status=before[1],
            to_status=self.status,
            note=note,
            by=by,
            by_name=str(by) if by else "",
        )
