from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from maseer import page_cache
from maseer.lib import arabic
from maseer.lib.fields import KeyField, LineField


class NamedQuerySet(models.QuerySet):
    def named(self, name: str):
        """Those whose name is the same to a reader: hamza, tashkeel, tatweel and the like do not matter."""
        return self.filter(name_key=arabic.key(name))

    def called(self, name: str, **defaults):
        """The one with this name, made if there is none."""
        found, _created = self.get_or_create(name_key=arabic.key(name), defaults={"name": name, **defaults})
        return found


class Named(models.Model):
    """Something with a name that no other of its kind may resemble, and an address made from it."""

    name = LineField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True, blank=True)
    name_key = KeyField(of="name", unique=True)

    objects = NamedQuerySet.as_manager()

    # The prefix of the cache tag of its page.
    cache_prefix = ""

    class Meta:
        abstract = True
        ordering = ["name_key"]

    def __str__(self):
        return self.name

    def clean(self):
        key = arabic.key(self.name)
        if not key:
            raise ValidationError({"name": _("Write a name with at least one letter or digit.")})
        if type(self).objects.named(self.name).exclude(pk=self.pk).exists():
            raise ValidationError(
                {"name": _("There is one with this name already, perhaps spelled differently. Use that one.")}
            )

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)
        page_cache.forget(f"{self.cache_prefix}:{self.slug}")

    def _free_slug(self) -> str:
        stem = arabic.slugify(self.name) or self.cache_prefix
        taken = set(type(self).objects.filter(slug__startswith=stem).values_list("slug", flat=True))
        return next(slug for slug in _numbered(stem, len(taken)) if slug not in taken)


def _numbered(stem: str, taken: int):
    yield stem
    yield from (f"{stem}-{number}" for number in range(2, taken + 3))
