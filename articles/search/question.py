"""What a reader typed, understood: which words, which of them one after the other, what else they may be called."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from articles.models import SearchSynonym
from articles.models.search_words import LONGEST_SYNONYM
from articles.search.engines import Alternative, Expression, Group
from maseer.lib import arabic
from maseer.lib.prepared import Prepared

LONGEST = 200
MOST_TERMS = 8
# With more words besides, what is quoted is no phrase that must be there.
FEW_BESIDE = 3

# Whatever pair the reader has on the keyboard; a mark without a partner is none.
_OPENING = (
    '"\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}'
    "\N{DOUBLE PRIME}\N{RIGHT DOUBLE QUOTATION MARK}"
)
_CLOSING = (
    '"\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}'
    "\N{DOUBLE PRIME}"
)
_QUOTED = re.compile(f"[{_OPENING}]([^{_OPENING}{_CLOSING}]+)[{_CLOSING}]")
_QUOTATION_MARK = re.compile(f"[{_OPENING}{_CLOSING}]")

_SYNONYMS = Prepared(
    lambda runs: (
        SearchSynonym.objects.filter(Q(one_key__in=runs) | Q(other_key__in=runs))
        .order_by("pk")
        .values_list("one_key", "other_key")[:50]
    )
)


@dataclass(frozen=True)
class Term:
    """One thing that is asked for: as it was spelled, and each of what it may be found as."""

    spelled: str
    alternatives: Group

    @property
    def is_phrase(self) -> bool:
        return len(self.alternatives[0]) > 1


@dataclass(frozen=True)
class Question:
    terms: tuple[Term, ...]

    @classmethod
    def read(cls, text: str) -> "Question":
        text = text[:LONGEST]
        quoted: list[str] = []
        rest = _QUOTED.sub(lambda found: quoted.append(found[1]) or " ", text)
        phrases = [phrase for phrase in map(_phrase, quoted) if phrase]
        loose = _loose(rest, if_nothing_else=not phrases)
        if len(loose) > FEW_BESIDE:
            # Whoever pastes a headline does not mean its quotation marks.
            return cls.loosely(text)
        return cls(tuple(_with_synonyms([*phrases, *loose])))

    @classmethod
    def loosely(cls, text: str) -> "Question":
        """The same with quoted words like all others."""
        return cls(tuple(_with_synonyms(_loose(text, if_nothing_else=True))))

    @property
    def is_mixed(self) -> bool:
        """Whether there are words besides what is quoted."""
        return len({term.is_phrase for term in self.terms}) == 2

    @property
    def is_one_phrase(self) -> bool:
        """Whether nothing is asked for but words side by side, by whatever name."""
        return len(self.terms) == 1 and all(len(words) > 1 for words in self.terms[0].alternatives)

    def cut(self, known) -> "Question":
        """With as many terms as a search looks for: those that say most. What no text has says nothing."""
        if len(self.terms) <= MOST_TERMS:
            return self
        texts = [known.of_group(term.alternatives) for term in self.terms]
        order = sorted(range(len(texts)), key=lambda at: (not texts[at], texts[at], at))[:MOST_TERMS]
        return Question(tuple(self.terms[at] for at in sorted(order)))

    def __bool__(self) -> bool:
        return bool(self.terms)

    @cached_property
    def groups(self) -> Expression:
        return tuple(term.alternatives for term in self.terms)

    @cached_property
    def stems(self) -> frozenset[str]:
        """What to mark in the text."""
        return frozenset(
            word for term in self.terms for alternative in term.alternatives for word in alternative
        )


def unquoted(text: str) -> str:
    """The words of a text in which nothing but phrases is asked for, without quotation marks; else ""."""
    question = Question.read(text)
    if question.is_mixed or question == Question.loosely(text[:LONGEST]):
        return ""
    return " ".join(_QUOTATION_MARK.sub(" ", text).split())


def _loose(text: str, if_nothing_else: bool) -> list[Term]:
    spelled, found = arabic.analyse(text)
    telling = [at for at, word in enumerate(spelled) if word not in arabic.STOP_WORDS]
    if not telling and if_nothing_else:
        telling = range(len(spelled))
    terms = {}
    for at in telling:
        terms.setdefault(found[at], Term(spelled[at], ((found[at],),)))
    return list(terms.values())


def _phrase(text: str) -> Term | None:
    spelled, found = arabic.analyse(text)
    return Term(" ".join(spelled), (tuple(found),)) if found else None


def _with_synonyms(terms: list[Term]) -> list[Term]:
    """A run of words that an editor declared equal to others becomes one term that is found as either."""
    runs = {
        " ".join(word for term in terms[at : at + length] for word in term.alternatives[0]): (at, length)
        for length in range(LONGEST_SYNONYM, 0, -1)
        for at in range(len(terms) - length + 1)
        if length == 1 or not any(term.is_phrase for term in terms[at : at + length])
    }
    if not runs:
        return terms
    also: dict[str, list[Alternative]] = {}
    for one, other in _SYNONYMS(runs):
        also.setdefault(one, []).append(tuple(other.split()))
        also.setdefault(other, []).append(tuple(one.split()))
    result, at = [], 0
    while at < len(terms):
        run = next(((key, n) for key, (start, n) in runs.items() if start == at and key in also), None)
        if run is None:
            result.append(terms[at])
            at += 1
            continue
        key, length = run
        spelled = " ".join(term.spelled for term in terms[at : at + length])
        result.append(Term(spelled, tuple(dict.fromkeys([tuple(key.split()), *also[key]]))))
        at += length
    return result
