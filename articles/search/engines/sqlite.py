"""Full-text search by FTS5, whose row numbers are the `ord` of the documents."""

import json

from django.db import connection

# Counted among those of one list, so that a common word is counted no further.
_FOUND = (
    "SELECT rowid FROM articles_searchindex WHERE articles_searchindex MATCH %s AND rowid BETWEEN %s AND %s"
)


def weighed(lists, bounds, most: int) -> list[tuple[int, int]]:
    """The texts whose lists weigh most together, as (ord, weight): the heaviest first, the newest of equal ones."""
    if not lists:
        return []
    found = " UNION ALL ".join([_FOUND.replace("rowid FROM", "rowid, %s AS weight FROM", 1)] * len(lists))
    values = [value for expression, weight in lists for value in (weight, query(expression), *bounds)]
    return _ask(
        f"SELECT rowid, SUM(weight) FROM ({found}) GROUP BY rowid ORDER BY 2 DESC, 1 DESC LIMIT %s",  # noqa: S608
        [*values, most],
    )


def newest(expression, bounds, most: int, is_common: bool) -> list[int]:
    rows = _ask(f"{_FOUND} ORDER BY rowid DESC LIMIT %s", [query(expression), *bounds, most])
    return [ord for (ord,) in rows]


def count(expression, bounds, most: int) -> int:
    """How many there are, counted as far as `most`."""
    return _ask(f"SELECT COUNT(*) FROM ({_FOUND} LIMIT %s)", [query(expression), *bounds, most])[0][0]  # noqa: S608


def read(columns: str, ords: list[int]) -> list[tuple]:
    """Those columns of documents, by their `ord`. No query of Django's: so many numbers take it longer than us."""
    places = "ord IN (SELECT value FROM json_each(%s))"
    return _ask(f"SELECT ord, {columns} FROM articles_searchdocument WHERE {places}", [json.dumps(ords)])  # noqa: S608


def query(expression) -> str:
    """In FTS5's language. Words are letters and digits; between quotation marks nothing else has a meaning."""
    return " AND ".join(
        f"({' OR '.join(_quoted(alternative) for alternative in group)})" for group in expression
    )


def _quoted(words) -> str:
    return '"{}"'.format(" ".join(words))


def _ask(statement: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
