"""Who is told of what: the whole table, and how each of its audiences is found.

An audience is numbers of accounts. Whatever it says, nobody is told of a text they may not see (`readers`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from articles.models.author import Author
from articles.workflow import TRANSITIONS, Stage, Status

# Whoever had a hand in the last of its revisions and moves counts as one of its last editors.
LAST = 20

# The moves that editors make while they have a text, and those that say it is good.
HANDS_ON = {name for name, move in TRANSITIONS.items() if not (move.is_writers or move.to_status)}
APPROVING = {name for name, move in TRANSITIONS.items() if move.to_stage == Stage.APPROVED}
PUBLISHING = {name for name, move in TRANSITIONS.items() if move.to_status == Status.PUBLISHED}


# Everybody at once: the set-based twins of `User.has_perm`, `Article.in_scope` and `Article.may_see`.


def who_may(permission: str) -> QuerySet:
    return _who_may(permission).all()


@cache
def _who_may(permission: str) -> QuerySet:
    """The question, put once: to word it takes longer than to have it answered. Nobody reads the answer from here."""
    return get_user_model().objects.with_perm(permission).filter(is_staff=True)


def working_in(people: QuerySet, sections: set[int]) -> QuerySet:
    """Those who work in all of these sections."""
    if not sections:
        return people
    chosen = get_user_model().sections.through.objects.filter(user=OuterRef("pk"))
    in_all = Q()
    for section in sections:
        in_all &= Q(Exists(chosen.filter(Q(section=section) | Q(section__children=section))))
    everywhere = who_may("articles.every_section_article").values("pk")
    return people.filter(in_all | Q(pk__in=everywhere) | ~Exists(chosen))


def readers(article) -> QuerySet:
    """Who may see the text in the back office."""
    by_role = working_in(who_may("articles.see_all_article"), {article.section_id} - {None})
    theirs = {article.created_by_id, article.assignee_id} - {None}
    signed = Author.objects.filter(bylines__article=article, user__isnull=False)
    return who_may("articles.view_article").filter(
        Q(pk__in=by_role.values("pk")) | Q(pk__in=theirs) | Q(pk__in=signed.values("user"))
    )


# Audiences


def writers(article) -> set[int]:
    """Who began it, who is in charge of it, and who signs it."""
    signed = {author for author, _role in article.working_revision.content.bylines}
    return {article.created_by_id, article.assignee_id, *_accounts(signed)}


def _accounts(authors: set[int]) -> set[int]:
    return set(Author.objects.filter(pk__in=authors).values_list("user", flat=True)) if authors else set()


def last_editors(article) -> set[int]:
    """Who saved it, took it, sent it back or approved it, not longer ago than the last of its history."""
    moves = article.log.filter(transition__in=HANDS_ON).values_list("by", flat=True)[:LAST]
    return {*article.revisions.values_list("created_by", flat=True)[:LAST], *moves}


def editors(article) -> set[int]:
    """Who may take the text in hand: as readers have it, and as it would be."""
    return _in_its_sections(article, "articles.claim_article")


def publishers(article) -> set[int]:
    return _in_its_sections(article, "articles.publish_article")


def _in_its_sections(article, permission: str) -> set[int]:
    sections = {article.section_id, article.working_revision.content.section} - {None}
    return set(working_in(who_may(permission), sections).values_list("pk", flat=True))


def approver(article) -> set[int]:
    return {article.log.filter(transition__in=APPROVING).values_list("by", flat=True).first()}


def publisher(article) -> set[int]:
    return {article.log.filter(transition__in=PUBLISHING).values_list("by", flat=True).first()}


def keepers(article) -> set[int]:
    """Who has it in hand; if nobody has, everybody who could."""
    kept = {article.assignee_id, article.claimed_by_id} - {None}
    return kept or {article.created_by_id} | editors(article)


def speakers(article) -> set[int]:
    """Who took part in the talk about it."""
    return set(article.remarks.order_by("-id").values_list("by", flat=True)[:LAST])


class NoticeKind(TextChoices):
    SUBMITTED = "submitted", _("A text was submitted")
    SENT_BACK = "sent_back", _("Changes are asked for")
    APPROVED = "approved", _("A text was approved")
    PUBLISHED = "published", _("A text is public")
    UNTOLD = "untold", _("A text is public, and those concerned could not be told")
    TO_REVIEW = "to_review", _("A text went out before approval")
    WITHDRAWN = "withdrawn", _("A text was withdrawn")
    CORRECTED = "corrected", _("A text was corrected in public")
    ASSIGNED = "assigned", _("A text was put in your charge")
    OVERDUE = "overdue", _("A text is overdue")
    TAKEN_OVER = "taken_over", _("Somebody took over what you had in hand")
    MENTIONED = "mentioned", _("Somebody named you")
    REMARK = "remark", _("Somebody wrote about a text of yours")


@dataclass(frozen=True)
class Rule:
    # Besides those whom the verb names.
    audience: tuple[Callable[[object], set[int | None]], ...] = ()
    # How they are told who have chosen nothing else.
    in_newsroom: bool = True
    by_mail: bool = False
    # Only they are ever told of it, so that only they are asked.
    permission: str = "articles.view_article"


RULES: dict[str, Rule] = {
    NoticeKind.SUBMITTED: Rule((editors,), permission="articles.claim_article"),
    NoticeKind.SENT_BACK: Rule((writers, last_editors), by_mail=True),
    NoticeKind.APPROVED: Rule((writers, publishers)),
    NoticeKind.PUBLISHED: Rule((writers, approver), by_mail=True),
    NoticeKind.UNTOLD: Rule((approver, publisher), permission="articles.approve_article"),
    NoticeKind.TO_REVIEW: Rule((editors,), by_mail=True, permission="articles.claim_article"),
    NoticeKind.WITHDRAWN: Rule((writers, last_editors), by_mail=True),
    NoticeKind.CORRECTED: Rule((writers, last_editors)),
    NoticeKind.ASSIGNED: Rule(by_mail=True),
    NoticeKind.OVERDUE: Rule((keepers,), by_mail=True),
    NoticeKind.TAKEN_OVER: Rule(),
    NoticeKind.MENTIONED: Rule(by_mail=True),
    NoticeKind.REMARK: Rule((writers, last_editors, speakers)),
}

# What each move tells of. Of a text that becomes public the worker tells, when it does.
TOLD_OF = {
    "submit": NoticeKind.SUBMITTED,
    "send_back": NoticeKind.SENT_BACK,
    "approve": NoticeKind.APPROVED,
    "publish_urgently": NoticeKind.TO_REVIEW,
    "withdraw": NoticeKind.WITHDRAWN,
}
