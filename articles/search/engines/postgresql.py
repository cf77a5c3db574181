"""Full-text search by a `tsvector` and its GIN index."""

from articles.search.engines.full_text import FullText, has_phrase

NEXT = " <-> "
# Whether words stand side by side, the index does not know: so many texts that have them are looked into, the newest.
LOOKED_INTO = 2_000


class PostgreSQL(FullText):
    AND, WITHOUT = " & ", " & !"
    # The planner is not told the words: of common ones it believes that the table is quicker read than the index, and
    # does not know that to look into a text is to fetch it from where long values lie.
    FOUND = "SELECT ord FROM articles_searchdocument WHERE words @@ (SELECT %s::tsquery) AND ord BETWEEN %s AND %s"

    # Asked as a function, for which there is no index: only of these the wide column is fetched.
    PHRASED = (
        f"WITH near AS MATERIALIZED ({FOUND}),"  # noqa: S608
        f" newest AS MATERIALIZED (SELECT ord FROM near ORDER BY ord DESC LIMIT {LOOKED_INTO})"
        " SELECT ord FROM articles_searchdocument WHERE ord IN (SELECT ord FROM newest)"
        " AND ts_match_vq(words, %s::tsquery)"
    )

    def newest(self, expression, bounds, most, known, without=()):
        values = [self.query(expression, without), *bounds]
        if has_phrase(expression):
            statement, values = self.PHRASED, self._phrased(expression, bounds, without)
        elif not without and known.are_near(expression, most):
            # Back by date, one text after the other.
            statement = self.FOUND.replace("(SELECT %s::tsquery)", "%s::tsquery")
        else:
            statement = f"WITH found AS MATERIALIZED ({self.FOUND}) SELECT ord FROM found"  # noqa: S608
        statement += " ORDER BY ord DESC LIMIT %s"
        return [ord for (ord,) in self.ask(statement, [*values, most])]

    def count(self, expression, bounds, most):
        if not has_phrase(expression):
            return super().count(expression, bounds, most)
        statement = f"SELECT COUNT(*) FROM ({self.PHRASED} LIMIT %s) AS found"  # noqa: S608
        return self.ask(statement, [*self._phrased(expression, bounds), most])[0][0]

    def _phrased(self, expression, bounds, without=()) -> list:
        question = self.query(expression, without)
        return [question.replace(NEXT, " & "), *bounds, question]

    def read(self, columns, ords):
        statement = f"SELECT ord, {columns} FROM articles_searchdocument WHERE ord = ANY(%s)"  # noqa: S608
        return self.ask(statement, [list(ords)])

    def group(self, group):
        return f"({' | '.join(map(_phrase, group))})"


def _phrase(words) -> str:
    return "({})".format(NEXT.join(f"'{word}'" for word in words))
