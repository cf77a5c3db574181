"""One page of a reading list, in the order its owner gave it."""

from functools import cached_property

from django.db.models import QuerySet
from django.http import QueryDict

from articles.models import bylines_of
from maseer.lib.numbers import row_number

SIZE = 50


class ListPage:
    """The query string says from which position on: `from=<number>`. Anything else counts as the beginning."""

    def __init__(self, entries: QuerySet, query: QueryDict):
        self._entries = entries
        self.begins_at = row_number(query.get("from")) or 0

    @cached_property
    def _found(self) -> list:
        # One more than shown tells whether there is a page beyond.
        found = list(self._entries.filter(position__gte=self.begins_at).as_cards()[: SIZE + 1])
        bylines_of([entry.article for entry in found])
        return found

    @cached_property
    def entries(self) -> list:
        return self._found[:SIZE]

    @property
    def articles(self) -> list:
        return [entry.article for entry in self.entries]

    @property
    def onward(self) -> str:
        return f"?from={self._found[SIZE].position}" if len(self._found) > SIZE else ""

    @cached_property
    def back(self) -> str:
        """To the page before, or "" on the first."""
        if not self.begins_at:
            return ""
        before = self._entries.filter(position__lt=self.begins_at).order_by("-position")
        positions = list(before.values_list("position", flat=True)[:SIZE])
        return f"?from={positions[-1]}" if positions else ""
