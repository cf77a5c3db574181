"""Writes what an export says into the newsroom: all or nothing, and a second run changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from articles.models import Article, Byline, Placement, Revision, SearchDocument, Tagged
from articles.workflow import Stage, Status
from maseer.lib import planner
from maseer.wordpress import content, views
from maseer.wordpress.addresses import Addresses, chunks
from maseer.wordpress.comments import Comments
from maseer.wordpress.export import VIEWS, Export, Item, number
from maseer.wordpress.payloads import Payloads, Refused, check_length
from maseer.wordpress.payloads import Pictures as Found
from maseer.wordpress.pictures import Pictures
from maseer.wordpress.report import Report
from maseer.wordpress.standing_pages import StandingPages
from maseer.wordpress.survey import Survey
from maseer.wordpress.terms import Terms

# Bodies of one batch are in memory together.
_BATCH = 50


@dataclass(frozen=True, slots=True)
class State:
    """`published_at` for what is public or will be; `is_overdue` for a schedule whose time passed unnoticed."""

    status: str
    stage: str
    published_at: datetime | None = None
    is_overdue: bool = False


def state_of(item: Item, now: datetime) -> State:
    """The state a post had, never a more public one. Raises Refused."""
    if item.status in {"publish", "private", "future"} and not item.at:
        raise Refused("it has no date")
    if item.has_password or item.status == "private":
        return State(Status.ARCHIVED, Stage.APPROVED, item.at)
    match item.status:
        case "publish":
            return State(Status.PUBLISHED, Stage.APPROVED, item.at)
        case "future" if item.at > now:
            return State(Status.PUBLISHED, Stage.APPROVED, item.at)
        case "future":
            return State(Status.UNPUBLISHED, Stage.APPROVED, is_overdue=True)
        case "pending":
            return State(Status.UNPUBLISHED, Stage.SUBMITTED)
        case _:
            return State(Status.UNPUBLISHED, Stage.DRAFT)


class Importer:
    def __init__(self, path: Path, progress: Callable[[int, int], None] = lambda done, total: None, now=None):
        self.export = Export(path)
        self.report = Report(file=str(path))
        self.progress, self.now = progress, now or timezone.now()
        self.done = 0
        self.seen: set[int] = set()

    def run(self, dry_run: bool = False) -> Report:
        """Raises ExportError before anything is written, or with everything taken back."""
        self.survey = survey = Survey.of(self.export)
        self.report.dry_run = dry_run
        self.report.site, self.report.version = self.export.site.key, self.export.site.version
        # Reasons in the report are for the command line, which speaks English.
        with translation.override(None), transaction.atomic():
            self.addresses = Addresses(self.report)
            self.terms = Terms(survey, self.report)
            self.pictures = Pictures(survey, self.report)
            self.comments = Comments(self.export.site.key, self.report)
            self.payloads = Payloads(survey, self.terms, self.report)
            self.pages = StandingPages(survey, self.addresses, self.report)
            self.terms.bring(self.addresses)
            self.addresses.write()
            for batch in chunks((item for item in self.export.items() if item.type == "attachment"), 500):
                self.pictures.bring(batch)
                self._advance(len(batch))
            for batch in chunks((item for item in self.export.items() if item.type != "attachment"), _BATCH):
                self._bring(batch)
                self._advance(len(batch))
            self.terms.bring_late(self.addresses)
            self.addresses.write()
            if dry_run:
                transaction.set_rollback(True)
            else:
                planner.learn(Article, Revision, Placement, Byline, Tagged, SearchDocument)
        return self.report

    def _advance(self, items: int) -> None:
        self.done += items
        self.progress(self.done, self.survey.total)

    def _bring(self, batch: list[Item]) -> None:
        texts = self._texts(batch)
        posts = [item for item, _text in texts if item.type == "post"]
        in_texts, attachments = self.pictures.find(
            (ref for _item, text in texts for ref in text.images), (item.thumbnail for item in posts)
        )
        found = Found(in_texts, attachments)
        known = self._known(posts)
        brought = {}
        for item, text in texts:
            outcome = self.report["pages" if item.type == "page" else "articles"]
            try:
                if item.type == "page":
                    self.pages.bring(item, text, found)
                else:
                    article = self._bring_post(item, text, found, known.get(self._ref(item)))
                    brought[article.pk] = item
            except Refused as reason:
                outcome.refuse(item.id, item.title, str(reason))
            except ValidationError as error:
                outcome.refuse(item.id, item.title, "; ".join(error.messages))
        self.comments.bring([(item, article) for article, item in brought.items()])
        read = {article: number(item.first(*VIEWS)) for article, item in brought.items()}
        views.keep({article: times for article, times in read.items() if times}, self.report)
        self.addresses.write()

    def _texts(self, batch: list[Item]) -> list[tuple[Item, content.Text]]:
        """What is to be brought, read. The rest is in the report."""
        texts = []
        for item in batch:
            if reason := _left_out(item):
                self.report.leave_out(item.id, item.title, reason)
                continue
            try:
                check_length(item)
                if item.id in self.seen:
                    raise Refused("an earlier item has this number")
            except Refused as reason:
                self.report["pages" if item.type == "page" else "articles"].refuse(
                    item.id, item.title, str(reason)
                )
                continue
            self.seen.add(item.id)
            children = tuple(number for number, _page in self.survey.children.get(item.id, ()))
            text = content.read(item.body, self.terms.names, self.export.site.address, children)
            for lost in text.lost:
                self.report.leave_out(item.id, item.title, f"in the text: {lost}")
            texts.append((item, text))
        return texts

    def _known(self, posts: list[Item]) -> dict[str, Article]:
        rows = Article.objects.filter(import_ref__in=[self._ref(item) for item in posts])
        return {row.import_ref: row for row in rows.select_related("working_revision").defer("body")}

    def _bring_post(self, item: Item, text: content.Text, found: Found, article: Article | None) -> Article:
        state = state_of(item, self.now)
        revision = article.working_revision if article else None
        payload = self.payloads.make(
            item, text, found, revision and revision.content, needs_section=state.status == Status.PUBLISHED
        )
        outcome = self.report["articles"]
        if not article:
            article = Article.bring_in(
                payload,
                import_ref=self._ref(item),
                status=state.status,
                stage=state.stage,
                published_at=state.published_at,
                note=f"{self.export.site.key} #{item.id}: {item.status}",
            )
            outcome.created += 1
        elif revision.content == payload.cleaned():
            outcome.unchanged += 1
        elif article.bring_up_to_date(payload):
            outcome.updated += 1
            article.refresh_from_db(fields=["slug"])
        else:
            self.report.edited_here += 1
            outcome.unchanged += 1
        self._record(item, state)
        if article.is_public():
            self._keep_addresses(item, article.get_absolute_url())
        return article

    def _record(self, item: Item, state: State) -> None:
        report = self.report
        report.by_status[item.status] += 1
        if state.is_overdue:
            entry = {"item": item.id, "title": item.title[:200], "at": item.at.isoformat()}
            report.overdue.append(entry | {"reason": "its time has passed; approved, not public"})
        if item.has_password:
            report.note(item.id, item.title, "protected by a password: archived")
        if item.status not in {"publish", "private", "future", "draft", "pending"}:
            report.note(item.id, item.title, f"unknown status {item.status[:40]!r}: draft")
        if item.is_sticky:
            report.pinned.append(item.id)

    def _keep_addresses(self, item: Item, address: str) -> None:
        """Only for what is public: an address that leads on to a 404 would tell that there is a draft."""
        self.addresses.add(item.link, address)
        self.addresses.add(f"/?p={item.id}", address)
        for slug in item.meta.get("_wp_old_slug", ()):
            if item.slug and slug and item.slug in item.link:
                self.addresses.add(item.link.replace(item.slug, slug), address)
        for picture, page in self.survey.children.get(item.id, ()):
            self.addresses.add(page, address)
            self.addresses.add(f"/?p={picture}", address)

    def _ref(self, item: Item) -> str:
        return f"wp:{self.export.site.key}:{item.id}"


def _left_out(item: Item) -> str:
    if item.type not in {"post", "page"}:
        return f"not an article or page: {item.type[:40]}"
    if item.status in {"trash", "auto-draft", "inherit"}:
        comments = f", with {len(item.comments)} comments" if item.comments else ""
        return f"in the trash{comments}" if item.status == "trash" else f"never written: {item.status}"
    return ""
