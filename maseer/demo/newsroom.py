"""Fills an empty paper with the demo newsroom.

Every text goes the way a real one takes: saved, submitted, approved, published.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from PIL import Image as Pillow

from accounts.models import User
from accounts.roles import Role
from articles.models import Article, Author, Payload, Plan, Priority, Section, Series, Source, Tag
from articles.models.payload import BylineRole
from articles.workflow import TRANSITIONS, Stage
from images.models import Gallery, Image
from maseer.demo import comments, content, guests, reading, talk
from pages.models import Page, SiteSettings
from readers.models import ReadingList

CREDITS = {
    "writers": BylineRole.WRITER,
    "translators": BylineRole.TRANSLATOR,
    "photographers": BylineRole.PHOTOGRAPHER,
    "cartoonists": BylineRole.CARTOONIST,
}

# The moves that lead a fresh draft into each state, and who makes them.
WRITER, EDITOR, MANAGER = Role.CONTRIBUTOR, Role.EDITOR, Role.MANAGING_EDITOR
REPORTER = "reporter"
_APPROVED = (("submit", WRITER), ("claim", EDITOR), ("approve", EDITOR))
_PUBLISHED = (*_APPROVED, ("publish", MANAGER))
# What a section asks for besides.
STEPS = {
    Stage.FACT_CHECK: ("check_facts", EDITOR),
    Stage.LEGAL_REVIEW: ("review_legally", EDITOR),
}
WAYS = {
    "idea": (),
    "draft": (),
    "submitted": (("submit", WRITER),),
    "in_edit": (("submit", WRITER), ("claim", EDITOR)),
    "fact_check": (("submit", WRITER), ("claim", EDITOR), STEPS[Stage.FACT_CHECK]),
    "legal_review": (("submit", WRITER), ("claim", EDITOR), *STEPS.values()),
    "changes_requested": (("submit", WRITER), ("claim", EDITOR), ("send_back", EDITOR)),
    "approved": _APPROVED,
    "published": _PUBLISHED,
    "scheduled": _PUBLISHED,
    "withdrawn": (*_PUBLISHED, ("withdraw", MANAGER)),
    "archived": (*_PUBLISHED, ("archive", MANAGER)),
}


class Newsroom:
    """The demo while it is being set up. `fill` returns the passwords of the accounts it made, by user name."""

    def __init__(self, now=None):
        self.now = now or timezone.now()

    @transaction.atomic
    def fill(self) -> dict[str, str]:
        rows = content.newsroom()
        settings = rows["settings"]
        social = settings.pop("social", {})
        SiteSettings(**settings, **social).save()
        self.pictures = {name: self._picture(name, about) for name, about in content.pictures().items()}
        self.sections = {
            row["name"]: Section.objects.create(order=order, **row)
            for order, row in enumerate(rows["sections"])
        }
        self.authors = {row["name"]: self._author(row) for row in rows["authors"]}
        self.series = {row["name"]: Series.objects.create(**row) for row in rows["series"]}
        self.sources = {row["name"]: Source.objects.create(**row) for row in rows["sources"]}
        for order, row in enumerate(rows["pages"]):
            Page.objects.create(order=order, **row)
        passwords = self._staff()
        articles = {story.name: self._publish(story) for story in content.stories()}
        for story in content.on_the_desk():
            self._plan(self._publish(story), story)
        talk.settle(articles, self.now)
        comments.settle(articles, self.staff[MANAGER], self.now)
        reading.settle(self.now)
        self._keep(articles)
        # Only now have they addresses: nobody is to get mail about what was written before they came.
        people = {role.value: user for role, user in self.staff.items()} | {REPORTER: self.reporter}
        guests.settle(people, self.sections, self.authors, self.now)
        return passwords

    def _picture(self, name: str, about: dict) -> Image:
        data = content.picture_file(name).read_bytes()
        with Pillow.open(content.picture_file(name)) as opened:
            width, height = opened.size
        across, down = about.get("focal", (50, 50))
        image = Image(
            alt=about["alt"],
            caption=about.get("caption", ""),
            credit=about.get("credit", ""),
            focal_x=across,
            focal_y=down,
            checksum=hashlib.sha256(data).hexdigest(),
            format=Image.Format.WEBP,
            width=width,
            height=height,
        )
        image.file.save(f"{name}.webp", ContentFile(data), save=False)
        image.save()
        return image

    def _author(self, row: dict) -> Author:
        return Author.objects.create(**row | {"portrait": self.pictures.get(row["portrait"])})

    def _staff(self) -> dict[str, str]:
        passwords = {}
        self.staff = {}
        names = content.newsroom()["staff"]
        for role in Role:
            passwords[role.value] = get_random_string(14)
            user = User.objects.create_user(
                role.value,
                password=passwords[role.value],
                display_name=names.get(role.value, str(role.label)),
            )
            user.take_role(role)
            self.staff[role] = user
        # One contributor is a columnist of the paper; what she writes is hers to see.
        self.columnist = next(iter(self.authors))
        self._signs(self.staff[WRITER], self.columnist)
        # All the rest is begun by somebody else, for the editors may not approve what they begin.
        passwords[REPORTER] = get_random_string(14)
        self.reporter = User.objects.create_user(REPORTER, password=passwords[REPORTER])
        self.reporter.take_role(WRITER)
        self._signs(self.reporter, names[REPORTER])
        return passwords

    def _signs(self, user: User, name: str) -> None:
        user.display_name = name
        user.save(update_fields=["display_name"])
        self.authors[name].user = user
        self.authors[name].save()

    def _publish(self, story: content.Story) -> Article:
        article = Article()
        writer = self.staff[WRITER] if self.columnist in story.writers else self.reporter
        article.save_revision(self._payload(story), base=None, by=writer)
        for move, role in self._way(story):
            article.apply(
                move,
                by=writer if role == WRITER else self.staff[role],
                note=story.note if TRANSITIONS[move].needs_note else "",
                at=self._moment(story) if move == "publish" else None,
            )
        for kind, text in (story.corrections or {}).items():
            article.correct(kind, text, by=self.staff[MANAGER])
        return article

    def _way(self, story: content.Story) -> Iterator[tuple[str, Role]]:
        steps = self.sections[story.section].steps
        for move, role in WAYS[story.state]:
            if move == "approve" and steps:
                yield from (way for step, way in STEPS.items() if step in steps)
                role = MANAGER  # lets a text pass the lawyers
            yield move, role

    def _keep(self, articles: dict[str, Article]) -> None:
        for row in content.newsroom()["lists"]:
            kept = ReadingList.begin(self.staff[Role(row["owner"])], row["name"])
            for name in row["articles"]:
                kept.add(articles[name])
            if row.get("public"):
                kept.publish()

    def _plan(self, article: Article, story: content.Story) -> None:
        if story.reader and story.reader != EDITOR:
            article.apply("take_over", by=self.staff[Role(story.reader)])
        if story.due or story.priority or story.in_charge:
            plan = Plan(
                assignee=self.staff[Role(story.in_charge)] if story.in_charge else None,
                due_at=_whole_hour(self.now) + timedelta(hours=story.due) if story.due else None,
                priority=Priority[(story.priority or "normal").upper()],
            )
            article.replan(plan, by=self.staff[MANAGER])

    def _moment(self, story: content.Story) -> datetime:
        day = timezone.localdate(self.now) + timedelta(days=story.days or -story.days_ago)
        moment = timezone.make_aware(datetime.combine(day, time.fromisoformat(story.at)))
        if story.state == "scheduled":
            return moment if moment > self.now else moment + timedelta(days=1)
        # Whoever opens the demo before noon finds yesterday's afternoon in it.
        return moment - timedelta(days=1) if story.days_ago == 0 and moment > self.now else moment

    def _payload(self, story: content.Story) -> Payload:
        return Payload(
            title=story.title,
            deck=story.deck or "",
            body="" if story.state == "idea" else story.body,
            kind=story.kind,
            section=self.sections[story.section].pk,
            sections=tuple(self.sections[name].pk for name in story.sections or ()),
            bylines=tuple(
                (self.authors[name].pk, role.value)
                for credit, role in CREDITS.items()
                for name in story.about.get(credit, ())
            ),
            image=self.pictures[story.image].pk if story.image else None,
            gallery=self._gallery(story).pk if story.gallery else None,
            source=self.sources[story.source].pk if story.source else None,
            source_url=story.source_url or "",
            series=self.series[story.series].pk if story.series else None,
            series_part=story.series_part if story.series else None,
            tags=tuple(Tag.objects.called(name).pk for name in story.tags),
        )

    def _gallery(self, story: content.Story) -> Gallery:
        gallery = Gallery.objects.create(name=story.title)
        for order, (name, caption) in enumerate(zip(story.gallery, story.gallery_captions, strict=True)):
            gallery.items.create(image=self.pictures[name], caption=caption, order=order)
        return gallery


def _whole_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
