import hashlib

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from images.presets import RECIPE
from maseer.lib.fields import LineField


def picture_path(image: "Image", filename: str) -> str:
    """Nothing of the visitor's file name reaches the disk."""
    return f"pictures/{image.checksum[:2]}/{image.checksum[:24]}.{image.format}"


class ImageQuerySet(models.QuerySet):
    def waiting_for_renditions(self):
        return self.exclude(rendered=models.F("version"))

    def of_an_old_recipe(self):
        return self.exclude(version="").exclude(version__startswith=RECIPE)


class Image(models.Model):
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
    focal_x = models.PositiveSmallIntegerField(
        _("important point, across (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("important point, down (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    # The renditions on disk belong to `rendered`; they are current while it equals `version`.
    version = models.CharField(max_length=12, blank=True, editable=False)
    rendered = models.CharField(max_length=12, blank=True, editable=False)
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

    def save(self, *args, **kwargs):
        self.version = self._version()
        if "update_fields" in kwargs and kwargs["update_fields"] is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        super().save(*args, **kwargs)

    def _version(self) -> str:
        if not self.checksum:
            return ""
        seed = f"{self.checksum}:{self.focal_x}:{self.focal_y}"
        return RECIPE + hashlib.sha256(seed.encode()).hexdigest()[:8]


class Gallery(models.Model):
    name = LineField(_("name"), max_length=200)
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
