"""Which of the candidates says most about what was asked: one judgement for both engines.

BM25 over the fields of a text (its title counts four times, its lead twice), and a little more for words that stand
side by side as they were asked, and for words as they were spelled. Then age.
"""

import time
from dataclasses import dataclass
from itertools import pairwise

from articles.models import SearchDocument
from articles.models.search_document import K1, B
from articles.search.frequencies import Frequencies
from articles.search.question import Question

FIELDS = (("title", 4), ("lead", 2), ("body", 1))
AS_SPELLED = 0.3
SIDE_BY_SIDE = 0.2
# So many of the best are compared by spelling too.
SPELLED = 50
# A text of today counts fully, one of half a year ago two thirds, and no old one less than a third.
OLDEST, HALF_LIFE = 0.35, 180 * 86_400


@dataclass(slots=True)
class _Read:
    ord: int
    number: int
    norm: float
    score: float = 0.0


def rank(
    question: Question,
    candidates: list[int],
    known: Frequencies,
    must_have_all: bool,
    now: float | None = None,
) -> list[tuple[int, int]]:
    """The candidates as (ord, number of the article), the best first."""
    rows = SearchDocument.objects.filter(pk__in=candidates).values_list(
        "pk", "article", "length", "title", "lead", "body"
    )
    weights = [known.weight(group) for group in question.groups]
    patterns = [[f" {' '.join(words)} " for words in group] for group in question.groups]
    pairs = _pairs(question, weights)
    # A phrase is meant as it stands, whatever else is there.
    needed = [at for at, term in enumerate(question.terms) if must_have_all or term.is_phrase]
    now = time.time() if now is None else now
    read = []
    for ord, number, length, *texts in rows:
        norm = K1 * (1 - B + B * length / known.usual_length)
        counts = [_count(group, texts) for group in patterns]
        if all(counts[at] for at in needed):
            score = sum(map(_saturated, counts, [norm] * len(counts), weights))
            score += sum(_saturated(_count((pair,), texts), norm, weight) for pair, weight in pairs)
            if score:
                read.append(_Read(ord, number, norm, score * _freshness(ord, now)))
    read.sort(key=_best_first)
    _compare_spelling(question, weights, read[:SPELLED], now)
    read[:SPELLED] = sorted(read[:SPELLED], key=_best_first)
    return [(row.ord, row.number) for row in read]


def _compare_spelling(question: Question, weights: list[float], read: list[_Read], now: float) -> None:
    texts = dict(SearchDocument.objects.filter(pk__in=[row.ord for row in read]).values_list("pk", "surface"))
    patterns = [f" {term.spelled} " for term in question.terms]
    for row in read:
        text = texts.get(row.ord, "")
        spelled = sum(
            _saturated(text.count(pattern), row.norm, weight)
            for pattern, weight in zip(patterns, weights, strict=True)
        )
        row.score += AS_SPELLED * spelled * _freshness(row.ord, now)


def _best_first(row: _Read):
    # What differs less is equal: then the newest is first.
    return -round(row.score, 6), -row.ord


def _pairs(question: Question, weights: list[float]) -> list[tuple[str, float]]:
    """What stands side by side in the question, as it would in a text."""
    terms = list(zip(question.terms, weights, strict=True))
    return [
        (f" {first.alternatives[0][0]} {second.alternatives[0][0]} ", SIDE_BY_SIDE * (one + other) / 2)
        for (first, one), (second, other) in pairwise(terms)
        if not (first.is_phrase or second.is_phrase)
    ]


def _count(patterns, texts) -> int:
    return sum(
        times * text.count(pattern)
        for (_name, times), text in zip(FIELDS, texts, strict=True)
        for pattern in patterns
    )


def _saturated(count: int, norm: float, weight: float) -> float:
    return weight * count * (K1 + 1) / (count + norm) if count else 0.0


def _freshness(ord: int, now: float) -> float:
    age = max(now - (ord >> 31), 0) if ord > 0 else 0
    return OLDEST + (1 - OLDEST) * 2 ** (-age / HALF_LIFE)
