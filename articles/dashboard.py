"""What the first page of the back office shows: what should be done now, by whoever looks.

Everything here only reads, is limited, and goes through an index that holds nothing but what is open: a paper with a
million texts has the same desk as one with a hundred. `MOST_QUERIES` is held by a test.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from articles.models import Article, ArticleCount, Author, Autosave, Section, TransitionLog
from articles.models.article_queryset import ArticleQuerySet, MergedLists
from articles.models.payload import BylineRole
from articles.workflow import EDITORS_STAGES, STEPS, WRITERS_STAGES, Stage, Status
from maseer.lib import html

MOST_QUERIES = 40

# Numbers are counted up to here, and "99+" beyond.
MOST_COUNTED = 99
SHOWN = 8
SHOWN_OF_A_DAY = 4
DAYS_BACK, DAYS_AHEAD = 2, 4

# What a line shows of a text, and what decides where it stands.
ON_LINES = (
    *("status", "published_at", "priority", "due_at", "needs_review", "claimed_at", "created_at", "section"),
    *("working_revision__stage", "working_revision__title"),
    *(f"{who}__{name}" for who in ("assignee", "claimed_by", "created_by") for name in User.NAMED_BY),
)

# The stations of a text; what is approved, scheduled or public stands in the status, not in the stage.
TO_PUBLISH, SCHEDULED, TODAY = "to_publish", "scheduled", "today"
STATIONS = (
    (Stage.IDEA, _("Ideas")),
    (Stage.DRAFT, _("Drafts")),
    (Stage.SUBMITTED, _("Handed in")),
    (Stage.IN_EDIT, _("In edit")),
    (Stage.FACT_CHECK, _("Fact check")),
    (Stage.LEGAL_REVIEW, _("Legal review")),
    (TO_PUBLISH, _("Ready")),
    (SCHEDULED, _("Scheduled")),
    (TODAY, _("Published today")),
)
ADDRESSES = {TO_PUBLISH: "desk=to_publish", SCHEDULED: "status=scheduled", TODAY: "desk=today"}

# What waits for whom: the stage, what one must be allowed to, and what there is to do.
QUEUES = (
    (Stage.SUBMITTED, "articles.claim_article", pgettext_lazy("to do", "Review")),
    (Stage.IN_EDIT, "articles.claim_article", pgettext_lazy("to do", "Review")),
    (Stage.FACT_CHECK, STEPS[Stage.FACT_CHECK], pgettext_lazy("to do", "Check")),
    (Stage.LEGAL_REVIEW, STEPS[Stage.LEGAL_REVIEW], pgettext_lazy("to do", "Check")),
)


@dataclass(frozen=True)
class Station:
    name: str
    label: str
    count: int
    late: int
    query: str

    @property
    def is_last(self) -> bool:
        return self.name == TODAY


@dataclass
class Line:
    """One text in a list of the desk."""

    article: Article
    title: str
    writers: list[str]
    section: str
    words: int = 0
    act: str = ""
    is_late: bool = False
    # How often readers have read it so far.
    views: int = 0
    # Why it was sent back, and by whom.
    reason: TransitionLog | None = None

    @property
    def stage(self) -> Stage:
        return Stage(self.article.stage)


@dataclass(frozen=True)
class Day:
    day: date
    lines: list[Line]
    has_more: bool
    is_today: bool
    is_past: bool


@dataclass
class Desk:
    now: datetime
    road: list[Station] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    mine: list[Line] = field(default_factory=list)
    unsaved: list[Autosave] = field(default_factory=list)
    reading: list[Line] = field(default_factory=list)
    read_by_others: list[Line] = field(default_factory=list)
    overdue: list[Line] = field(default_factory=list)
    sent_back: list[Line] = field(default_factory=list)
    week: list[Day] = field(default_factory=list)
    recent: list[Line] = field(default_factory=list)

    @property
    def has_work(self) -> bool:
        mine = self.mine, self.unsaved, self.reading
        return any((self.waiting, *mine, self.read_by_others, self.overdue, self.sent_back))


def desk(user, now: datetime | None = None) -> Desk:
    now = now or timezone.now()
    if not user.has_perm("articles.view_article"):
        return Desk(now)
    seen = Article.objects.visible_to(user)
    edits = user.has_perm("articles.edit_all_article")
    late = seen.overdue(now).not_archived().order_by("due_at")
    overdue = dict(late.values_list("pk", "working_revision__stage")[: MOST_COUNTED + 1])
    overdue_shown = list(overdue)[:SHOWN]
    waiting = _waiting(user, seen)
    mine = _mine(user)
    reading = _numbers(Article.objects.filter(claimed_by=user).order_by("claimed_at")[:SHOWN])
    others = seen.being_read().exclude(claimed_by=user) if edits else seen.none()
    read_by_others = _numbers(others.order_by("claimed_at")[:SHOWN])
    sent_back = _sent_back(user, seen) if edits else []
    first = timezone.localdate(now) - timedelta(days=DAYS_BACK)
    days = [first + timedelta(days=on) for on in range(DAYS_BACK + DAYS_AHEAD + 1)]
    week = {day: _day(seen, now, day) for day in days}
    recent = _recent(user, now)
    of_the_week = [number for numbers, _more in week.values() for number in numbers]
    shown = {*overdue_shown, *mine, *reading, *read_by_others, *sent_back, *of_the_week, *recent}
    lines = _Lines(now, shown, [article for article, _act in waiting])
    return Desk(
        now=now,
        road=_road(user, seen, overdue.values(), lines.sections.values(), now),
        waiting=[lines.of(article, act=act, with_words=True) for article, act in waiting],
        mine=lines.all(mine),
        unsaved=_unsaved(user),
        reading=lines.all(reading),
        read_by_others=lines.all(read_by_others),
        overdue=lines.all(overdue_shown),
        sent_back=lines.all(sent_back),
        week=[_week_day(now, day, lines.all(numbers), more) for day, (numbers, more) in week.items()],
        recent=_with_views(lines.all(recent)),
    )


# The road


def _road(user, seen: ArticleQuerySet, overdue, sections, now: datetime) -> list[Station]:
    scope = user.section_scope
    asked_for = {
        step for section in sections if scope is None or section.pk in scope for step in section.steps
    }
    late = [TO_PUBLISH if stage == Stage.APPROVED else stage for stage in overdue]
    stations = []
    for name, label in STATIONS:
        count = _count(_standing_at(seen, name, now))
        if count or name not in STEPS or name in asked_for:
            query = ADDRESSES.get(name, f"stage={name}")
            stations.append(Station(name, label, count, late.count(name), query))
    return stations


def _standing_at(seen: ArticleQuerySet, station: str, now: datetime) -> ArticleQuerySet:
    if station == TO_PUBLISH:
        return seen.to_publish()
    if station == SCHEDULED:
        return seen.scheduled(now)
    return seen.on_day(timezone.localdate(now)).published(now) if station == TODAY else seen.at_stage(station)


def _count(articles: ArticleQuerySet) -> int:
    return len(_numbers(articles.order_by()[: MOST_COUNTED + 1]))


# The lists: first their numbers, then all rows at once


def _numbers(articles: ArticleQuerySet) -> list[int]:
    return list(articles.values_list("pk", flat=True))


def _rows(numbers, with_text: bool = False) -> dict[int, Article]:
    """With everything a line shows; without the texts themselves, unless their words are counted."""
    return (
        Article.objects.select_related("working_revision", "assignee", "claimed_by", "created_by")
        .only(*ON_LINES, *(("working_revision__payload",) if with_text else ()))
        .annotate(
            working_bylines=F("working_revision__payload__bylines"),
            working_section=F("working_revision__payload__section"),
        )
        # In no order: to find its columns among so many takes as long as all the rest.
        .order_by()
        .in_bulk(numbers)
    )


def _waiting(user, seen: ArticleQuerySet) -> list[tuple[Article, str]]:
    """What this person can do something about and nobody else has in hand, the most pressing first."""
    if not user.has_perm("articles.edit_all_article"):
        return []
    acts = {stage: act for stage, permission, act in QUEUES if user.has_perm(permission)}
    pressing = [F("priority").desc(), F("due_at").asc(nulls_last=True), "working_revision"]
    # One's own text waits for somebody else.
    others = seen.exclude(created_by=user)
    queues = [(others.at_stage(*acts).filter(claimed_by=None), None)]
    if user.has_perm("articles.publish_article"):
        queues.append((seen.to_publish(), pgettext_lazy("to do", "Publish")))
    if user.has_perm("articles.approve_article"):
        queues.append((others.to_review(), pgettext_lazy("to do", "Read again")))
    found = {}
    for articles, act in queues:
        staged = articles.order_by(*pressing).values_list("pk", "working_revision__stage")
        for number, stage in staged[:SHOWN]:
            found.setdefault(number, act or acts[stage])
    rows = _rows(found, with_text=True)
    theirs = [(rows[number], act) for number, act in found.items() if number in rows]
    return sorted((one for one in theirs if one[0].in_scope(user)), key=_pressing)[:SHOWN]


def _pressing(waiting: tuple[Article, str]):
    article, _act = waiting
    return -article.priority, article.due_at is None, article.due_at or article.created_at


def _mine(user) -> list[int]:
    """What this person writes, what came back first."""
    theirs = Article.objects.theirs(user).order_by("-working_revision")
    newest = theirs.at_stage(*WRITERS_STAGES).values_list("pk", "working_revision__stage")[: SHOWN * 2]
    with_writer = sorted(newest, key=lambda found: found[1] != Stage.CHANGES_REQUESTED)
    handed_in = _numbers(theirs.at_stage(*EDITORS_STAGES)[:SHOWN])
    return [*(number for number, _stage in with_writer), *handed_in][:SHOWN]


def _sent_back(user, seen: ArticleQuerySet) -> list[int]:
    """What editors wait for; one's own stands under one's own work."""
    others = seen.at_stage(Stage.CHANGES_REQUESTED).exclude(created_by=user)
    return _numbers(others.order_by("-working_revision")[:SHOWN])


def _unsaved(user) -> list[Autosave]:
    """The newest of what was typed into each text and not saved."""
    newest = {}
    open_ones = Autosave.objects.unsaved(user).defer("data").order_by("-id")
    for kept in open_ones[: SHOWN * 4]:
        newest.setdefault((kept.article_id, kept.form_key), kept)
    return list(newest.values())[:SHOWN]


def _recent(user, now: datetime) -> list[int]:
    """The newest that readers have, of what this person may see. Each list is the head of an index."""
    public = Article.objects.newest_first(now)
    scope = user.section_scope
    if user.has_perm("articles.see_all_article"):
        if scope is None:
            return _numbers(public[:SHOWN])
        # A text also stands in further sections, whose editors may read it only as readers do.
        listed = Article.objects.in_sections(sorted(scope), now)[: SHOWN * 2]
        return [number for number, section in listed.values_list("pk", "section") if section in scope][:SHOWN]
    own = [Article.objects.by_author(author, now) for author in Author.objects.filter(user=user)]
    begun = Article.objects.published(now).filter(created_by=user).order_by("-id")
    return _numbers(MergedLists([*own, begun], public)[:SHOWN])


def _with_views(lines: list[Line]) -> list[Line]:
    counts = ArticleCount.objects.in_bulk([line.article.pk for line in lines])
    for line in lines:
        line.views = counts[line.article.pk].all_views if line.article.pk in counts else 0
    return lines


# The week


def _day(seen: ArticleQuerySet, now: datetime, day: date) -> tuple[list[int], bool]:
    """What is to come before what has been: the first of those, the last of these."""
    that_day, today = seen.on_day(day), timezone.localdate(now)
    coming, gone = [], []
    if day >= today:
        coming = _numbers(that_day.scheduled(now).order_by("published_at", "pk")[: SHOWN_OF_A_DAY + 1])
    if day <= today:
        gone = _numbers(that_day.published(now).order_by("-published_at", "-pk")[: SHOWN_OF_A_DAY + 1])
    kept = gone[: max(SHOWN_OF_A_DAY - len(coming), 0)][::-1] + coming[:SHOWN_OF_A_DAY]
    return kept, len(gone) + len(coming) > len(kept)


def _week_day(now: datetime, day: date, lines: list[Line], has_more: bool) -> Day:
    today = timezone.localdate(now)
    return Day(day, lines, has_more, is_today=day == today, is_past=day < today)


class _Lines:
    """Articles as lines, with the names of their writers and sections, each read once for the whole desk."""

    def __init__(self, now: datetime, numbers: set[int], waiting: list[Article]):
        self.now = now
        self.articles = _rows(numbers)
        articles = [*self.articles.values(), *waiting]
        self.sections = {section.pk: section for section in Section.objects.select_related("parent")}
        signed = {author for article in articles for author, _role in article.working_bylines or ()}
        self.authors = Author.objects.order_by().only("name").in_bulk(signed)
        self.reasons = {}
        back = [article.pk for article in articles if article.stage == Stage.CHANGES_REQUESTED]
        if back:
            # The newest of each comes last and stays.
            entries = TransitionLog.objects.filter(article__in=back, transition="send_back").order_by("id")
            self.reasons = {entry.article_id: entry for entry in entries}

    def all(self, numbers: list[int]) -> list[Line]:
        return [self.of(self.articles[number]) for number in numbers if number in self.articles]

    def of(self, article: Article, act: str = "", with_words: bool = False) -> Line:
        signed = [
            str(self.authors[author])
            for author, role in article.working_bylines or ()
            if author in self.authors and role in {BylineRole.WRITER, BylineRole.CARTOONIST}
        ]
        section = self.sections.get(article.working_section)
        words = len(html.plain_text(article.working_revision.content.body).split()) if with_words else 0
        return Line(
            article=article,
            title=article.working_revision.title,
            writers=signed or ([str(article.created_by)] if article.created_by else []),
            section=str(section) if section else "",
            words=words,
            act=act,
            is_late=article.is_overdue(self.now) and article.status != Status.ARCHIVED,
            reason=self.reasons.get(article.pk) if article.stage == Stage.CHANGES_REQUESTED else None,
        )
