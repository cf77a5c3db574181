"""Which of the candidates says most about what was asked: one judgement for both engines.

BM25 over the fields of a text (its title counts four times, its lead twice), and a little more for words that stand
side by side as they were asked, and for words as they were spelled. Then age.
"""

from dataclasses import dataclass
from itertools import pairwise

from articles.models.search_document import K1, SECOND, B
from articles.search.candidates import Candidates
from articles.search.engines import engine
from articles.search.frequencies import Frequencies
from articles.search.question import Question

TITLE, LEAD = 4, 2
AS_SPELLED = 0.3
SIDE_BY_SIDE = 0.2
# Of the candidates so many are read at once, beginning with those that weigh most for their age: of a search's time
# this is the largest part. Beyond the first number only those that weigh at least such a share of what the heaviest
# does: of others hardly any would be among the first ten. Of those read the best half, and at least half of the fewest,
# are compared by spelling.
FEWEST, MOST, NEAR = 50, 100, 0.4
# A text of today counts fully, one of half a year ago two thirds, and no old one less than a third.
OLDEST, HALF_LIFE = 0.35, 180 * 86_400


@dataclass(slots=True)
class _Read:
    ord: int
    norm: float
    score: float


@dataclass(frozen=True)
class _Sought:
    """What is counted in a text: any of these, worth so much."""

    patterns: tuple[str, ...]
    weight: float

    def count(self, title: str, lead: str, body: str) -> int:
        found = 0
        for pattern in self.patterns:
            found += TITLE * title.count(pattern) + LEAD * lead.count(pattern) + body.count(pattern)
        return found


def rank(
    question: Question, candidates: Candidates, known: Frequencies, now: float, enough: int
) -> list[int]:
    """At least `enough` of the candidates, as long as there are more, the best first."""
    words, pairs = _sought(question, known)
    likeliest = sorted(((weight * _freshness(ord, now), ord) for ord, weight in candidates), reverse=True)
    ranked: list[int] = []
    while likeliest and len(ranked) < enough:
        some = _near(likeliest)
        likeliest = likeliest[len(some) :]
        read = _read(some, words, pairs, known, now)
        best = read[: max(len(some), FEWEST) // 2]
        _compare_spelling(question, known, best, now)
        ranked += [row.ord for row in sorted(best, key=_best_first) + read[len(best) :]]
    return ranked


def _near(likeliest: list[tuple[float, int]]) -> list[int]:
    """Those of the likeliest that are to be read together."""
    least = NEAR * likeliest[0][0]
    return [ord for at, (weight, ord) in enumerate(likeliest[:MOST]) if at < FEWEST or weight >= least]


def _read(
    ords: list[int], words: list[_Sought], pairs: list[_Sought], known: Frequencies, now: float
) -> list[_Read]:
    """The best first."""
    usual, read = known.usual_length, []
    for ord, length, *texts in engine().read("length, title, lead, body", ords):
        norm = K1 * (1 - B + B * length / usual)
        read.append(_Read(ord, norm, _score(words, pairs, texts, norm) * _freshness(ord, now)))
    return sorted(read, key=_best_first)


def _sought(question: Question, known: Frequencies) -> tuple[list[_Sought], list[_Sought]]:
    """The words of the question, and what stands between one and the next in a text that says them so."""
    words = [
        _Sought(
            tuple(f" {' '.join(alternative)} " for alternative in term.alternatives),
            known.weight(term.alternatives),
        )
        for term in question.terms
    ]
    pairs = [
        _Sought(
            ()
            if first.is_phrase or second.is_phrase
            else (f" {first.alternatives[0][0]} {second.alternatives[0][0]} ",),
            SIDE_BY_SIDE * (one.weight + other.weight) / 2,
        )
        for (first, one), (second, other) in pairwise(zip(question.terms, words, strict=True))
    ]
    return words, pairs


def _score(words: list[_Sought], pairs: list[_Sought], texts: list[str], norm: float) -> float:
    counts = [one.count(*texts) for one in words]
    # Two words of which one is missing stand nowhere side by side.
    counts += [
        both and pair.count(*texts) for pair, both in zip(pairs, map(min, pairwise(counts)), strict=True)
    ]
    return sum(
        _saturated(count, norm, one.weight) for one, count in zip(words + pairs, counts, strict=True) if count
    )


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
