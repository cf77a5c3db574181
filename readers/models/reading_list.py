from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.models import Article
from maseer import page_cache
from maseer.lib import arabic
from maseer.lib.counters import Numeral
from maseer.lib.fields import KeyField, LineField, SavesWhatIsMade

ADDRESS_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
LONGEST_NAME = 100
MOST_LISTS = 100
MOST_ARTICLES = 500


def _new_address() -> str:
    return get_random_string(12, ADDRESS_LETTERS)


class ReadingListQuerySet(models.QuerySet):
    def of(self, owner):
        return self.filter(owner=owner)

    def public(self):
        """What everybody may see who has the address: the only definition of it."""
        return self.filter(is_public=True, is_barred=False, owner__is_active=True)

    def named(self, name: str):
        return self.filter(key=arabic.key(name))

    def sized(self):
        return self.annotate(size=models.Count("entries"))

    def marked_with(self, article):
        """Each with whether the article is on it."""
        return self.annotate(
            has_it=Exists(ListedArticle.objects.filter(reading_list=OuterRef("pk"), article=article))
        )

    def shown_to_editors(self):
        """What has been public. What somebody keeps for themselves is nobody else's business."""
        return self.filter(models.Q(is_public=True) | models.Q(is_barred=True))


class ReadingList(SavesWhatIsMade, models.Model):
    """Articles somebody keeps to read, under a name; private until its owner makes it public."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="reading_lists",
        verbose_name=gettext_lazy("owner"),
    )
    name = LineField(gettext_lazy("name"), max_length=LONGEST_NAME)
    key = KeyField(of="name")
    is_public = models.BooleanField(pgettext_lazy("a reading list", "public"), default=False)
    # Its owner cannot undo what the editors did about a public list.
    is_barred = models.BooleanField(gettext_lazy("kept private by the editors"), default=False)
    # What the public address ends in: it tells neither how many lists there are nor whose this is.
    address = models.CharField(max_length=12, unique=True, default=_new_address, editable=False)
    made_at = models.DateTimeField(pgettext_lazy("a reading list", "made"), auto_now_add=True)
    changed_at = models.DateTimeField(gettext_lazy("changed"), auto_now=True)
    articles = models.ManyToManyField("articles.Article", through="ListedArticle", related_name="+")

    objects = ReadingListQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("reading list")
        verbose_name_plural = gettext_lazy("reading lists")
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                name="list_name_once",
                violation_error_message=gettext_lazy("You have a list with this name already."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("readers:public_list", args=[self.address])

    # Verbs

    @classmethod
    @transaction.atomic
    def begin(cls, owner, name: str) -> "ReadingList":
        _hold_person(owner.pk)
        theirs = cls.objects.of(owner)
        if theirs.count() >= MOST_LISTS:
            raise ValidationError(
                _("You have %(most)s lists, and there can be no more. Delete one you no longer need first.")
                % {"most": Numeral(MOST_LISTS)}
            )
        return cls.objects.create(owner_id=owner.pk, name=_free_name(name, theirs))

    @classmethod
    @transaction.atomic
    def keep(cls, article, owner, chosen: set[int], shown: set[int], name: str = "") -> list["ReadingList"]:
        """Puts the article on the chosen ones of somebody's lists and takes it off the others they were shown.

        With a name, on a new list too. Returns the lists it was put on or left on.
        """
        # Whoever needs both holds a person before their lists, and those in the order of their numbers.
        new = [cls.begin(owner, name)] if name else []
        lists = cls.objects.of(owner).filter(pk__in=chosen | shown).marked_with(article).order_by("pk")
        kept = [each for each in lists if each.pk in chosen]
        for each in lists:
            if each.has_it and each not in kept:
                each.remove(article)
        for each in [*(each for each in kept if not each.has_it), *new]:
            each.add(article)
        return [*kept, *new]

    @transaction.atomic
    def add(self, article) -> "ListedArticle":
        """At the end of the list; where it is already, it stays."""
        self._hold()
        if there := self.entries.filter(article=article).first():
            return there
        if not article.is_public():
            raise ValidationError(_("This text is not published, so it cannot be saved."))
        if self.entries.count() >= MOST_ARTICLES:
            raise ValidationError(
                _(
                    "“%(list)s” holds %(most)s texts, and there can be no more. Remove some, or begin a new list."
                )
                % {"list": self.name, "most": Numeral(MOST_ARTICLES)}
            )
        last = self.entries.aggregate(last=models.Max("position"))["last"]
        entry = self.entries.create(article=article, position=0 if last is None else last + 1)
        self._changed()
        return entry

    @transaction.atomic
    def remove(self, article) -> None:
        self._hold()
        if self.entries.filter(article=article).delete()[0]:
            self._changed()

    @transaction.atomic
    def move(self, entry: "ListedArticle", to: int) -> None:
        """To a place counted from 0; before the first is the first, after the last the last."""
        self._hold()
        entries = list(self.entries.all())
        if entry not in entries:
            # It was removed meanwhile, on another page.
            return
        entries.remove(entry)
        entries.insert(max(0, to), entry)
        self._number(entries)

    @transaction.atomic
    def move_by(self, entry: "ListedArticle", steps: int) -> None:
        """Up (-1) or down (1), as the list is now."""
        self._hold()
        entries = list(self.entries.all())
        if entry in entries:
            self.move(entry, entries.index(entry) + steps)

    @transaction.atomic
    def rename(self, name: str) -> None:
        _hold_person(self.owner_id)
        self._hold()
        self.name = _free_name(name, ReadingList.objects.of(self.owner_id).exclude(pk=self.pk))
        self._changed("name")

    @transaction.atomic
    def publish(self) -> None:
        self._hold()
        if self.is_barred:
            raise ValidationError(
                _("The editors made this list private. If you think they were wrong, write to them.")
            )
        self.is_public = True
        self._changed("is_public")

    @transaction.atomic
    def unpublish(self) -> None:
        self._hold()
        self.is_public = False
        self._changed("is_public")

    @transaction.atomic
    def bar(self) -> None:
        """What the editors do about abuse: it is private, and stays so."""
        self._hold()
        self.is_public, self.is_barred = False, True
        self._changed("is_public", "is_barred")

    @transaction.atomic
    def allow(self) -> None:
        """Its owner may make it public again."""
        self._hold()
        self.is_barred = False
        self._changed("is_barred")

    @transaction.atomic
    def delete(self, *args, **kwargs):
        page_cache.forget(self.cache_tag)
        return super().delete(*args, **kwargs)

    @property
    def cache_tag(self) -> str:
        return f"list:{self.address}"

    def _hold(self) -> None:
        """The row as it is now, held until the transaction ends."""
        self.refresh_from_db(from_queryset=ReadingList.objects.select_for_update())

    def _number(self, entries: list["ListedArticle"]) -> None:
        moved = [(place, entry) for place, entry in enumerate(entries) if entry.position != place]
        for place, entry in moved:
            entry.position = place
        if moved:
            ListedArticle.objects.bulk_update([entry for _place, entry in moved], ["position"])
            self._changed()

    def _changed(self, *fields: str) -> None:
        self.save(update_fields=[*fields, "changed_at"])
        page_cache.forget(self.cache_tag)


class ListedArticleQuerySet(models.QuerySet):
    def public(self):
        """Those whose article readers may see at this moment."""
        # Asked for each of the few rows of a list; the numbers of all articles would be gathered first.
        return self.filter(Exists(Article.objects.published().filter(pk=OuterRef("article"))))

    def as_cards(self):
        related = ("section", "image", "series")
        return self.select_related("article", *(f"article__{name}" for name in related)).defer(
            "article__body"
        )


class ListedArticle(models.Model):
    """An article on a reading list."""

    reading_list = models.ForeignKey(ReadingList, models.CASCADE, related_name="entries")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ListedArticleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["reading_list", "article"], name="listed_once"),
        ]

    def __str__(self):
        return f"{self.reading_list_id}: {self.article_id}"


def _hold_person(pk: int) -> None:
    """Of two pages that begin a list in the same moment, one waits: so that names and numbers are counted right."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=pk)


def _free_name(name: str, others: ReadingListQuerySet) -> str:
    """The name as it will be stored, if it can be read and is none of the others'."""
    if not arabic.key(name):
        raise ValidationError(_("Write a name of letters or digits."))
    if others.named(name).exists():
        raise ValidationError(_("You have a list with this name already."))
    line = arabic.clean_line(name)
    if len(line) > LONGEST_NAME:
        raise ValidationError(_("This name is too long."))
    return line
