"""Where a public article is listed.

Rows here repeat when it became public (`public_at`, null while it is not), so that the newest twenty of a section,
a writer or a tag are the first twenty of an index, however large the archive.

`publication.refresh_listings` is the only writer of `public_at`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from articles.models.author import Author
from articles.models.payload import BylineRole
from articles.models.section import Section
from articles.models.tag import Tag
from maseer.lib.prepared import Prepared


def newest_first(by: str, name: str) -> models.Index:
    return models.Index(
        fields=[by, "-public_at", "-article"], condition=models.Q(public_at__isnull=False), name=name
    )


class Placement(models.Model):
    """An article in a section: its primary one and any further."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="placements")
    section = models.ForeignKey(Section, models.PROTECT, related_name="placements")
    public_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("article in a section")
        verbose_name_plural = _("articles in sections")
        indexes = [newest_first("section", "placement_newest")]
        constraints = [models.UniqueConstraint(fields=["article", "section"], name="placement_once")]

    def __str__(self):
        return f"{self.article}: {self.section}"


class Byline(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("writer"))
    role = models.CharField(_("role"), max_length=20, choices=BylineRole, default=BylineRole.WRITER)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    public_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["order", "id"]
        indexes = [newest_first("author", "byline_newest")]
        constraints = [models.UniqueConstraint(fields=["article", "author", "role"], name="byline_once")]

    def __str__(self):
        return f"{self.author} ({self.get_role_display()})"


_NAMES = Prepared(
    lambda numbers: (
        Byline.objects.select_related("author")
        .only("article", "role", "order", "author__slug", "author__name")
        .filter(article__pk__in=numbers)
    )
)
_FACES = Prepared(
    lambda numbers: Byline.objects.select_related("author__portrait").filter(article__pk__in=numbers)
)


def bylines_of(articles) -> None:
    """One query for the bylines of any number of articles, the one read and those around it alike."""
    _credit(articles, _FACES)


def names_of(articles) -> None:
    """The same for lists that show no faces."""
    _credit(articles, _NAMES)


def _credit(articles, bylines: Prepared) -> None:
    # Into a plain list: a relation's own place is a query set for each article, which takes longer than the query.
    # A proof of a text has those it will have, and keeps them.
    articles = [article for article in articles if article and "credits" not in vars(article)]
    credits = {article.pk: [] for article in articles}
    for byline in bylines(credits):
        credits[byline.article_id].append(byline)
    for article in articles:
        article.credits = credits[article.pk]


class Tagged(ItemBase):
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")
    public_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("tagged article")
        verbose_name_plural = _("tagged articles")
        indexes = [
            models.Index(
                fields=["tag", "-public_at", "-content_object"],
                condition=models.Q(public_at__isnull=False),
                name="tagged_newest",
            )
        ]
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="tagged_once")]
