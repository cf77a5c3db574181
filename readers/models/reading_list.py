from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from maseer.lib.fields import KeyField, LineField

ADDRESS_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def _new_address() -> str:
    return get_random_string(12, ADDRESS_LETTERS)


class ReadingList(models.Model):
    """Articles somebody keeps to read, under a name; private until its owner makes it public."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reading_lists", verbose_name=_("owner")
    )
    name = LineField(_("name"), max_length=100)
    key = KeyField(of="name")
    is_public = models.BooleanField(_("public"), default=False)
    # What the public address ends in: it tells neither how many lists there are nor whose this is.
    address = models.CharField(max_length=12, unique=True, default=_new_address, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    articles = models.ManyToManyField("articles.Article", through="ListedArticle", related_name="+")

    class Meta:
        verbose_name = _("reading list")
        verbose_name_plural = _("reading lists")
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                name="list_name_once",
                violation_error_message=_("You have a list with this name already."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("readers:public_list", args=[self.address])


class ListedArticle(models.Model):
    """An article on a reading list."""

    reading_list = models.ForeignKey(ReadingList, models.CASCADE, related_name="entries")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["reading_list", "article"], name="listed_once"),
        ]

    def __str__(self):
        return f"{self.reading_list_id}: {self.article_id}"
