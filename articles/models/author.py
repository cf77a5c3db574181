from itertools import count

from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.named import Named, NamedQuerySet
from maseer.lib import arabic
from maseer.lib.fields import LineField
from pages.addresses import Redirect


def former_writer() -> str:
    """What stands in the place of a name that was taken away; further ones have a number behind it."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("Former writer")


class AuthorQuerySet(NamedQuerySet):
    def with_a_name(self):
        """Without those whose bylines name nobody any more."""
        return self.exclude(name_key__regex=rf"^{arabic.key(former_writer())}( [0-9]+)?$")


class Author(Named):
    """A byline. It needs no account; an account may own it."""

    role = LineField(_("line under the name"), max_length=200, blank=True)
    bio = models.TextField(_("about the writer"), blank=True)
    portrait = models.ForeignKey(
        "images.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )
    import_ref = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)

    objects = AuthorQuerySet.as_manager()

    cache_prefix = "author"
    route = "articles:author"
    from_article = "bylines__author"
    is_searched = True
    printed_elsewhere = ("slug", "name", "role", "bio", "portrait_id")

    class Meta(Named.Meta):
        verbose_name = _("writer")
        verbose_name_plural = _("writers")

    @transaction.atomic
    def anonymise(self) -> None:
        """The texts keep a byline that names nobody. The addresses with the name in them lead nowhere any more.

        An import that knew the writer still does (`import_ref`), or the next one would bring the name back.
        """
        self.name, self.slug = self._free_name(), ""
        self.role = self.bio = ""
        self.portrait = self.user = None
        self.save()
        # Saving has left these for whoever has the old address.
        Redirect.objects.filter(new_path=self.get_absolute_url()).delete()

    def _free_name(self) -> str:
        name, numbers = former_writer(), count(2)
        while Author.objects.named(name).exclude(pk=self.pk).exists():
            name = f"{former_writer()} {next(numbers)}"
        return name
