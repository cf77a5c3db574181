"""What search knows of words: in how many texts each is, and which are to be taken for one another."""

import json
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from maseer import page_cache
from maseer.lib import arabic
from maseer.lib.counters import Numeral
from maseer.lib.fields import LineField, SortKeyField

# No word of a text has this letter, since folding makes two of it: what we add to the words begins with it.
MARK = "\N{LATIN SMALL LETTER SHARP S}"
LONGEST_TERM = 60
LONGEST_SYNONYM = 4


class SearchTerm(models.Model):
    """In how many public texts a word is. A little behind: the worker adds up what editors leave as tallies."""

    word = models.CharField(max_length=LONGEST_TERM, primary_key=True)
    texts = models.BigIntegerField()

    def __str__(self):
        return f"{self.word}: {self.texts}"


class SearchTally(models.Model):
    """What one change of a text means for those numbers.

    Rows of their own, since editors who publish at once would wait for each other at the commonest words.
    """

    changes = models.TextField()

    # As no word is.
    TEXTS = f"{MARK}texts"
    LENGTH = f"{MARK}length"

    MOST_AT_ONCE = 500

    def __str__(self):
        return f"#{self.pk}"

    @classmethod
    def add(cls, change: Counter) -> None:
        if change:
            cls.objects.create(changes=json.dumps(change, ensure_ascii=False, separators=(",", ":")))

    @classmethod
    @transaction.atomic
    def add_up(cls) -> int:
        """Those that are there become part of the numbers. One worker at a time does it. Returns how many."""
        rows = list(cls.objects.select_for_update().order_by("pk")[: cls.MOST_AT_ONCE])
        total: Counter = Counter()
        for row in rows:
            total.update(json.loads(row.changes))
        count(total)
        cls.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return len(rows)


def count(change: Counter) -> None:
    """Adds to the numbers; in the order of the words, so that two who do it wait and never block each other."""
    words = sorted(word for word, texts in change.items() if texts)
    for start in range(0, len(words), 1000):
        some = words[start : start + 1000]
        known = dict(SearchTerm.objects.filter(word__in=some).values_list("word", "texts"))
        SearchTerm.objects.bulk_create(
            (SearchTerm(word=word, texts=max(known.get(word, 0) + change[word], 0)) for word in some),
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=["texts"],
        )


class SearchDue(models.Model):
    """An article that prints a name which has changed: its words are to be read anew."""

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="+")

    def __str__(self):
        return f"#{self.pk}"

    @classmethod
    def note(cls, articles) -> None:
        numbers = articles.order_by().values_list("pk", flat=True).distinct()
        cls.objects.bulk_create(
            (cls(article_id=number) for number in numbers.iterator()), ignore_conflicts=True, batch_size=1000
        )


class SearchState(models.Model):
    """How far reading all articles anew has come. One row."""

    version = models.PositiveSmallIntegerField(default=0)
    """Of the analyser that all documents were made with, but for those still to come."""
    target = models.PositiveSmallIntegerField(default=0)
    position = models.BigIntegerField(null=True)
    """The number of the last article that was read; none while nothing is being done."""

    def __str__(self):
        return f"{self.version}: {self.position}"

    @classmethod
    def load(cls) -> "SearchState":
        return cls.objects.get_or_create(pk=1)[0]


class SearchSynonym(models.Model):
    """Two words, or groups of words, that readers take for one: who asks for either finds both."""

    one = LineField(_("word"), max_length=100)
    other = LineField(_("means the same"), max_length=100)
    one_key = models.CharField(max_length=200, editable=False, db_index=True)
    other_key = models.CharField(max_length=200, editable=False, db_index=True)
    sorted_as = SortKeyField(of="one", default="")

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["sorted_as", "one", "other"]
        constraints = [models.UniqueConstraint(fields=["one_key", "other_key"], name="synonym_once")]

    def __str__(self):
        return f"{self.one} = {self.other}"

    def clean(self):
        self._find_keys()
        for name in ("one", "other"):
            words = getattr(self, f"{name}_key").split()
            if not words:
                raise ValidationError({name: _("Write a word.")})
            if len(words) > LONGEST_SYNONYM:
                raise ValidationError(
                    {name: _("At most %(most)s words.") % {"most": Numeral(LONGEST_SYNONYM)}}
                )
        if self.one_key == self.other_key:
            raise ValidationError({"other": _("Readers find these as one word already.")})
        twins = models.Q(one_key=self.one_key, other_key=self.other_key) | models.Q(
            one_key=self.other_key, other_key=self.one_key
        )
        if SearchSynonym.objects.filter(twins).exclude(pk=self.pk).exists():
            raise ValidationError({"other": _("These two are synonyms already.")})

    @transaction.atomic
    def save(self, *args, **kwargs):
        self._find_keys()
        super().save(*args, **kwargs)
        page_cache.forget("search")

    @transaction.atomic
    def delete(self, *args, **kwargs):
        page_cache.forget("search")
        return super().delete(*args, **kwargs)

    def _find_keys(self):
        self.one_key, self.other_key = synonym_key(self.one), synonym_key(self.other)


def synonym_key(text: str) -> str:
    return " ".join(arabic.analyse(text)[1])[:200]
