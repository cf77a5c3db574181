from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.search_words import SearchDue
from maseer.lib import arabic
from maseer.lib.fields import KeyField, LineField, SortKeyField
from pages.addresses import Addressed, AddressedQuerySet


class NamedQuerySet(AddressedQuerySet):
    def named(self, name: str):
        """Those whose name is the same to a reader: hamza, tashkeel, tatweel and the like do not matter."""
        return self.filter(name_key=arabic.key(name))

    def public(self, now=None):
        """Those at whose page readers find a text."""
        texts = _articles().published(now).filter(**{self.model.from_article: OuterRef("pk")})
        return self.filter(Exists(texts))

    def meant_by(self, slug: str):
        return self.public().named(slug).first()

    def called(self, name: str, **defaults):
        """The one with this name, made if there is none."""
        found, _created = self.get_or_create(name_key=arabic.key(name), defaults={"name": name, **defaults})
        return found


class Named(Addressed):
    """Something with a name that no other of its kind may resemble, and an address made from it."""

    name = LineField(_("name"), max_length=200)
    name_key = KeyField(of="name", unique=True)
    sorted_as = SortKeyField(of="name", default="")

    # From an article to it; and whether search finds articles by its name.
    from_article = ""
    is_searched = False

    objects = NamedQuerySet.as_manager()

    printed_elsewhere = ("slug", "name")

    class Meta(Addressed.Meta):
        abstract = True
        ordering = ["sorted_as", "name_key"]
        indexes = [models.Index(fields=["sorted_as", "name_key"], name="%(class)s_by_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse(self.route, args=[self.slug])

    def note_change(self, before) -> None:
        if self.is_searched and before.name != self.name:
            _articles().filter(**{self.from_article: self}).read_anew()

    def clean(self):
        super().clean()
        if type(self).objects.named(self.name).exclude(pk=self.pk).exists():
            raise ValidationError(
                {"name": _("There is one with this name already, perhaps spelled differently. Use that one.")}
            )


def _articles():
    """The model of articles stands above this one."""
    return SearchDue._meta.get_field("article").related_model.objects
