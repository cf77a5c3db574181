"""The editors' hand on the front page: what stands at its head, and for how long. Free places fill themselves.

Each save is a row of its own, with its slots: the newest is in force, the others are the record of who put what where.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.article import Article
from articles.models.article_queryset import ON_CARDS
from articles.models.refusals import TransitionRefused
from maseer import page_cache
from maseer.lib.clocks import clock
from maseer.lib.refusal import refuse

LEAD = 0
# The lead, and those beneath it in their order.
PLACES = (LEAD, 1, 2, 3)


@dataclass(frozen=True)
class Pick:
    """A text at the head of the front page, until a moment or until it is taken away."""

    article: Article
    until: datetime | None = None


class StaleFrontPage(TransitionRefused):
    """Somebody else arranged the front page meanwhile; `newer` is what they did, or None if it is just happening."""

    def __init__(self, newer: "FrontPageEdition | None"):
        if newer is None:
            super().__init__(
                _("Somebody is arranging the front page at this moment. Look at it, then decide.")
            )
        else:
            super().__init__(
                _("%(who)s arranged the front page at %(when)s. Look at it as it is now, then decide.")
                % {"who": newer.by_name or _("Somebody"), "when": clock(newer.at)}
            )
        self.newer = newer


class FrontPageEdition(models.Model):
    # Counted up by one: of two who save at once, the second finds its number taken.
    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)

    class Meta:
        verbose_name = gettext_lazy("arrangement of the front page")
        verbose_name_plural = gettext_lazy("arrangements of the front page")
        ordering = ["-number"]
        default_permissions = ()
        permissions = [("arrange_frontpageedition", "Can arrange the front page")]

    def __str__(self):
        return f"{self.number}"

    @classmethod
    def newest(cls) -> "FrontPageEdition | None":
        return cls.objects.first()

    @classmethod
    def arrange(cls, picks: dict[int, Pick], seen: int, by, now=None) -> "FrontPageEdition":
        """Puts these texts in their places, instead of what number `seen` put there.

        Raises PermissionDenied, StaleFrontPage, ValidationError.
        """
        if not by.has_perm("articles.arrange_frontpageedition"):
            refuse("arrange the front page", by)
        now = now or timezone.now()
        newest = cls.newest()
        if seen != (newest.number if newest else 0):
            raise StaleFrontPage(newest)
        _check(picks, now)
        try:
            with transaction.atomic():
                edition = cls.objects.create(number=seen + 1, at=now, by=by, by_name=str(by))
                FrontPageSlot.objects.bulk_create(
                    FrontPageSlot(edition=edition, place=place, article=pick.article, until=pick.until)
                    for place, pick in picks.items()
                )
                page_cache.forget("home")
        except IntegrityError:
            raise StaleFrontPage(cls.newest()) from None
        return edition


def _check(picks: dict[int, Pick], now: datetime) -> None:
    if not picks.keys() <= set(PLACES):
        raise ValidationError(_("There is no such place on the front page."))
    if len({pick.article.pk for pick in picks.values()}) < len(picks):
        raise ValidationError(_("A text stands in two places. Choose another one for one of them."))
    for pick in picks.values():
        if not pick.article.is_public(now):
            raise ValidationError(
                _("“%(title)s” is not public, so it cannot stand on the front page.")
                % {"title": pick.article.working_title}
            )
        if pick.until and pick.until <= now:
            raise ValidationError(
                _("“%(title)s” would be gone already: choose a later hour.") % {"title": pick.article.title}
            )


class FrontPageSlotQuerySet(models.QuerySet):
    def of_newest(self):
        newest = FrontPageEdition.objects.order_by("-number").values("pk")[:1]
        return self.filter(edition__in=newest).order_by("place")

    def in_force(self, now=None):
        """What is shown: of the newest edition, not past its time, and public at this moment."""
        now = now or timezone.now()
        return self.of_newest().filter(
            models.Q(until=None) | models.Q(until__gt=now),
            article__in=Article.objects.published(now).order_by().values("pk"),
        )

    def with_cards(self):
        """Each with its text, as `as_cards` has it."""
        cards = [f"article__{name}" for name in ON_CARDS]
        return self.select_related("article__section", "article__image").only("place", "until", *cards)


class FrontPageSlot(models.Model):
    edition = models.ForeignKey(FrontPageEdition, models.CASCADE, related_name="slots")
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    until = models.DateTimeField(null=True)

    objects = FrontPageSlotQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "place"], name="front_page_place_once"),
            models.UniqueConstraint(fields=["edition", "article"], name="front_page_article_once"),
        ]

    def __str__(self):
        return f"{self.place}: {self.article_id}"
