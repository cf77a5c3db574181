"""A list of people as plain text, one a line: read, and checked to the end before anybody is invited."""

import csv
import io
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from accounts import names
from accounts.models import Invitation
from accounts.models.standing import wait_your_turn
from accounts.roles import Role
from maseer.lib import arabic
from maseer.lib.counters import Numeral, counter

MOST_LINES = 200
LONGEST_ADDRESS = Invitation._meta.get_field("email").max_length
LONGEST_NAME = Invitation._meta.get_field("display_name").max_length

# The columns in the order they have where the first line does not name them, and what they may be called there.
COLUMNS = {
    "name": (gettext_lazy("name"), gettext_lazy("display name")),
    "email": (gettext_lazy("e-mail address"), gettext_lazy("e-mail"), gettext_lazy("email")),
    "role": (gettext_lazy("role"),),
    "sections": (gettext_lazy("sections"), gettext_lazy("section")),
}
SEPARATORS = "\t,;\N{ARABIC COMMA}"
BETWEEN_SECTIONS = re.compile(r"[,;|/\N{ARABIC COMMA}\N{ARABIC SEMICOLON}]")


@dataclass
class Line:
    number: int
    name: str = ""
    email: str = ""
    role: str = ""
    sections: str = ""
    # What they mean, once they are read.
    role_found: Role | None = None
    sections_found: list = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class InviteList:
    """`lines` in their order; nobody is invited while any of them has problems."""

    def __init__(self, text: str):
        self.lines = list(_read(text))
        self.is_too_long = len(self.lines) > MOST_LINES
        self.lines = self.lines[:MOST_LINES]
        self._check()

    @property
    def is_right(self) -> bool:
        return bool(self.lines) and not self.is_too_long and not any(line.problems for line in self.lines)

    @property
    def wrong(self) -> int:
        return sum(1 for line in self.lines if line.problems)

    @transaction.atomic
    def invite(self, by) -> int:
        """All of them or none. Raises ValidationError where somebody was invited since the list was checked."""
        wait_your_turn()
        for line in self.lines:
            Invitation.objects.refuse_taken(line.email)
            invitation = Invitation.objects.create(
                email=line.email, display_name=line.name, role=line.role_found, invited_by=by
            )
            invitation.sections.set(line.sections_found)
            invitation.send(by=by)
        return len(self.lines)

    def _check(self) -> None:
        roles = {_same(name): role for role in Role for name in (role.value, *_in_every_language(role.label))}
        sections = Invitation._meta.get_field("sections").related_model.objects.all()
        by_name = {_same(section.name): section for section in sections}
        seen: dict[str, int] = {}
        for line in self.lines:
            line.problems += self._name_and_address(line, seen)
            line.role_found = roles.get(_same(line.role))
            if line.role_found is None:
                known = pgettext("between names", ", ").join(str(role.label) for role in Role)
                line.problems.append(
                    _("There is no role “%(role)s”. Write one of: %(known)s.")
                    % {"role": line.role, "known": known}
                )
            for name in filter(None, map(str.strip, BETWEEN_SECTIONS.split(line.sections))):
                if section := by_name.get(_same(name)):
                    line.sections_found.append(section)
                else:
                    line.problems.append(_("There is no section “%(name)s”.") % {"name": name})

    def _name_and_address(self, line: Line, seen: dict[str, int]):
        if not line.name:
            yield _("The name is missing.")
        else:
            yield from _refused(names.check, line.name)
        if len(line.name) > LONGEST_NAME:
            yield _("The name is longer than %(letters)s.") % {"letters": counter("letters", LONGEST_NAME)}
        if len(line.email) > LONGEST_ADDRESS or _refused(validate_email, line.email):
            yield _("This is no e-mail address.")
            return
        first = seen.setdefault(line.email.lower(), line.number)
        if first != line.number:
            yield _("The same address stands in line %(number)s.") % {"number": Numeral(first)}
            return
        yield from _refused(Invitation.objects.refuse_taken, line.email)


def _refused(check, value: str) -> list[str]:
    """What the check has against the value, in words."""
    try:
        check(value)
    except ValidationError as refusal:
        return refusal.messages
    return []


def _read(text: str):
    """The lines that say something, their cells by the names of the columns."""
    # Of any system; the reader of tables breaks off at a line end that it does not know.
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    head = text.strip("\n").partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator, strict=False)
    columns = None
    for row in rows:
        cells = [arabic.clean_line(cell) for cell in row]
        if not any(cells):
            continue
        if columns is None:
            columns = _headings(cells)
            if columns:
                continue
            columns = list(COLUMNS)
        known = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        yield Line(rows.line_num, **known)


def _headings(cells: list[str]) -> list[str | None]:
    """Which column each cell of the first line names; nothing if it names none of them, but somebody."""
    called = {
        _same(word): column
        for column, words in COLUMNS.items()
        for name in words
        for word in _in_every_language(name)
    }
    found = [called.get(_same(cell)) for cell in cells]
    return found if "email" in found else []


def _in_every_language(label) -> list[str]:
    words = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.append(str(label))
    return words


def _same(name: str) -> str:
    """With or without the article, whatever the spelling."""
    return arabic.sort_key(name)
