"""Which texts may be worth reading for a question: a few hundred of a million, without reading one of them.

Every word has lists: where it is at all, where it is in the title, where it stands often. What the lists of a text
weigh together is nearly what `ranking.py` will say of it. A list that is too long is never walked: of two words the
rarer one leads, and where all are common, the newest texts with all of them in the title, then often, then at all.
Where no text need have all, what is about one of them follows, but what is quoted each must have. The lists are the
same on both engines, and so are the candidates, but for phrases in very large archives (`engines/__init__.py`).
"""

import itertools
from collections.abc import Iterable

from articles.search.engines import Bounds, Expression, Group, Postings, engine
from articles.search.frequencies import LEVELS, Frequencies, levelled
from articles.search.question import Question

# At most so many from each way of asking.
POOL = 200
Candidates = list[tuple[int, int]]
"""The `ord` of each and its weight."""

# So long a list is walked, and so long are all of a question.
LONGEST_LIST = 4_000
LONGEST_LISTS = 6_000
# That a word is there at all, in the title, often, very often; hundredths of its weight.
IS_THERE = 80
LEVEL_WEIGHTS = {"t": 60, "2": 40, "3": 40}


def with_all(question: Question, filters: Expression, bounds: Bounds, known: Frequencies) -> Candidates:
    """Of the texts that have all that is asked for."""
    everything = (*question.groups, *filters)
    if min(known.of_group(group) for group in everything) <= LONGEST_LIST:
        [first, *others] = everything
        # By one name. Of fewer texts all are asked for anyway.
        if not others and len(first) == 1 and known.of_group(first) > POOL:
            return _of_one_word(first, bounds, known)
        lists = [Postings(everything, sum(_weight(group, known) for group in question.groups))]
        for group in question.groups:
            lists += _levels(group, tuple(other for other in everything if other is not group), known)
        return engine().weighed(lists, bounds, POOL)
    return _newest(
        {
            tuple(_at_level(group, level) for group in question.groups) + filters: sum(
                _weight(group, known, level) for group in question.groups
            )
            for level in ("t", "2", "")
        },
        bounds,
        known,
    )


def with_any(question: Question, filters: Expression, bounds: Bounds, known: Frequencies) -> Candidates:
    """Of the texts that have something of what is asked for, and all of it that is quoted."""
    if phrases := tuple(term.alternatives for term in question.terms if term.is_phrase):
        asked = {
            (*groups, *filters): sum(_weight(group, known) for group in groups)
            for groups in (question.groups, phrases)
        }
        return _newest(asked, bounds, known)
    leading = _short(question.groups, filters, known)
    if not leading:
        return _of_common_words(question, filters, bounds, known)
    lists = []
    led_by = (tuple(alternative for group in leading for alternative in group), *filters)
    for group in question.groups:
        if group in leading:
            lists += _apart(group, filters, known)
        else:
            # Of a common word it says little how often it stands there, and each of its lists is long.
            lists.append(Postings((group, *led_by), _weight(group, known)))
            lists += _levels(group, led_by, known, ("t",))
    return engine().weighed(lists, bounds, POOL)


def all_alike(newest: list[int]) -> Candidates:
    """The newest of these: all weigh the same."""
    return [(ord, 1) for ord in newest[:POOL]]


def _newest(asked: dict[Expression, int], bounds: Bounds, known: Frequencies) -> Candidates:
    """The newest that each expression finds, as long as those before it have not found enough."""
    found: dict[int, int] = {}
    for expression, weight in asked.items():
        if len(found) < POOL:
            newest = engine().newest(expression, bounds, POOL, known)
            found = dict.fromkeys(newest, weight) | found
    return list(found.items())


def _of_common_words(
    question: Question, filters: Expression, bounds: Bounds, known: Frequencies
) -> Candidates:
    """The newest with all of them, and what is about one of them where that list can be walked."""
    everything = (*question.groups, *filters)
    found = engine().newest(everything, bounds, POOL, known)
    weights = {
        level.expression[0]: level.weight for group in question.groups for level in _levels(group, (), known)
    }
    lists = [Postings((group, *filters), weights[group]) for group in _short(weights, filters, known)]
    about = dict(engine().weighed(lists, bounds, POOL))
    has_all = sum(_weight(group, known) for group in question.groups)
    return list((about | {ord: has_all + about.get(ord, 0) for ord in found}).items())


def _short(groups: Iterable[Group], filters: Expression, known: Frequencies) -> list[Group]:
    """Those whose lists can be walked, the shortest first."""
    narrowest = min(map(known.of_group, filters), default=known.texts)
    sizes = sorted((min(known.of_group(group), narrowest), group) for group in groups)
    short, walked = [], 0
    for size, group in sizes:
        walked += size
        if size > LONGEST_LIST or walked > LONGEST_LISTS:
            break
        short.append(group)
    return short


def _levels(
    group: Group, where: Expression, known: Frequencies, levels: Iterable[str] = LEVELS
) -> list[Postings]:
    """Its lists by level, within `where`. What has a word in the title has it: that need not be asked again."""
    return [
        Postings((levelled(group, level), *where), int(known.weight(group) * LEVEL_WEIGHTS[level]))
        for level in levels
        if levelled(group, level)
    ]


def _apart(group: Group, where: Expression, known: Frequencies) -> list[Postings]:
    """The list of a word (no phrase) and its levels with the same sums, but hardly a text twice: many rows are slow.

    What is in the title or often in the text is in the text, and what is there very often is there often.
    """
    there = _weight(group, known)
    title, often, very_often = _levels(group, where, known)
    is_often, in_title = often.expression[0], title.expression[0]
    return [
        Postings((group, *where), there, without=is_often),
        title._replace(without=is_often),
        Postings(often.expression, there + often.weight, without=in_title),
        Postings((in_title, *often.expression), there + often.weight + title.weight),
        very_often,
    ]


def _of_one_word(group: Group, bounds: Bounds, known: Frequencies) -> Candidates:
    """Those at the heaviest levels, then at lighter ones, until there are enough: no list need be walked to its end.

    The same as by adding up, but for a word of nearly all texts, whose levels weigh less than a whole number.
    """
    title, often, very_often = _levels(group, (), known)
    in_title, is_often, is_very_often = title.expression, often.expression, very_often.expression
    there = _weight(group, known)
    found: Candidates = []
    for expression, without, weight in (
        (in_title + is_very_often, (), there + title.weight + often.weight + very_often.weight),
        (in_title + is_often, is_very_often, there + title.weight + often.weight),
        (is_very_often, in_title, there + often.weight + very_often.weight),
        (in_title, is_often, there + title.weight),
        (is_often, in_title + is_very_often, there + often.weight),
        ((group,), in_title + is_often, there),
    ):
        if len(found) < POOL:
            # One group, of any of these.
            any_of_these = tuple(itertools.chain.from_iterable(without))
            newest = engine().newest(expression, bounds, POOL - len(found), known, any_of_these)
            found += [(ord, weight) for ord in newest]
    return found


def _weight(group: Group, known: Frequencies, level: str = "") -> int:
    """What it says of a text that it has the word, at some level."""
    return max(int(known.weight(group) * (IS_THERE + LEVEL_WEIGHTS.get(level, 0))), 1)


def _at_level(group: Group, level: str) -> Group:
    return (levelled(group, level) or group) if level else group
