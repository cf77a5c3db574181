"""Addresses made from names, and where those lead that are no more."""

from urllib.parse import quote, unquote, unquote_to_bytes

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from maseer import page_cache
from maseer.lib import arabic
from maseer.lib.http import SAFE, normal_path


class Redirect(models.Model):
    """Where an old address leads. `old_path` is in the form of `normal_path`."""

    old_path = models.CharField(_("old address"), max_length=1000, unique=True)
    new_path = models.CharField(_("new address"), max_length=1000)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_path=models.F("new_path")), name="redirect_no_loop"
            ),
        ]

    def __str__(self):
        return self.old_path

    def clean(self):
        self.old_path = normal_path(self.old_path)
        if not self.new_path.startswith("/") or self.new_path.startswith("//"):
            raise ValidationError({"new_path": _("Give an address on this site, beginning with a single /.")})
        target = normal_path(self.new_path)
        if target == self.old_path:
            raise ValidationError({"new_path": _("An address cannot lead to itself.")})
        # Whoever closes a circle leads to an address that leads on; so this refuses circles too.
        onward = Redirect.objects.filter(old_path=target).exclude(pk=self.pk).first()
        if onward:
            raise ValidationError(
                {
                    "new_path": _("This is an old address itself; give the one it leads to: %s")
                    % onward.new_path
                }
            )

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        # What led here leads on to the new address at once, instead of in two steps.
        others = Redirect.objects.filter(new_path__in=_spellings(self.old_path)).exclude(pk=self.pk)
        others.exclude(old_path=normal_path(self.new_path)).update(new_path=self.new_path)

    @classmethod
    @transaction.atomic
    def leave(cls, old: str, new: str) -> None:
        """What was at `old` is at `new` from now on."""
        if normal_path(old) == normal_path(new):
            return
        # Somebody returned to an address that led away: it is alive again.
        cls.objects.filter(old_path=normal_path(new)).delete()
        cls.objects.update_or_create(old_path=normal_path(old), defaults={"new_path": new})


def spelled_otherwise(path: str) -> str | None:
    """Where an address leads, in normal form, that says a name as ours does not: with another hamza, with tashkeel."""
    folder, _slash, slug = path.rpartition("/")
    slug = unquote(slug)
    try:
        page = resolve(f"{folder}/{arabic.slugify(slug)}/").view_name
    except Resolver404:
        return None
    kind = next(
        (kind for kind in apps.get_models() if issubclass(kind, Addressed) and kind.route == page), None
    )
    found = kind.objects.meant_by(slug) if kind else None
    return found.get_absolute_url() if found else None


def _spellings(path: str) -> set[str]:
    """The ways in which an address in normal form may have been written as a new one."""
    plain = unquote_to_bytes(path)
    # PostgreSQL takes no NUL, not even to look for it.
    spelled = (path, quote(plain, safe=SAFE), plain.decode(errors="replace").replace("\0", ""))
    return {spelling.rstrip("/") + end for spelling in spelled for end in ("", "/")} - {""}


class AddressedQuerySet(models.QuerySet):
    def delete(self):
        """As the back office deletes several at once."""
        with transaction.atomic():
            for row in self:
                row.forget_it("all")
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def meant_by(self, slug: str):
        """The one that readers find at its address and may have meant by another; of what has no names, none."""
        return None


class Addressed(models.Model):
    """Something with a page of its own, at an address made from its name.

    When the address changes, the old one leads to the new.
    """

    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True, blank=True)

    objects = AddressedQuerySet.as_manager()

    # The name of the URL of its page.
    route = ""
    # The field with the name.
    named_by = "name"
    # The prefix of the cache tag of its page; the address of what has a name without letters, too.
    cache_prefix = ""
    # Tags of further pages that change whenever it does.
    further_tags = ()
    # What other pages print of it, or go by; a change is rare, and makes all of them stale.
    printed_elsewhere = ("slug",)

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=~models.Q(slug=""), name="%(class)s_has_address")]

    def is_open(self) -> bool:
        """Whether readers find something at its address."""
        return True

    def clean(self):
        # First, so that the constraint has nothing to add to what is said about the name.
        self.slug = self.slug or self._free_slug()
        if not arabic.key(self._name):
            raise ValidationError({self.named_by: _("Write a name with at least one letter or digit.")})

    @transaction.atomic
    def save(self, *args, **kwargs):
        # What the row says now, not what it said when somebody opened the form.
        before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)
        if before and before.slug != self.slug and before.is_open() and self.is_open():
            Redirect.leave(before.get_absolute_url(), self.get_absolute_url())
        if before and any(getattr(before, name) != getattr(self, name) for name in self.printed_elsewhere):
            before.forget_it("all")
        if before:
            self.note_change(before)
        self.forget_it()

    @transaction.atomic
    def delete(self, *args, **kwargs):
        self.forget_it("all")
        return super().delete(*args, **kwargs)

    def note_change(self, before) -> None:
        """For what follows from a change of it, in the same transaction."""

    def forget_it(self, *tags: str) -> None:
        page_cache.forget(f"{self.cache_prefix}:{self.slug}", *self.further_tags, *tags)

    @property
    def _name(self) -> str:
        return getattr(self, self.named_by)

    def _free_slug(self) -> str:
        stem = arabic.slugify(self._name) or self.cache_prefix
        taken = set(type(self).objects.filter(slug__startswith=stem).values_list("slug", flat=True))
        return next(slug for slug in _numbered(stem, len(taken)) if slug not in taken)


def _numbered(stem: str, taken: int):
    yield stem
    yield from (f"{stem}-{number}" for number in range(2, taken + 3))
