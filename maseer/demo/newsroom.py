"""Fills an empty paper with the demo newsroom.

Every text goes the way a real one takes: saved, submitted, approved, published.
"""

import hashlib
from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from PIL import Image as Pillow

from accounts.models import User
from accounts.roles import Role
from articles.models import Article, Author, Payload, Section, Series, Source, Tag
from articles.models.payload import BylineRole
from images.models import Gallery, Image
from maseer.demo import content
from pages.models import Page, SiteSettings

CREDITS = {
    "writers": BylineRole.WRITER,
    "translators": BylineRole.TRANSLATOR,
    "photographers": BylineRole.PHOTOGRAPHER,
    "cartoonists": BylineRole.CARTOONIST,
}

# The moves that lead a fresh draft into each state, and who makes them.
WRITER, EDITOR, MANAGER = Role.CONTRIBUTOR, Role.EDITOR, Role.MANAGING_EDITOR
# Many texts of the demo are begun by the editor, who may not approve those.
_APPROVED = (("submit", WRITER), ("claim", EDITOR), ("approve", MANAGER))
_PUBLISHED = (*_APPROVED, ("publish", MANAGER))
WAYS = {
    "idea": (),
    "draft": (),
    "submitted": (("submit", WRITER),),
    "in_edit": (("submit", WRITER), ("claim", EDITOR)),
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
        for story in content.stories():
            self._publish(story)
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
        for role in Role:
            passwords[role.value] = get_random_string(14)
            user = User.objects.create_user(
                role.value, password=passwords[role.value], display_name=str(role.label)
            )
            user.take_role(role)
            self.staff[role] = user
        # One contributor is a columnist of the paper; what she writes is hers to see.
        self.columnist, author = next(iter(self.authors.items()))
        author.user = self.staff[WRITER]
        author.user.display_name = author.name
        author.user.save(update_fields=["display_name"])
        author.save()
        return passwords

    def _publish(self, story: content.Story) -> None:
        article = Article()
        writer = self.staff[WRITER if self.columnist in story.writers else EDITOR]
        article.save_revision(self._payload(story), base=None, by=writer)
        for move, role in WAYS[story.state]:
            article.apply(
                move,
                by=writer if role == WRITER else self.staff[role],
                note=story.note or "",
                at=self._moment(story) if move == "publish" else None,
            )

    def _moment(self, story: content.Story) -> datetime:
        day = timezone.localdate(self.now) - timedelta(days=story.days_ago)
        moment = timezone.make_aware(datetime.combine(day, time.fromisoformat(story.at)))
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
