from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.audience import NoticeKind
from articles.models.notice import Notice
from articles.models.refusals import TransitionRefused
from articles.models.transition_log import TransitionLog
from maseer.lib.clocks import clock
from maseer.lib.refusal import refuse


class Priority(models.IntegerChoices):
    NORMAL = 0, gettext_lazy("Normal")
    HIGH = 1, gettext_lazy("High")
    URGENT = 2, gettext_lazy("Urgent")


@dataclass(frozen=True)
class Plan:
    """What the desk agreed on: who has it in hand, by when, how pressing, and not before when."""

    assignee: object = None
    due_at: datetime | None = None
    priority: int = Priority.NORMAL
    embargo_until: datetime | None = None


class Planned:
    """An article as a piece of work."""

    @property
    def plan(self) -> Plan:
        return Plan(self.assignee, self.due_at, self.priority, self.embargo_until)

    def may_plan(self, user) -> bool:
        return user.has_perm("articles.plan_article") and self.in_scope(user)

    def is_overdue(self, now=None) -> bool:
        return bool(self.due_at and self.due_at < (now or timezone.now()))

    @transaction.atomic
    def replan(self, plan: Plan, by) -> TransitionLog | None:
        """Agrees on another plan; None if it is the one there is. Raises PermissionDenied, TransitionRefused."""
        current = type(self).objects.locked(self.pk)
        if not current.may_plan(by):
            refuse("plan", by, self)
        if current.plan == plan:
            return None
        if plan.assignee and not (
            plan.assignee.is_active and plan.assignee.has_perm("articles.view_article")
        ):
            raise TransitionRefused(_("Choose somebody who works in the newsroom."))
        if plan.embargo_until != current.embargo_until:
            current._check_embargo(plan.embargo_until)
        is_given = plan.assignee is not None and plan.assignee != current.assignee
        if plan.due_at != current.due_at:
            current.to_remind = plan.due_at is not None
        current.assignee, current.due_at = plan.assignee, plan.due_at
        current.priority, current.embargo_until = plan.priority, plan.embargo_until
        current.save(update_fields=["assignee", "due_at", "to_remind", "priority", "embargo_until"])
        entry = current._log(
            TransitionLog.PLAN, (current.stage, current.status), by, "\N{ARABIC COMMA} ".join(_in_words(plan))
        )
        if is_given:
            Notice.tell(NoticeKind.ASSIGNED, current, about=entry.pk, by=by, to={plan.assignee.pk})
        self.refresh_from_db()
        return entry

    @transaction.atomic
    def change_plan(self, by, **changes) -> TransitionLog | None:
        """Agrees on these parts of the plan anew; the others stay as they are now, whoever agreed on them meanwhile."""
        current = type(self).objects.locked(self.pk)
        return self.replan(replace(current.plan, **changes), by)

    def _check_embargo(self, until: datetime | None) -> None:
        if self.is_public():
            raise TransitionRefused(_("This text is public already."))
        if until and self.is_scheduled() and self.published_at < until:
            raise TransitionRefused(_("It is scheduled for an earlier hour. Cancel the schedule first."))


def _in_words(plan: Plan) -> list[str]:
    """For the log: what was agreed on, each with its name."""
    words = [f"{_('priority')}: {Priority(plan.priority).label}"]
    if plan.assignee:
        words.append(f"{_('In charge')}: {plan.assignee}")
    for label, at in ((_("Due"), plan.due_at), (_("Not before"), plan.embargo_until)):
        if at:
            words.append(f"{label}: {clock(at, 'SHORT_DATETIME_FORMAT')}")
    return words
