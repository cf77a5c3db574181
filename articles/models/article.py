import logging

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models import publication
from articles.models.article_queryset import ArticleQuerySet
from articles.models.payload import BylineRole, Kind, Payload
from articles.models.refusals import StaleRevision, TransitionRefused
from articles.models.revision import Revision
from articles.models.section import Section
from articles.models.source import Series, Source
from articles.models.tag import TagManager
from articles.models.transition_log import TransitionLog
from articles.workflow import (
    TRANSITIONS,
    WRITERS_STAGES,
    Stage,
    Status,
    Transition,
    stage_after_save,
)
from maseer import page_cache
from maseer.lib import html
from maseer.lib.fields import HTMLField, LineField

log = logging.getLogger("maseer.newsroom")


class Article(models.Model):
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
    reading_minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=0, editable=False)

    working_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="+", editable=False
    )
    approved_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="+", editable=False
    )
    live_revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+", editable=False)

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
            ("submit_article", "Can submit texts"),
            ("claim_article", "Can take texts for editing"),
            ("send_back_article", "Can ask for changes"),
            ("approve_article", "Can approve texts"),
            ("publish_article", "Can publish texts"),
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
    def stage(self) -> str:
        return self.working_revision.stage if self.working_revision else ""

    @property
    def canonical_url(self) -> str:
        """The first publisher's address where we owe it to them; "" otherwise."""
        return self.source_url if self.source_id and self.source.is_canonical else ""

    def _signed_as(self, *roles):
        return [byline.author for byline in self.bylines.all() if byline.role in roles]

    @property
    def writers(self):
        """Whose name stands over the text: its writers, or who drew or photographed it."""
        return self._signed_as(BylineRole.WRITER) or self._signed_as(
            BylineRole.CARTOONIST, BylineRole.PHOTOGRAPHER
        )

    def is_own(self, user) -> bool:
        return self.created_by_id == user.pk

    def may_edit(self, user) -> bool:
        if user.has_perm("articles.edit_all_article"):
            return True
        if not self.pk:
            return user.has_perm("articles.add_article")
        return user.has_perm("articles.change_article") and self.is_own(user) and self.stage in WRITERS_STAGES

    def may(self, user, transition: Transition) -> bool:
        reach = user.has_perm("articles.edit_all_article") or self.is_own(user)
        return reach and user.has_perm(transition.permission)

    def moves_for(self, user) -> list[Transition]:
        """The moves this person can make now: what the buttons are."""
        return [move for move in TRANSITIONS.values() if self.may(user, move) and not self._hindrance(move)]

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
        return tags

    # Verbs

    @transaction.atomic
    def save_revision(self, payload: Payload, base: int | None, by) -> Revision:
        """Stores what an editor wrote. Readers see none of it until it is approved and published.

        `base` is the id of the revision the editor had opened (None for a new article). Raises PermissionDenied,
        StaleRevision when a newer one was saved meanwhile, and ValidationError.
        """
        current = Article.objects.locked(self.pk) if self.pk else self
        if not current.may_edit(by):
            log.warning("refused: save article=%s by=%s", self.pk, by.pk)
            raise PermissionDenied
        if current.working_revision_id != base:
            raise StaleRevision(current.working_revision)
        if links := html.refused_links(payload.body[: html.MAX_LENGTH]):
            raise ValidationError({"body": _("This link cannot be used: %(link)s") % {"link": links[0]}})
        payload = payload.cleaned()
        if not self.pk:
            self.created_by = by
        revision = current._store(
            payload, stage_after_save(current.stage, payload.body), current.working_revision, by
        )
        if current is not self:
            self.refresh_from_db()
        return revision

    @transaction.atomic
    def apply(self, name: str, by, note: str = "", revision: int | None = None, at=None) -> TransitionLog:
        """Makes a move of the workflow table; the only way an article changes its state.

        `revision` is the id the person was looking at; `at`, for publishing, when. Raises PermissionDenied,
        StaleRevision, TransitionRefused.
        """
        move = TRANSITIONS[name]
        current = Article.objects.locked(self.pk)
        if not current.may(by, move):
            log.warning("refused: %s article=%s by=%s", name, self.pk, by.pk)
            raise PermissionDenied
        if revision is not None and revision != current.working_revision_id:
            raise StaleRevision(current.working_revision)
        if hindrance := current._hindrance(move):
            raise TransitionRefused(hindrance)
        if move.needs_note and not note.strip():
            raise TransitionRefused(
                _("Say why. Readers will see this note.")
                if move.note_is_public
                else _("Say why. The note reaches those concerned.")
            )
        entry = current._move(move, by, note.strip(), at)
        self.refresh_from_db()
        return entry

    @classmethod
    @transaction.atomic
    def bring_in(
        cls, payload: Payload, *, import_ref: str, status: str, stage: str, published_at=None, note: str = ""
    ) -> "Article":
        """An article that already had its life elsewhere, in the state it had there."""
        article = cls(import_ref=import_ref)
        revision = article._store(payload.cleaned(), stage, None, None)
        if stage == Stage.APPROVED:
            article.approved_revision = revision
        article.status = status
        article.published_at = article.first_published_at = published_at
        if status != Status.UNPUBLISHED:
            publication.go_live(article, revision, published_at)
        article.save()
        publication.refresh_listings(article)
        article._log(TransitionLog.IMPORT, ("", ""), None, note)
        page_cache.forget(*article.cache_tags())
        return article

    @transaction.atomic
    def bring_up_to_date(self, payload: Payload) -> bool:
        """Takes over what changed at the import's source, unless somebody here has touched the article since."""
        current = Article.objects.locked(self.pk)
        revision, payload = current.working_revision, payload.cleaned()
        if revision.created_by_id or current.log.exclude(transition=TransitionLog.IMPORT).exists():
            return False
        if revision.content == payload:
            return False
        was_live = current.live_revision_id == revision.pk
        new = current._store(payload, revision.stage, revision, None)
        if current.approved_revision_id == revision.pk:
            current.approved_revision = new
        if was_live:
            publication.go_live(current, new, timezone.now())
        current.save()
        publication.refresh_listings(current)
        current._log(TransitionLog.IMPORT, (new.stage, current.status), None)
        page_cache.forget(*current.cache_tags())
        return True

    # How the verbs do it

    def _hindrance(self, move: Transition):
        """Why nobody can make this move now, or None."""
        if self.stage not in move.stages or self.status not in move.statuses:
            return _("“%(move)s” is not possible now: the text is “%(stage)s”, the article “%(status)s”.") % {
                "move": move.label,
                "stage": Stage(self.stage).label if self.stage else "",
                "status": Status(self.status).label,
            }
        if move.is_due is not None and move.is_due != self.is_public():
            return _("“%(move)s” is not possible now.") % {"move": move.label}
        if (
            move.to_stage
            and self.status == Status.PUBLISHED
            and self.working_revision_id == self.live_revision_id
        ):
            if self.is_public():
                return _("Readers have this text as it is. Change it or withdraw it.")
            return _("This text is scheduled. Cancel the schedule first.")
        if move.to_status == Status.PUBLISHED:
            if self.working_revision_id == self.live_revision_id and self.is_public():
                return _("This text is public already.")
            if not self.working_revision.content.section:
                return _("Give the text a section first.")
        return None

    def _store(self, payload: Payload, stage: str, base: Revision | None, by) -> Revision:
        if not self.live_revision_id:
            # Nobody reads it yet; lists in the back office call it by its working title.
            self.title, self.kind, self.section_id = payload.title, payload.kind, payload.section
        if not self.pk:
            self.save()
        revision = Revision.objects.create(
            article=self,
            base=base,
            title=payload.title,
            payload=payload.as_json(),
            stage=stage,
            created_by=by,
        )
        if base and base.stage != stage:
            self._log(TransitionLog.EDIT, (base.stage, self.status), by, revision=revision)
        if base and base.stage != Stage.APPROVED:
            Revision.objects.filter(pk=base.pk).update(stage=Stage.SUPERSEDED)
        self.working_revision = revision
        self.save(update_fields=["title", "kind", "section", "working_revision"])
        return revision

    def _move(self, move: Transition, by, note: str, at) -> TransitionLog:
        before, tags = (self.stage, self.status), self.cache_tags()
        if move.to_stage:
            self.working_revision.stage = move.to_stage
            self.working_revision.save(update_fields=["stage"])
            self.approved_revision = (
                self.working_revision if move.to_stage == Stage.APPROVED else self.approved_revision
            )
        if move.to_status:
            publication.change_status(self, move.to_status, note, at)
        self.save(update_fields=["approved_revision", *publication.STATE, *publication.LIVE_TEXT])
        publication.refresh_listings(self)
        entry = self._log(move.name, before, by, note)
        if self.status != Status.UNPUBLISHED or before[1] != self.status:
            page_cache.forget(*tags, *self.cache_tags())
        return entry

    def _log(
        self, transition: str, before: tuple[str, str], by, note: str = "", revision: Revision | None = None
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
