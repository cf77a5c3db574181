"""Full-text search by a `tsvector` and its GIN index."""

from articles.search.engines.full_text import FullText


class PostgreSQL(FullText):
    # The planner is not told the words: of common ones it believes that the table is quicker read than the index, and
    # does not know that to look into a text is to fetch it from where long values lie.
    FOUND = "SELECT ord FROM articles_searchdocument WHERE words @@ (SELECT %s::tsquery) AND ord BETWEEN %s AND %s"

    def newest(self, expression, bounds, most, are_near):
        statement = f"WITH found AS MATERIALIZED ({self.FOUND}) SELECT ord FROM found"  # noqa: S608
        if are_near:
            # Back by date, one text after the other.
            statement = self.FOUND.replace("(SELECT %s::tsquery)", "%s::tsquery")
        statement += " ORDER BY ord DESC LIMIT %s"
        return [ord for (ord,) in self.ask(statement, [self.query(expression), *bounds, most])]

    def read(self, columns, ords):
        statement = f"SELECT ord, {columns} FROM articles_searchdocument WHERE ord = ANY(%s)"  # noqa: S608
        return self.ask(statement, [list(ords)])

    def query(self, expression):
        return " & ".join(f"({' | '.join(map(_phrase, group))})" for group in expression)


def _phrase(words) -> str:
    return "({})".format(" <-> ".join(f"'{word}'" for word in words))
