"""Which texts are worth reading for a question: at most `POOL` of a million, without reading one of them.

Every word has lists: where it is at all, where it is in the title, where it stands often. What the lists of a text
weigh together is nearly what `ranking.py` will say of it. A list that is too long is never walked: of two words the
rarer one leads, and where all are common, the newest texts with all of them in the title, then often, then at all.
The lists are the same on both engines, and so are the candidates.
"""

from articles.search.engines import Bounds, Expression, Group, engine
from articles.search.frequencies import Frequencies, levelled
from articles.search.question import Question

POOL = 200
# So long a list is walked, and so long are all of a question.
LONGEST_LIST = 4_000
LONGEST_LISTS = 12_000
# That a word is there at all, in the title, often, very often; hundredths of its weight.
IS_THERE = 80
LEVEL_WEIGHTS = {"t": 60, "2": 40, "3": 40}


def with_all(question: Question, filters: Expression, bounds: Bounds, known: Frequencies) -> list[int]:
    """Of the texts that have all that is asked for."""
    everything = (*question.groups, *filters)
    if min(known.of_group(group) for group in everything) <= LONGEST_LIST:
        lists = [(everything, 1)]
        for group in question.groups:
            lists += _levels(group, everything, known)
        return [ord for ord, _weight in engine().weighed(lists, bounds, POOL)]
    found: dict[int, None] = {}
    for level in ("t", "2", ""):
        if len(found) < POOL:
            groups = [_at_level(group, level) for group in question.groups]
            size = min(known.of_group(group) for group in (*groups, *filters))
            newest = engine().newest((*groups, *filters), bounds, POOL, size > LONGEST_LIST)
            found.update(dict.fromkeys(newest[: POOL - len(found)]))
    return list(found)


def with_any(question: Question, filters: Expression, bounds: Bounds, known: Frequencies) -> list[int]:
    """Of the texts that have something of what is asked for."""
    narrowest = min((known.of_group(group) for group in filters), default=known.texts)
    rare, walked = [], 0
    for group in sorted(question.groups, key=known.of_group):
        size = min(known.of_group(group), narrowest)
        if size > LONGEST_LIST or walked + size > LONGEST_LISTS:
            break
        rare.append(group)
        walked += size
    if not rare:
        return engine().newest((*question.groups, *filters), bounds, POOL, True)
    lists = []
    led_by = (tuple(alternative for group in rare for alternative in group), *filters)
    for group in question.groups:
        where = (group, *filters) if group in rare else (group, *led_by)
        lists.append((where, max(int(known.weight(group) * IS_THERE), 1)))
        lists += _levels(group, where, known)
    return [ord for ord, _weight in engine().weighed(lists, bounds, POOL)]


def _levels(group: Group, where: Expression, known: Frequencies) -> list[tuple[Expression, int]]:
    weight = known.weight(group)
    return [
        ((levelled(group, level), *where), int(weight * hundredths))
        for level, hundredths in LEVEL_WEIGHTS.items()
        if levelled(group, level)
    ]


def _at_level(group: Group, level: str) -> Group:
    return (levelled(group, level) or group) if level else group
