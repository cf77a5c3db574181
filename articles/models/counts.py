"""What was read and shared. Written by `articles.counting` alone; no request touches these rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maseer.counting.channels import Channel


class CountedBatch(models.Model):
    """A file of events that is in the tables below. Written in their transaction: a file counted twice is refused."""

    name = models.CharField(max_length=100, unique=True)
    counted_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self):
        return self.name


class Sighting(models.Model):
    """That a visitor of one day was seen reading or sharing a text, so that a reload counts nothing. Kept two days."""

    article_id = models.BigIntegerField()
    visitor = models.BigIntegerField()
    # `r`, or `s` and `a` with the channel.
    what = models.CharField(max_length=4)
    counted_at = models.BigIntegerField()  # seconds since 1970, the last time it counted
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article_id", "visitor", "what"], name="sighting_once"),
        ]
        indexes = [models.Index(fields=["counted_at"], name="sighting_age")]

    def __str__(self):
        return f"{self.what} {self.article_id}: {self.times}"


class Reads(models.Model):
    """Views, and the readers among them who were new that day."""

    views = models.PositiveIntegerField(_("views"), default=0)
    readers = models.PositiveIntegerField(_("readers"), default=0)
    # Of the readers, those who came by the list of the most read; the list leaves them out.
    from_list = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class HourlyCount(Reads):
    """Kept 35 days."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="hourly_counts")
    hour = models.PositiveIntegerField()  # hours since 1970, UTC

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="count_of_hour_once")]
        indexes = [models.Index(fields=["hour"], name="count_of_hour")]

    def __str__(self):
        return f"{self.article_id} {self.hour}: {self.views}"


class DailyCount(Reads):
    """By the paper's calendar, kept for ever."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="daily_counts")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="count_of_day_once")]
        indexes = [models.Index(fields=["day"], name="count_of_day")]

    def __str__(self):
        return f"{self.article_id} {self.day}: {self.views}"


class ShareCount(models.Model):
    """How often a text was shared by a channel on a day, and how many came by what was shared there."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="share_counts")
    day = models.DateField()
    channel = models.CharField(_("channel"), max_length=2, choices=Channel)
    shares = models.PositiveIntegerField(_("shares"), default=0)
    arrivals = models.PositiveIntegerField(_("arrivals"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day", "channel"], name="shares_of_day_once"),
        ]
        indexes = [models.Index(fields=["day"], name="shares_of_day")]

    def __str__(self):
        return f"{self.article_id} {self.day} {self.channel}: {self.shares}"


class ArticleCount(Reads):
    """Everything so far, what was imported apart: `views_before` is of another system and in no window."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="counts"
    )
    shares = models.PositiveIntegerField(_("shares"), default=0)
    arrivals = models.PositiveIntegerField(_("arrivals"), default=0)
    views_before = models.PositiveIntegerField(_("views before"), default=0)

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")

    def __str__(self):
        return f"{self.article_id}: {self.all_views}"

    @property
    def all_views(self) -> int:
        return self.views + self.views_before


class MostRead(models.Model):
    """A list of the most read as it was last worked out; `articles.most_read` says how."""

    class Window(models.TextChoices):
        DAY = "day", _("Today")
        WEEK = "week", _("This week")
        MONTH = "month", _("This month")
        ALL = "all", _("Of all time")

    # All, or one section's or writer's: `section:3`.
    scope = models.CharField(max_length=30)
    window = models.CharField(max_length=5, choices=Window)
    # Numbers of articles, the most read first.
    places = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "window"], name="most_read_once")]

    def __str__(self):
        return f"{self.scope} {self.window}"
