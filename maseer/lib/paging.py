"""Paging that costs the same on the first page and on the last: it goes on from a row, and counts nothing."""

import re
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Subquery

CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# So many questions are asked at once; databases take some more.
AT_ONCE = 100


class KeysetPage:
    """One page of a queryset annotated with `listed_at` and `listed_id`, newest first.

    The query string says where it is: `before=<cursor>` (older than it), `after=<cursor>` (newer than it), `last`
    (the oldest page), or nothing (the newest). Anything else counts as nothing. What else the address asks, the
    words of a search, goes along in `keep`.
    """

    def __init__(self, rows: QuerySet, query, size: int = 20, keep: dict[str, str] | None = None):
        before, after = _read(query.get("before", "")), _read(query.get("after", ""))
        if before:
            rows = rows.filter(_older(*before))
        elif after:
            rows = rows.filter(_newer(*after))
        self.size = size
        self._keep = keep or {}
        self._is_inside = bool(before or after)
        self._is_reversed = not before and (bool(after) or "last" in query)
        self._rows = rows.reverse() if self._is_reversed else rows

    @cached_property
    def _found(self) -> list:
        # One more than shown tells whether there is a page beyond.
        return list(self._rows[: self.size + 1])

    @cached_property
    def articles(self) -> list:
        shown = self._found[: self.size]
        return shown[::-1] if self._is_reversed else shown

    @property
    def _beyond(self) -> tuple[bool, bool]:
        """Whether there are newer rows, and older ones."""
        goes_on = len(self._found) > self.size
        if not self.articles:
            return False, False
        return (goes_on, self._is_inside) if self._is_reversed else (self._is_inside, goes_on)

    @property
    def has_newer(self) -> bool:
        return self._beyond[0]

    @property
    def has_older(self) -> bool:
        return self._beyond[1]

    @property
    def older(self) -> str:
        return self._link(before=_write(self.articles[-1])) if self.has_older else ""

    @property
    def newer(self) -> str:
        return self._link(after=_write(self.articles[0])) if self.has_newer else ""

    @property
    def oldest(self) -> str:
        return self._link(last="") if self.has_older else ""

    @property
    def newest(self) -> str:
        return self._link() if self.has_newer else ""

    def _link(self, **place: str) -> str:
        return "?" + urlencode(self._keep | place)


class FoundPage:
    """The same links for a page of what was found, which knows itself where the next one begins."""

    def __init__(self, found, keep: dict[str, str]):
        self._keep = keep
        self.next = self._link(after=found.next) if found.next else ""
        self.first = self.previous = ""
        if found.previous is not None:
            self.first = self._link()
            self.previous = self._link(after=found.previous) if found.previous else self.first

    def _link(self, **place: str) -> str:
        return "?" + urlencode(self._keep | place)


def _read(text: str) -> tuple[datetime, int] | None:
    match = CURSOR.fullmatch(text)
    if not match:
        return None
    try:
        return EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
    except OverflowError:
        return None


def _write(row) -> str:
    return f"{(row.listed_at - EPOCH) // timedelta(microseconds=1)}-{row.listed_id}"


# The first comparison alone bounds the range of the index; the second decides between rows of one moment.


def _older(at: datetime, pk: int) -> Q:
    return Q(listed_at__lte=at) & (Q(listed_at__lt=at) | Q(listed_id__lt=pk))


def _newer(at: datetime, pk: int) -> Q:
    return Q(listed_at__gte=at) & (Q(listed_at__gt=at) | Q(listed_id__gt=pk))


def that_hold(lists: dict[Any, QuerySet]) -> list:
    """The names of those lists, all of one model, that hold a row: a look at the head of each, and no count.

    Each is in the order of the index that finds it, or SQLite would take another index.
    """
    held, names = [], list(lists)
    for start in range(0, len(names), AT_ONCE):
        asked = names[start : start + AT_ONCE]
        heads = {f"head_{at}": Subquery(lists[name].values("pk")[:1]) for at, name in enumerate(asked)}
        # Any row at all, to hang the questions on.
        rows = lists[asked[0]].model._base_manager.order_by().annotate(**heads).values_list(*heads)[:1]
        held += [name for row in rows for name, head in zip(asked, row, strict=True) if head is not None]
    return held
