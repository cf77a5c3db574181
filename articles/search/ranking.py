"""Which of the candidates says most about what was asked: one judgement for both engines.

BM25 over the fields of a text (its title counts four times, its lead twice), and a little more for words that stand
side by side as they were asked, and for words as they were spelled. Then age.
"""

from dataclasses import dataclass
from itertools import pairwise

from articles.models.search_document import K1, SECOND, B
from articles.search.engines import engine
from articles.search.frequencies import Frequencies
from articles.search.question import Question

TITLE, LEAD = 4, 2
AS_SPELLED = 0.3
SIDE_BY_SIDE = 0.2
# So many of the best are compared by spelling too.
SPELLED = 50
# A text of today counts fully, one of half a year ago two thirds, and no old one less than a third.
OLDEST, HALF_LIFE = 0.35, 180 * 86_400


@dataclass(slots=True)
class _Read:
    ord: int
    norm: float
    score: float


@dataclass(frozen=True)
class _Sought:
    """What is counted in a text: any of these, worth so much, and whether a text without it is none."""

    patterns: tuple[str, ...]
    weight: float
    is_needed: bool = False

    def count(self, title: str, lead: str, body: str) -> int:
        return sum(
            TITLE * title.count(pattern) + LEAD * lead.count(pattern) + body.count(pattern)
            for pattern in self.patterns
        )


def rank(
    question: Question, candidates: list[int], known: Frequencies, must_have_all: bool, now: float
) -> list[int]:
    """The candidates, the best first."""
    sought = _sought(question, known, must_have_all)
    read = []
    for ord, length, *texts in engine().read("length, title, lead, body", candidates):
        norm = K1 * (1 - B + B * length / known.usual_length)
        if score := _score(sought, texts, norm):
            read.append(_Read(ord, norm, score * _freshness(ord, now)))
    read.sort(key=_best_first)
    _compare_spelling(question, known, read[:SPELLED], now)
    read[:SPELLED] = sorted(read[:SPELLED], key=_best_first)
    return [row.ord for row in read]


def _sought(question: Question, known: Frequencies, must_have_all: bool) -> list[_Sought]:
    words = [
        _Sought(
            tuple(f" {' '.join(alternative)} " for alternative in term.alternatives),
            known.weight(term.alternatives),
            # A phrase is meant as it stands, whatever else is there.
            must_have_all or term.is_phrase,
        )
        for term in question.terms
    ]
    # What stands side by side in the question, as it would in a text.
    pairs = [
        _Sought(
            (f" {first.alternatives[0][0]} {second.alternatives[0][0]} ",),
            SIDE_BY_SIDE * (one.weight + other.weight) / 2,
        )
        for (first, one), (second, other) in pairwise(zip(question.terms, words, strict=True))
        if not (first.is_phrase or second.is_phrase)
    ]
    return words + pairs


def _score(sought: list[_Sought], texts: list[str], norm: float) -> float:
    score = 0.0
    for one in sought:
        if count := one.count(*texts):
            score += _saturated(count, norm, one.weight)
        elif one.is_needed:
            return 0.0
    return score


def _compare_spelling(question: Question, known: Frequencies, read: list[_Read], now: float) -> None:
    texts = dict(engine().read("surface", [row.ord for row in read]))
    patterns = [(f" {term.spelled} ", known.weight(term.alternatives)) for term in question.terms]
    for row in read:
        text = texts.get(row.ord, "")
        spelled = sum(_saturated(text.count(pattern), row.norm, weight) for pattern, weight in patterns)
        row.score += AS_SPELLED * spelled * _freshness(row.ord, now)


def _best_first(row: _Read):
    # What differs less is equal: then the newest is first.
    return -round(row.score, 6), -row.ord


def _saturated(count: int, norm: float, weight: float) -> float:
    return weight * count * (K1 + 1) / (count + norm)


def _freshness(ord: int, now: float) -> float:
    age = max(now - (ord >> SECOND), 0) if ord > 0 else 0
    return OLDEST + (1 - OLDEST) * 2 ** (-age / HALF_LIFE)
