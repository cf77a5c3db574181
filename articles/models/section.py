from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.named import Named, NamedQuerySet
from articles.workflow import Stage


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
    needs_fact_check = models.BooleanField(
        _("needs a fact check"), default=False, help_text=_("Its texts are approved only after this step.")
    )
    needs_legal_review = models.BooleanField(
        _("needs a legal review"), default=False, help_text=_("Its texts are approved only after this step.")
    )

    objects = SectionQuerySet.as_manager()

    cache_prefix = "section"
    route = "articles:section"
    from_article = "placements__section"
    # Every page of the site has the menu.
    further_tags = ("nav",)

    class Meta(Named.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "id"]

    @property
    def steps(self) -> frozenset[Stage]:
        """The steps its texts take besides editing; those of the section it is part of among them."""
        own = {
            step
            for step, needed in (
                (Stage.FACT_CHECK, self.needs_fact_check),
                (Stage.LEGAL_REVIEW, self.needs_legal_review),
            )
            if needed
        }
        return frozenset(own | (self.parent.steps if self.parent else set()))

    def clean(self):
        super().clean()
        if not self.parent:
            return
        # Two levels: the menu names the first, and the page of each names the second. So there are no circles, too.
        if self.parent == self or self.parent.parent_id:
            raise ValidationError({"parent": _("Choose a section that is not part of another one.")})
        if self.pk and self.children.exists():
            raise ValidationError(
                {"parent": _("This section has parts of its own, so it cannot be part of another one.")}
            )
