from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.named import Named


class Source(Named):
    """An outlet whose texts the paper republishes."""

    url = models.URLField(_("address"), max_length=500, blank=True)
    is_canonical = models.BooleanField(
        _("search engines are sent to the first publisher"),
        default=True,
        help_text=_("The canonical address of a republished text is then the original's, where it is known."),
    )
    terms = models.TextField(_("terms of republishing"), blank=True)

    cache_prefix = "source"
    route = "articles:source"
    from_article = "source"
    printed_elsewhere = ("slug", "name", "url", "is_canonical")

    class Meta(Named.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")


class Series(Named):
    """Texts in numbered parts."""

    deck = models.TextField(_("description"), blank=True)

    cache_prefix = "series"
    route = "articles:series"
    from_article = "series"
    is_searched = True

    class Meta(Named.Meta):
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")
