"""Full-text search by a `tsvector` and its GIN index."""

from articles.search.engines.full_text import FullText


class PostgreSQL(FullText):
    FOUND = "SELECT ord FROM articles_searchdocument WHERE words @@ %s::tsquery AND ord BETWEEN %s AND %s"

    def newest(self, expression, bounds, most, is_common):
        if is_common:
            # The newest are near: walking back by date finds them before the index has told all.
            return super().newest(expression, bounds, most, is_common)
        # Not by date: the planner believes that rare words are near, and would read the whole table.
        statement = (
            f"WITH found AS MATERIALIZED ({self.FOUND}) SELECT ord FROM found ORDER BY ord DESC LIMIT %s"  # noqa: S608
        )
        return [ord for (ord,) in self.ask(statement, [self.query(expression), *bounds, most])]

    def read(self, columns, ords):
        statement = f"SELECT ord, {columns} FROM articles_searchdocument WHERE ord = ANY(%s)"  # noqa: S608
        return self.ask(statement, [list(ords)])

    def query(self, expression):
        return " & ".join(f"({' | '.join(map(_phrase, group))})" for group in expression)


def _phrase(words) -> str:
    return "({})".format(" <-> ".join(f"'{word}'" for word in words))
