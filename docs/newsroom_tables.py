"""The tables of docs/newsroom.md, built from the code in Arabic: `make guide` writes them, a test holds them equal.

In the guide a table stands between `<!-- table: name -->` and `<!-- end -->`. Its two lines of heading are a person's
and stay as they are. So does a cell that only a person can write (None below): it is found again by the cell that names
its row, and is OPEN while nobody has written it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from accounts.roles import PERMISSIONS, Role
from articles.models import Article, FrontPageEdition, audience, checks
from articles.models.check_level import Level
from articles.models.transition_log import TransitionLog
from articles.workflow import (
    ALIVE,
    ANY_STAGE,
    ANY_STATUS,
    STEPS,
    TRANSITIONS,
    WRITERS_STAGES,
    Stage,
    Status,
    Transition,
    stage_after_save,
)
from maseer.lib.counters import counter

GUIDE = Path(__file__).with_name("newsroom.md")

OPEN = "؟"
YES, NO = "✓", "–"
COMMA = "، "

# What the code has no word for.
ANY_OF_THEM = "أيّ مرحلة"
BUT = "أيّ مرحلة إلّا "
BUT_STATUS = "أيّ حالة إلّا "
ITS_WRITER = "صاحب النصّ"
WRITER_AND_EDITORS = "صاحب النصّ والمحرّرون"
EDITORS = "المحرّرون"
READERS = "القرّاء"
ALWAYS = "دائمًا"

FLAGS = {
    "is_checked": "تسبقه الفحوص",
    "four_eyes": "أربع عيون",
    "claims": "يصير النصّ بين يديك",
    "leaves_review": "تبقى المراجعة",
    "ends_review": "تنتهي المراجعة",
}

AUDIENCES = {
    audience.writers: "أصحابه",
    audience.last_editors: "آخر من حرّره",
    audience.editors: "محرّرو قسمه",
    audience.publishers: "من ينشر في قسمه",
    audience.approver: "من أجازه",
    audience.publisher: "من نشره",
    audience.keepers: "من هو بين يديه",
    audience.speakers: "من شارك في النقاش",
}
WHOM_IT_CONCERNS = "المعنيّ وحده"

Cells = list[str | None]


@dataclass(frozen=True)
class Table:
    rows: Callable[[], Iterator[Cells]]
    # The column whose cell names a row.
    key: int = 0


# In the order of their definition.
STAGES = [stage for stage in Stage if stage in ANY_STAGE]


def stages() -> Iterator[Cells]:
    for stage in STAGES:
        who = WRITER_AND_EDITORS if stage in WRITERS_STAGES else EDITORS
        after = Stage(stage_after_save(stage, is_begun=True))
        yield [str(stage.label), None, who, NO if after == stage else str(after.label)]


def statuses() -> Iterator[Cells]:
    for status in Status:
        ways = [str(move.label) for move in TRANSITIONS.values() if move.to_status == status]
        yield [str(status.label), None, COMMA.join(ways)]


def moves() -> Iterator[Cells]:
    for move in TRANSITIONS.values():
        to = [place.label for place in (move.to_stage, move.to_status) if place]
        flags = [word for name, word in FLAGS.items() if getattr(move, name)]
        yield [
            str(move.label),
            _from(move),
            COMMA.join(map(str, to)) or NO,
            COMMA.join(_who(move)),
            COMMA.join(_who_reads_the_note_of(move)) or NO,
            COMMA.join(flags) or NO,
        ]


def _who_reads_the_note_of(move: Transition) -> Iterator[str]:
    if move.needs_note and move.note_is_public:
        yield READERS
    if move.needs_note:
        yield from (AUDIENCES[among] for among in audience.RULES[audience.TOLD_OF[move.name]].audience)


def _from(move: Transition) -> str:
    if move.is_due is False:
        status = gettext("Scheduled")
    elif move.statuses == ALIVE:
        # The guide says it once, above the table.
        status = ""
    else:
        status = _some(Status, move.statuses, ANY_STATUS, "", BUT_STATUS)
    stage = _some(STAGES, move.stages, ANY_STAGE, "" if status else ANY_OF_THEM, BUT)
    return "؛ ".join(filter(None, [stage, status]))


def _some(places, chosen: frozenset, every: frozenset, all_of_them: str, but: str) -> str:
    left_out = every - chosen
    if not left_out:
        return all_of_them
    named = left_out if len(left_out) < 3 and len(left_out) < len(chosen) else chosen
    names = COMMA.join(str(place.label) for place in places if place in named)
    return but + names if named is left_out else names


def _who(move: Transition) -> Iterator[str]:
    if move.is_writers:
        yield ITS_WRITER
    if move.is_editors:
        needed = {move.permission, "articles.edit_all_article"}
        yield from (str(role.label) for role in Role if needed <= PERMISSIONS[role])


_OWN = [name for model in (Article, FrontPageEdition) for name, _text in model._meta.permissions]


def rights() -> Iterator[Cells]:
    """What the newsroom's own permissions allow: the words, a column for each role, the name in the code."""
    for name in _OWN:
        has = [YES if f"articles.{name}" in PERMISSIONS[role] else NO for role in Role]
        yield [None, *has, f"`{name}`"]


def things() -> Iterator[Cells]:
    """What each role may do with the rows of each kind."""
    own = {f"articles.{name}" for name in _OWN}
    models = {}
    for permission in sorted(set().union(*PERMISSIONS.values()) - own):
        app, _dot, code = permission.partition(".")
        action, _bar, model = code.partition("_")
        models.setdefault((app, model), set()).add(action)
    for app, model in models:
        cells = [
            _actions({f"{app}.{action}_{model}": word for action, word in _words()}, role) for role in Role
        ]
        yield [str(apps.get_model(app, model)._meta.verbose_name_plural), *cells]


def _words() -> list[tuple[str, str]]:
    return [
        ("view", gettext("View")),
        ("add", gettext("Add")),
        ("change", gettext("Change")),
        ("delete", gettext("Delete")),
    ]


def _actions(words: dict[str, str], role: Role) -> str:
    may = [word for permission, word in words.items() if permission in PERMISSIONS[role]]
    return YES if len(may) == len(words) else COMMA.join(may) or NO


def steps() -> Iterator[Cells]:
    for step, permission in STEPS.items():
        ways = [str(move.label) for move in TRANSITIONS.values() if move.to_stage == step]
        who = [str(role.label) for role in Role if permission in PERMISSIONS[role]]
        yield [str(step.label), COMMA.join(ways), COMMA.join(who)]


def checked() -> Iterator[Cells]:
    for check in checks.CHECKS.values():
        always = f" ({ALWAYS})" if check.is_structural else ""
        yield [str(check.label), f"{Level(check.level).label}{always}", None]


def lengths() -> Iterator[Cells]:
    for name, length in checks.LENGTHS.items():
        unit = "words" if name == "body" else "letters"
        limits = [counter(unit, limit) if limit else NO for limit in (length.shortest, length.longest)]
        yield [capfirst(Article._meta.get_field(name).verbose_name), *limits]


def notices() -> Iterator[Cells]:
    for kind, rule in audience.RULES.items():
        told = [AUDIENCES[among] for among in rule.audience] or [WHOM_IT_CONCERNS]
        yield [
            str(audience.NoticeKind(kind).label),
            COMMA.join(told),
            YES if rule.in_newsroom else NO,
            YES if rule.by_mail else NO,
        ]


def log() -> Iterator[Cells]:
    """The entries of the log that are nobody's button."""
    for label in TransitionLog.UNLISTED.values():
        yield [str(label), None]


TABLES = {
    "stages": Table(stages),
    "statuses": Table(statuses),
    "steps": Table(steps),
    "moves": Table(moves),
    "rights": Table(rights, key=-1),
    "things": Table(things),
    "checks": Table(checked),
    "lengths": Table(lengths),
    "notices": Table(notices),
    "log": Table(log),
}

_MARKED = re.compile(r"<!-- table: (?P<name>[a-z]+) -->\n(?P<lines>.*?)<!-- end -->", re.DOTALL)


def tables_in(text: str) -> dict[str, str]:
    return {found["name"]: found["lines"] for found in _MARKED.finditer(text)}


def as_it_should_be(name: str, lines: str) -> str:
    """The table with the heading and the handwritten cells of this one, and everything else from the code."""
    heading, rows = lines.splitlines()[:2], [_cells(line) for line in lines.splitlines()[2:]]
    table = TABLES[name]
    written = {row[table.key]: row for row in rows}
    with translation.override("ar"):
        built = list(table.rows())
    for row in built:
        before = written.get(row[table.key], [])
        row[:] = [
            (before[at] if at < len(before) else OPEN) if cell is None else cell.replace("|", "\\|")
            for at, cell in enumerate(row)
        ]
    return "".join(f"{line}\n" for line in (*heading, *(f"| {' | '.join(row)} |" for row in built)))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def write() -> None:
    def built(found: re.Match) -> str:
        name = found["name"]
        return f"<!-- table: {name} -->\n{as_it_should_be(name, found['lines'])}<!-- end -->"

    GUIDE.write_text(_MARKED.sub(built, GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
