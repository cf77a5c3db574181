"""A paper with one of everything, texts in every state, and the six visitors."""

import uuid
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from articles.models import (
    Article,
    Author,
    Autosave,
    Notice,
    SavedFilter,
    SearchSynonym,
    Series,
    Source,
    StoryTemplate,
    Tag,
)
from articles.workflow import Stage, Status
from images.models import Gallery
from pages.models import Page, Redirect, SiteSettings
from readers.models import Comment, ContactMessage, ReadingList
from tests import factories
from tests.permissions.table import ANONYMOUS, NEWSROOM, READER, STATES, VISITORS, link_to


class Paper:
    def __init__(self):
        self.people = {READER: factories.user("reader")} | {
            role.value: factories.user(role.value, role) for role in Role
        }
        self.stranger = factories.user("stranger", Role.CONTRIBUTOR)
        self.section = factories.section("أخبار", slug="news")
        self.clients = {visitor: self._client(visitor) for visitor in VISITORS}
        self.canaries = {}
        self.articles = {
            (writer, state): self._article(user, state)
            for writer, user in [
                *((name, self.people[name]) for name in NEWSROOM),
                ("stranger", self.stranger),
            ]
            for state in STATES
        }
        self.rows = self._rows()
        published = self.articles["stranger", "published"]
        self.private_list = ReadingList.begin(self.stranger, "لي وحدي")
        self.notice = Notice.objects.create(to=self.stranger, kind="remark", key="x", article=published)
        self.link = link_to(self.articles["stranger", "draft"])
        self.filter = SavedFilter.objects.create(user=self.stranger, name="..", query="stage=draft")
        self.autosave = Autosave.objects.create(
            article=published, by=self.stranger, data={}, saved_at=timezone.now()
        )

    def _client(self, visitor: str) -> Client:
        client = Client()
        if visitor != ANONYMOUS:
            client.force_login(self.people[visitor])
        return client

    def _article(self, writer, state: str) -> Article:
        """With a word in it that stands nowhere else."""
        canary = f"canary{uuid.uuid4().hex[:12]}"
        stage = state if state in set(Stage) else Stage.APPROVED
        status = (
            Status.PUBLISHED
            if state == "scheduled"
            else state
            if state in set(Status)
            else Status.UNPUBLISHED
        )
        hour = timedelta(days=1 if state == "scheduled" else -1)
        article = factories.article(
            status=status,
            stage=stage,
            published_at=None if status == Status.UNPUBLISHED else timezone.now() + hour,
            section=self.section.pk,
            title=f"{state} {canary}",
            deck=canary,
            body="" if state == "idea" else f"<p>{canary}</p>",
        )
        Article.objects.filter(pk=article.pk).update(created_by=writer)
        if state != "published":
            self.canaries[canary] = writer
        return Article.objects.get(pk=article.pk)

    def article(self, visitor: str, own: bool, state: str) -> Article:
        return self.articles[visitor if own else "stranger", state]

    def _pages(self) -> Page:
        Page.objects.create(title="من نحن", slug="about")
        return Page.objects.create(title="شروط", slug="terms")

    def _public_list(self) -> ReadingList:
        """With a text that was public when it was added, and is not any more."""
        made = ReadingList.begin(self.stranger, "للجميع")
        for (_writer, state), article in self.articles.items():
            if state in {"published", "withdrawn", "archived"}:
                made.entries.create(article=article)
        made.publish()
        return made

    def _rows(self) -> dict:
        """One row of each kind that the back office lists."""
        published = self.articles["stranger", "published"]
        return {
            "articles_section": self.section,
            "articles_author": Author.objects.create(name="كاتبة"),
            "articles_tag": Tag.objects.create(name="وسم"),
            "articles_source": Source.objects.create(name="مصدر"),
            "articles_series": Series.objects.create(name="سلسلة"),
            "articles_revision": published.working_revision,
            "articles_transitionlog": published.log.first(),
            "articles_storytemplate": StoryTemplate.objects.create(
                name="أسبوعيّة", payload={"title": "عنوان"}
            ),
            "articles_searchsynonym": SearchSynonym.objects.create(one="حاسوب", other="كومبيوتر"),
            "images_image": factories.image(),
            "images_gallery": Gallery.objects.create(name="معرض"),
            "pages_page": self._pages(),
            "pages_redirect": Redirect.objects.create(old_path="/old/", new_path="/about/"),
            "pages_sitesettings": SiteSettings.load(),
            "readers_contactmessage": ContactMessage.objects.create(
                name="قارئ", email="reader@example.com", subject="سلام", text="نصّ"
            ),
            "readers_comment": Comment.objects.create(
                article=published, name="قارئ", text="نصّ", posted_at=timezone.now()
            ),
            "readers_readinglist": self._public_list(),
            "accounts_user": self.stranger,
            "accounts_reader": self.people[READER],
            "accounts_invitation": factories.invitation(),
        }


def is_in(answer) -> bool:
    """Whether somebody got in. Nothing that was refused may be kept by a cache."""
    to = answer.headers.get("Location", "")
    refused = answer.status_code in {403, 404, 405, 410} or "/login/" in to
    if refused and answer.status_code != 410:
        assert "no-store" in answer.headers["Cache-Control"]
    return not refused
