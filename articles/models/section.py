from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.named import Named, NamedQuerySet
from maseer import page_cache


class SectionQuerySet(NamedQuerySet):
    def in_menu(self):
        return self.filter(in_menu=True, parent=None)


class Section(Named):
    """A desk of the paper: news, opinion, culture."""

    class Colour(models.TextChoices):
        PAPER = "paper", _("Paper")
        PISTACHIO = "pistachio", _("Pistachio")
        NIGHT = "night", _("Night")

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    deck = models.CharField(_("description"), max_length=300, blank=True)
    colour = models.CharField(
        _("colour"),
        max_length=10,
        choices=Colour,
        default=Colour.PAPER,
        help_text=_("The ground its block stands on, on the front page."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    in_menu = models.BooleanField(_("in the menu"), default=True)

    objects = SectionQuerySet.as_manager()

    cache_prefix = "section"

    class Meta(Named.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "id"]

    def get_absolute_url(self):
        return reverse("articles:section", args=[self.slug])

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        page_cache.forget("nav")
