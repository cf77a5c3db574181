"""The texts that somebody has in work pass to a colleague: the drafts of who leaves, or is away for long.

What was done keeps its names: revisions, the log, bylines, and everything that readers have had.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AccountEvent, User
from articles.models import Article, EditLock, Notice, NoticeKind, Revision, TransitionLog
from articles.models.audience import who_may
from articles.workflow import Status
from maseer.lib.counters import Numeral


@dataclass(frozen=True)
class Work:
    """Numbers only: whoever manages accounts reads no unpublished text, nor its title."""

    texts: int
    last_saved_at: datetime | None


def in_work(person: User):
    """What they began and readers have never had, and what they are in charge of."""
    begun = Article.objects.filter(created_by=person.pk, status=Status.UNPUBLISHED).order_by().values("pk")
    given = Article.objects.not_archived().filter(assignee=person.pk).order_by().values("pk")
    return Article.objects.filter(pk__in=begun.union(given))


def work_of(person: User) -> Work:
    saved = Revision.objects.filter(created_by=person.pk).order_by("-pk").values_list("created_at", flat=True)
    return Work(in_work(person).count(), saved.first())


def receivers(person: User, by: User):
    """Who may write. Whoever hands over takes nothing that way which they could not read before."""
    people = who_may("articles.add_article")
    if not by.has_perm("articles.see_all_article"):
        people = people.exclude(pk=by.pk)
    return people.exclude(pk=person.pk).order_by("sorted_as", "username")


@transaction.atomic
def hand_over(person: User, receiver: User, by: User) -> int:
    """Returns how many texts passed on. Raises ValidationError."""
    # Held, so that nobody is suspended or loses their role between the question and the deed.
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[person.pk, receiver.pk]).order_by("pk"))
    if not receivers(person, by).filter(pk=receiver.pk).exists():
        raise ValidationError(_("Choose somebody who works here and may write."))
    numbers = list(in_work(person).values_list("pk", flat=True))
    held = Article.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    # Asked again now that nothing moves: a text may have gone out, or to somebody else, a moment ago.
    texts = [
        text for text in held.defer("body").select_related("working_revision") if _is_theirs(text, person)
    ]
    if not texts:
        raise ValidationError(_("This person has no texts in work."))
    chosen = Q(pk__in=[text.pk for text in texts])
    Article.objects.filter(chosen, created_by=person.pk, status=Status.UNPUBLISHED).update(
        created_by=receiver.pk
    )
    Article.objects.filter(chosen, assignee=person.pk).update(assignee=receiver.pk)
    EditLock.objects.filter(article__in=texts, by=person.pk).delete()
    note = _("From %(before)s to %(after)s") % {"before": person, "after": receiver}
    TransitionLog.objects.bulk_create(_entry(text, note, by) for text in texts)
    count = len(texts)
    person.record(AccountEvent.Kind.HANDED_OVER, by=by, detail=f"{count}: {note}")
    receiver.record(AccountEvent.Kind.HANDED_OVER, by=by, detail=f"{count}: {note}")
    _tell(receiver, person, texts, by)
    return count


def _is_theirs(text: Article, person: User) -> bool:
    is_begun = text.created_by_id == person.pk and text.status == Status.UNPUBLISHED
    return is_begun or text.assignee_id == person.pk


def _entry(text: Article, note: str, by: User) -> TransitionLog:
    stands = {
        "from_stage": text.stage,
        "to_stage": text.stage,
        "from_status": text.status,
        "to_status": text.status,
    }
    return TransitionLog(
        article=text,
        revision_id=text.working_revision_id,
        transition=TransitionLog.HANDED_OVER,
        note=note,
        by=by,
        by_name=str(by),
        **stands,
    )


def _tell(receiver: User, person: User, texts: list[Article], by: User) -> None:
    """Once for all of them, by the newest: the others are in the same list."""
    newest = texts[-1]
    newest.refresh_from_db(fields=["created_by", "assignee"])
    count = len(texts)
    said = ngettext(
        "%(count)s text of %(name)s is in your charge now.",
        "%(count)s texts of %(name)s are in your charge now.",
        count,
    ) % {"count": Numeral(count), "name": person}
    entry = newest.log.values_list("pk", flat=True).first()
    Notice.tell(NoticeKind.ASSIGNED, newest, about=f"handed:{entry}", by=by, note=said, to={receiver.pk})
