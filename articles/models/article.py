from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.announced import Announced
from articles.models.article_queryset import ArticleQuerySet
from articles.models.commentable import Commentable, Commenting
from articles.models.correctable import Correctable
from articles.models.editable import Editable
from articles.models.imported import Imported
from articles.models.movable import Movable
from articles.models.payload import BylineRole, Kind
from articles.models.planned import Planned, Priority
from articles.models.revision import Revision
from articles.models.section import Section
from articles.models.source import Series, Source
from articles.models.tag import TagManager
from articles.workflow import Status
from maseer.lib import html
from maseer.lib.fields import HTMLField, LineField


class Article(Movable, Editable, Planned, Announced, Correctable, Commentable, Imported, models.Model):
    """What readers see. What editors work on is the working revision; only `apply` copies one to the other."""

    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.UNPUBLISHED, editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    updated_at = models.DateTimeField(_("text changed"), null=True, editable=False)
    withdrawn_note = models.TextField(_("why it was withdrawn"), blank=True, editable=False)

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS)
    title = LineField(_("title"), max_length=250)
    slug = models.SlugField(_("address"), max_length=120, allow_unicode=True, blank=True)
    deck = LineField(_("deck"), max_length=600, blank=True)
    body = HTMLField(_("text"), blank=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    image = models.ForeignKey(
        "images.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("picture"),
    )
    gallery = models.ForeignKey(
        "images.Gallery",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("gallery"),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("source")
    )
    source_url = models.URLField(_("address of the original"), max_length=1000, blank=True)
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("series")
    )
    series_part = models.PositiveSmallIntegerField(_("part"), null=True, blank=True)
    # Numbers of other articles, chosen by hand. Some may not be public any more: the page asks for those that are.
    # Their numbers, or nothing: with a default SQLite would write every article anew to make room for it.
    related = models.JSONField(_("related texts"), null=True, blank=True, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=0, editable=False)

    working_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="+", editable=False
    )
    approved_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="+", editable=False
    )
    live_revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+", editable=False)

    # Planning: what the desk agreed on about a text, apart from what is in it.
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NORMAL, editable=False
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("in charge"),
        editable=False,
    )
    embargo_until = models.DateTimeField(_("not before"), null=True, blank=True, editable=False)
    # "I am reading this."
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("being read by"),
        editable=False,
    )
    claimed_at = models.DateTimeField(_("being read since"), null=True, editable=False)
    # Whether readers may comment on it, whatever the paper does otherwise.
    commenting = models.CharField(
        _("comments of readers"), max_length=6, choices=Commenting, blank=True, default="", editable=False
    )
    # It went out by the urgent path and nobody has looked at it since.
    needs_review = models.BooleanField(_("to be reviewed"), default=False, editable=False)
    # Those concerned have not been told yet that it is public.
    to_announce = models.BooleanField(default=False, editable=False)
    # Nor that its time is up.
    to_remind = models.BooleanField(default=False, editable=False)

    # The one-time key of the form it was begun with: a form sent twice begins one text.
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("begun by"),
        editable=False,
    )
    import_ref = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)

    tags = TaggableManager(through="articles.Tagged", manager=TagManager, blank=True, verbose_name=_("tags"))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-id"]
        permissions = [
            ("see_all_article", "Can see everybody's texts"),
            ("edit_all_article", "Can edit everybody's texts"),
            ("every_section_article", "Works in every section"),
            ("plan_article", "Can set priority, due time, embargo and who is in charge"),
            ("submit_article", "Can submit texts"),
            ("claim_article", "Can take texts for editing"),
            ("send_back_article", "Can ask for changes"),
            ("approve_article", "Can approve texts"),
            ("check_facts_article", "Can pass the fact check"),
            ("clear_legal_article", "Can pass the legal review"),
            ("publish_article", "Can publish texts"),
            ("publish_urgently_article", "Can publish before approval"),
            ("correct_article", "Can correct public texts"),
            ("withdraw_article", "Can withdraw texts"),
            ("archive_article", "Can archive texts"),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=models.Q(status="published"), name="article_newest"
            ),
            models.Index(
                fields=["kind", "-published_at", "-id"],
                condition=models.Q(status="published"),
                name="article_newest_of_kind",
            ),
            models.Index(
                fields=["source", "-published_at", "-id"],
                condition=models.Q(status="published", source__isnull=False),
                name="article_newest_of_source",
            ),
            models.Index(
                fields=["series", "series_part"],
                condition=models.Q(series__isnull=False),
                name="article_parts",
            ),
            models.Index(fields=["created_by", "-id"], name="article_own"),
            models.Index(fields=["kind", "-id"], name="article_of_kind"),
            models.Index(
                fields=["status", "-id"], condition=~models.Q(status="published"), name="article_not_public"
            ),
            # What the desk asks for. Each holds only what is still open.
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="article_due"),
            models.Index(
                fields=["embargo_until"],
                condition=models.Q(embargo_until__isnull=False),
                name="article_embargoed",
            ),
            # Texts that editors have changed since readers got them.
            models.Index(
                fields=["-id"],
                condition=models.Q(working_revision__gt=models.F("live_revision")),
                name="article_changed",
            ),
            models.Index(
                fields=["published_at"], condition=models.Q(needs_review=True), name="article_to_review"
            ),
            models.Index(
                fields=["published_at"], condition=models.Q(to_announce=True), name="article_to_announce"
            ),
            models.Index(fields=["due_at"], condition=models.Q(to_remind=True), name="article_to_remind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="published")
                | models.Q(published_at__isnull=False, section__isnull=False),
                name="article_published_is_dated",
            ),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="article_status_known"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="article_kind_known"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("articles:article", args=[self.pk, self.slug]) if self.slug else self.short_url

    @property
    def short_url(self) -> str:
        return reverse("articles:short", args=[self.pk])

    # Questions

    def is_public(self, now=None) -> bool:
        return self.status == Status.PUBLISHED and self.published_at <= (now or timezone.now())

    def is_scheduled(self, now=None) -> bool:
        return self.status == Status.PUBLISHED and not self.is_public(now)

    @property
    def is_said(self) -> bool:
        """Whether its title is what somebody said."""
        return self.kind == Kind.INTERVIEW

    @property
    def stage(self) -> str:
        return self.working_revision.stage if self.working_revision else ""

    @property
    def working_title(self) -> str:
        """What those who work on it call it."""
        return self.working_revision.title if self.working_revision else self.title

    @property
    def canonical_url(self) -> str:
        """The first publisher's address where we owe it to them; "" otherwise."""
        return self.source_url if self.source_id and self.source.is_canonical else ""

    # A card asks twice, whether there are words and which; to find them in markup takes a millisecond.
    @cached_property
    def excerpt(self) -> str:
        """What a full card says of it: the deck; without one, how it begins."""
        return self.deck or html.excerpt(getattr(self, "beginning", ""))

    @cached_property
    def credits(self) -> list:
        """Its bylines as they are printed. Lists fetch them for all their rows at once: `bylines_of`."""
        return list(self.bylines.select_related("author__portrait"))

    def _signed_as(self, *roles):
        return [byline.author for byline in self.credits if byline.role in roles]

    @property
    def writers(self):
        """Whose name stands over the text: its writers, or who drew or photographed it."""
        return self._signed_as(BylineRole.WRITER) or self._signed_as(
            BylineRole.CARTOONIST, BylineRole.PHOTOGRAPHER
        )

    def further_sections(self):
        return Section.objects.filter(placements__article=self).exclude(pk=self.section_id)

    def is_own(self, user) -> bool:
        return self.created_by_id == user.pk

    def is_theirs(self, user) -> bool:
        """Whether this person writes it: who began it, or who was put in charge of it."""
        return user.pk in {self.created_by_id, self.assignee_id}

    def in_scope(self, user) -> bool:
        """Whether it is in this person's sections: as readers have it, and as it would be."""
        scope = user.section_scope
        if scope is None:
            return True
        working = self.working_revision.content.section if self.working_revision else None
        return {self.section_id, working} - {None} <= scope

    def may_see(self, user) -> bool:
        """In the back office; what is public, everybody sees on the site. `visible_to` says the same of lists."""
        if not user.has_perm("articles.view_article"):
            return False
        if user.has_perm("articles.see_all_article") and (
            user.section_scope is None or self.section_id is None or self.section_id in user.section_scope
        ):
            return True
        return self.is_theirs(user) or self.bylines.filter(author__user=user).exists()

    def cache_tags(self) -> set[str]:
        """The pages it appears on."""
        tags = {f"article:{self.pk}", "home", "feed"}
        # A section's page shows the texts of its parts too.
        sections = self.placements.values_list("section__slug", "section__parent__slug")
        tags |= {f"section:{slug}" for pair in sections for slug in pair if slug}
        tags |= {f"author:{slug}" for slug in self.bylines.values_list("author__slug", flat=True)}
        tags |= {f"tag:{slug}" for slug in self.tagged.values_list("tag__slug", flat=True)}
        tags |= {
            f"{name}:{row.slug}" for name, row in (("source", self.source), ("series", self.series)) if row
        }
        if self.corrections.exists():
            tags.add("corrections")
        return tags
