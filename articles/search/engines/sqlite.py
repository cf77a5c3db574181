"""Full-text search by FTS5, whose row numbers are the `ord` of the documents."""

import json

from articles.search.engines.full_text import FullText


class SQLite(FullText):
    FOUND = (
        "SELECT rowid AS ord FROM articles_searchindex"
        " WHERE articles_searchindex MATCH %s AND rowid BETWEEN %s AND %s"
    )

    def read(self, columns, ords):
        places = "ord IN (SELECT value FROM json_each(%s))"
        statement = f"SELECT ord, {columns} FROM articles_searchdocument WHERE {places}"  # noqa: S608
        return self.ask(statement, [json.dumps(ords)])

    def query(self, expression):
        return " AND ".join(
            "({})".format(" OR ".join('"{}"'.format(" ".join(words)) for words in group))
            for group in expression
        )
