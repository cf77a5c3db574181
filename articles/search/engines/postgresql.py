"""Full-text search by a `tsvector` and its GIN index."""

from django.db import connection

_FOUND = "SELECT ord FROM articles_searchdocument WHERE words @@ %s::tsquery AND ord BETWEEN %s AND %s"


def weighed(lists, bounds, most: int) -> list[tuple[int, int]]:
    """The texts whose lists weigh most together, as (ord, weight): the heaviest first, the newest of equal ones."""
    if not lists:
        return []
    found = " UNION ALL ".join([_FOUND.replace("ord FROM", "ord, %s AS weight FROM", 1)] * len(lists))
    values = [value for expression, weight in lists for value in (weight, query(expression), *bounds)]
    return _ask(
        f"SELECT ord, SUM(weight)::int FROM ({found}) AS found GROUP BY ord ORDER BY 2 DESC, 1 DESC LIMIT %s",  # noqa: S608
        [*values, most],
    )


def newest(expression, bounds, most: int, is_common: bool) -> list[int]:
    if is_common:
        # The newest are near: walking back by date finds them before the index has told all.
        statement = f"{_FOUND} ORDER BY ord DESC LIMIT %s"
    else:
        # Not by date: the planner believes that rare words are near, and would read the whole table.
        statement = f"WITH found AS MATERIALIZED ({_FOUND}) SELECT ord FROM found ORDER BY ord DESC LIMIT %s"  # noqa: S608
    return [ord for (ord,) in _ask(statement, [query(expression), *bounds, most])]


def count(expression, bounds, most: int) -> int:
    """How many there are, counted as far as `most`."""
    statement = f"SELECT COUNT(*) FROM ({_FOUND} LIMIT %s) AS found"  # noqa: S608
    return _ask(statement, [query(expression), *bounds, most])[0][0]


def read(columns: str, ords: list[int]) -> list[tuple]:
    """Those columns of documents, by their `ord`. No query of Django's: so many numbers take it longer than us."""
    return _ask(f"SELECT ord, {columns} FROM articles_searchdocument WHERE ord = ANY(%s)", [list(ords)])  # noqa: S608


def query(expression) -> str:
    """In the language of `tsquery`. Words are letters and digits, which mean nothing between its quotation marks."""
    return " & ".join(
        f"({' | '.join(_quoted(alternative) for alternative in group)})" for group in expression
    )


def _quoted(words) -> str:
    return "({})".format(" <-> ".join(f"'{word}'" for word in words))


def _ask(statement: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
