from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maseer import page_cache
from maseer.lib.arabic import DigitStyle
from maseer.lib.dates import MonthStyle
from maseer.lib.fields import HTMLField, LineField
from pages.addresses import Addressed, Redirect

__all__ = ["Page", "Redirect", "SiteSettings"]

OWN_NAME = "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER SAD}\N{ARABIC LETTER YEH}\N{ARABIC LETTER REH}"


class SiteSettings(models.Model):
    """The paper itself: one row."""

    name = LineField(
        _("name of the paper"),
        max_length=100,
        default=OWN_NAME,
    )
    tagline = LineField(_("tagline"), max_length=200, blank=True)
    about = models.TextField(
        _("about the paper"), blank=True, help_text=_("Shown at the foot of every page.")
    )
    disclaimer = LineField(
        _("disclaimer"),
        max_length=300,
        blank=True,
        help_text=_("Shown at the foot of the page and under opinion pieces."),
    )
    rights = LineField(_("rights line"), max_length=200, blank=True)
    since = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    contact_email = models.EmailField(_("address for messages from readers"), blank=True)
    telegram = models.URLField(_("Telegram"), blank=True)
    whatsapp = models.URLField(_("WhatsApp"), blank=True)
    facebook = models.URLField(_("Facebook"), blank=True)
    x = models.URLField(_("X"), blank=True)
    youtube = models.URLField(_("YouTube"), blank=True)
    instagram = models.URLField(_("Instagram"), blank=True)
    months = models.CharField(
        _("month names"), max_length=20, choices=MonthStyle, default=MonthStyle.INTERNATIONAL
    )
    digits = models.CharField(_("digits"), max_length=20, choices=DigitStyle, default=DigitStyle.WESTERN)

    four_eyes = models.BooleanField(
        _("nobody approves their own text"),
        default=True,
        help_text=_("Switch this off only where one person makes the whole paper."),
    )

    takes_comments = models.BooleanField(
        _("readers may comment"),
        default=False,
        help_text=_("One text can be opened or closed apart from this, beside its plan."),
    )

    SOCIAL = ("telegram", "whatsapp", "facebook", "x", "youtube", "instagram")

    class Meta:
        verbose_name = _("settings of the paper")
        verbose_name_plural = _("settings of the paper")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_paper")]

    def __str__(self):
        return self.name

    @classmethod
    def load(cls) -> "SiteSettings":
        """The settings, or the defaults while nobody has set them."""
        # Every page asks: `get` is not put in an order, which costs more than the row.
        try:
            return cls.objects.get(pk=1)
        except cls.DoesNotExist:
            return cls(pk=1)

    @property
    def has_wordmark(self) -> bool:
        """Whether its name is the one that is drawn; any other is set in letters."""
        return self.name == OWN_NAME

    @property
    def social_links(self) -> list[tuple[str, str, str]]:
        """(network, its name, address) for each that is set."""
        return [
            (name, self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in self.SOCIAL
            if getattr(self, name)
        ]

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)
        page_cache.forget("all")


class Page(Addressed):
    """A standing page: about, contact, terms."""

    title = LineField(_("title"), max_length=200)
    body = HTMLField(_("text"), blank=True)
    in_menu = models.BooleanField(_("in the small menu"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_public = models.BooleanField(_("public"), default=True)
    import_ref = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)

    # These two have routes of their own at the root.
    ABOUT = "about"
    CONTACT = "contact"

    named_by = "title"
    cache_prefix = "page"
    # Every page of the site has the small menu.
    further_tags = ("nav",)

    class Meta(Addressed.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "id"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        # About and contact stand at the root; contact is a form and belongs to the app above this one.
        if self.slug in {self.ABOUT, self.CONTACT}:
            return f"/{self.slug}/"
        return reverse("pages:page", args=[self.slug])

    def is_open(self) -> bool:
        return self.is_public
