"""What both engines are asked, in the SQL that both read."""

from abc import ABC, abstractmethod
from typing import NamedTuple

from django.db import connection


class Postings(NamedTuple):
    """What an expression finds, each text of it worth so much; but those where the group `without` is."""

    expression: tuple
    weight: int
    without: tuple = ()


class FullText(ABC):
    # Selects the `ord` of what an expression finds within bounds.
    FOUND = ""
    # What stands between groups.
    AND, WITHOUT = "", ""

    def weighed(self, lists: list[Postings], bounds, most: int) -> list[tuple[int, int]]:
        """The texts whose lists weigh most together, as (ord, weight): the heaviest first, the newest of equal ones."""
        if not lists:
            return []
        found = " UNION ALL ".join([self.FOUND.replace("ord FROM", "ord, %s AS weight FROM", 1)] * len(lists))
        values = [
            value
            for expression, weight, without in lists
            for value in (weight, self.query(expression, without), *bounds)
        ]
        return self.ask(
            f"SELECT ord, CAST(SUM(weight) AS integer) FROM ({found}) AS found"  # noqa: S608
            " GROUP BY ord ORDER BY 2 DESC, 1 DESC LIMIT %s",
            [*values, most],
        )

    def newest(self, expression, bounds, most: int, known, without=()) -> list[int]:
        """Those that an expression finds, but those where `without` is, the newest first.

        `known` are the `Frequencies` of its words.
        """
        statement = f"{self.FOUND} ORDER BY ord DESC LIMIT %s"
        return [ord for (ord,) in self.ask(statement, [self.query(expression, without), *bounds, most])]

    def count(self, expression, bounds, most: int) -> int:
        """How many there are, counted as far as `most`."""
        statement = f"SELECT COUNT(*) FROM ({self.FOUND} LIMIT %s) AS found"  # noqa: S608
        return self.ask(statement, [self.query(expression), *bounds, most])[0][0]

    @abstractmethod
    def read(self, columns: str, ords: list[int]) -> list[tuple]:
        """Those columns of documents, by their `ord`. No query of Django's: so many numbers take it longer than us."""

    def merge(self) -> bool:
        """Puts some of the pieces of the index together, if they are many. Returns whether to go on."""
        return False

    def query(self, expression, without=()) -> str:
        """In the engine's language. Words are letters and digits, which mean nothing between quotation marks."""
        asked = self.AND.join(map(self.group, expression))
        return f"{asked}{self.WITHOUT}{self.group(without)}" if without else asked

    @abstractmethod
    def group(self, group) -> str:
        """Any of these, in brackets."""

    def ask(self, statement: str, values: list) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()


def has_phrase(expression) -> bool:
    """Whether words must stand one after the other somewhere in it."""
    return any(len(words) > 1 for group in expression for words in group)
