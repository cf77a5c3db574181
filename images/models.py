import hashlib
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from images import files
from images.presets import RECIPE
from maseer.lib.fields import LineField, SavesWhatIsMade, WordsField

# What of a picture a page needs to show it.
SHOWN = (
    *("file", "width", "height", "alt", "caption", "credit"),
    *("version", "rendered", "recipe", "sizes", "share_bytes"),
)
LONGEST_PAUSE = 24 * 60  # minutes until sizes that could not be made are tried again


def picture_path(image: "Image", filename: str) -> str:
    """Nothing of the visitor's file name reaches the disk."""
    return f"pictures/{image.checksum[:2]}/{image.checksum[:24]}.{image.format}"


class ImageQuerySet(models.QuerySet):
    def waiting_for_renditions(self):
        return self._may_be_tried().exclude(rendered=models.F("version"))

    def of_an_old_recipe(self):
        """Made, and shown, in the sizes of an older table."""
        current = self._may_be_tried().filter(rendered=models.F("version"))
        return current.exclude(version="").exclude(recipe=RECIPE)

    def could_not_be_made(self):
        return self.filter(failures__gt=0)

    def delete(self):
        gone = list(self.values_list("pk", "file"))
        with transaction.atomic():
            for pk, original in gone:
                _remove_on_commit(pk, original)
            return super().delete()

    # As in Django: never by a slip on the manager, never from a template.
    delete.queryset_only = True
    delete.alters_data = True

    def _may_be_tried(self):
        return self.filter(models.Q(retry_at=None) | models.Q(retry_at__lte=timezone.now()))


def _remove_on_commit(pk: int, original: str) -> None:
    # Robust: a file that cannot be removed is logged; the row is gone by then, and the others go on.
    transaction.on_commit(partial(files.remove, pk, original), robust=True)


class Image(SavesWhatIsMade, models.Model):
    """A picture in the library: one decoded and re-encoded file, its words, its credit, its important point."""

    class Format(models.TextChoices):
        JPEG = "jpg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"

    # Not an ImageField: that reads the file back whenever it wants to know a width we have just measured.
    file = models.FileField(_("file"), upload_to=picture_path, blank=True, max_length=200)
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    format = models.CharField(max_length=4, choices=Format, blank=True, editable=False)
    checksum = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    alt = LineField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What somebody who cannot see the picture should know. Not the title of the article."),
    )
    caption = LineField(_("caption"), max_length=500, blank=True)
    credit = LineField(_("credit"), max_length=200, blank=True)
    words = WordsField(of=("alt", "caption", "credit"), default="")
    focal_x = models.PositiveSmallIntegerField(
        _("important point, across (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("important point, down (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    # `version` is what the picture should look like: its file and its important point. The sizes on disk are those of
    # `rendered`, made by `recipe`; `sizes` lists them by cut, so that they can be shown when the table has changed.
    version = models.CharField(max_length=8, blank=True, editable=False)
    rendered = models.CharField(max_length=8, blank=True, editable=False)
    recipe = models.CharField(max_length=4, blank=True, editable=False)
    sizes = models.JSONField(default=dict, editable=False)
    # How many the largest of the cut that is shared weighs: feeds say so before anybody fetches it.
    share_bytes = models.PositiveIntegerField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    retry_at = models.DateTimeField(null=True, editable=False)
    source_url = models.URLField(
        _("address it was imported from"), max_length=1000, blank=True, editable=False
    )
    import_ref = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("added by"),
        related_name="+",
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"], condition=~models.Q(rendered=models.F("version")), name="image_unrendered"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100), name="image_point_inside"
            ),
        ]

    def __str__(self):
        return self.caption or self.alt or f"#{self.pk}"

    @property
    def is_rendered(self) -> bool:
        return bool(self.version) and self.rendered == self.version

    @property
    def edition(self) -> str:
        """The folder of the sizes on disk. Other content has another address, so browsers may keep it for ever."""
        return self.recipe + self.rendered

    def save(self, *args, **kwargs):
        version = self._version()
        if version != self.version:
            self.version, self.failures, self.retry_at = version, 0, None
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "version", "failures", "retry_at"}
        worded = (
            self.pk and Image.objects.filter(pk=self.pk).exclude(alt=self.alt, caption=self.caption).exists()
        )
        with transaction.atomic():
            super().save(*args, **kwargs)
            if worded:
                # What is drawn in a cartoon is in its description, and search finds it there.
                self.articles.all().read_anew()

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            _remove_on_commit(self.pk, self.file.name)
            return super().delete(*args, **kwargs)

    def note_failure(self, now=None) -> None:
        """Its sizes could not be made: they are tried again, later each time. What is shown stays as it is."""
        self.failures += 1
        minutes = min(2**self.failures, LONGEST_PAUSE)
        self.retry_at = (now or timezone.now()) + timedelta(minutes=minutes)
        # Not if somebody has given it another file meanwhile.
        Image.objects.filter(pk=self.pk, version=self.version).update(
            failures=self.failures, retry_at=self.retry_at
        )

    def _version(self) -> str:
        if not self.checksum:
            return ""
        seed = f"{self.checksum}:{self.focal_x}:{self.focal_y}"
        return hashlib.sha256(seed.encode()).hexdigest()[:8]


class Gallery(models.Model):
    name = LineField(_("name"), max_length=200)
    words = WordsField(of=("name",), default="")
    images = models.ManyToManyField(Image, through="GalleryItem", related_name="galleries")

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")
        ordering = ["-id"]

    def __str__(self):
        return self.name


class GalleryItem(models.Model):
    gallery = models.ForeignKey(Gallery, models.CASCADE, related_name="items")
    image = models.ForeignKey(Image, models.PROTECT, related_name="gallery_items", verbose_name=_("picture"))
    caption = LineField(_("caption"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("gallery picture")
        verbose_name_plural = _("gallery pictures")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["gallery", "image"], name="gallery_picture_once")]

    def __str__(self):
        return self.caption or str(self.image)
