"""Full-text search by FTS5, whose row numbers are the `ord` of the documents."""

import json

from articles.search.engines.full_text import FullText, has_phrase

# What is written becomes a piece of the index, and each word of a question is looked up in every piece. SQLite itself
# only puts equal ones together and is left with about twenty. They are put together where they are so many, or where
# those beside the largest are such a share of it, by pages on which a word begins; so many pages at a time.
MANY, SHARE, PAGES = 12, 0.1, 500


class SQLite(FullText):
    # The second binds closer than the first.
    AND, WITHOUT = " AND ", " NOT "
    FOUND = (
        "SELECT rowid AS ord FROM articles_searchindex"
        " WHERE articles_searchindex MATCH %s AND rowid BETWEEN %s AND %s"
    )

    def newest(self, expression, bounds, most, known, without=()):
        # Backwards FTS5 takes half as long again: what is likely to be few is fetched forwards, and all of it.
        if has_phrase(expression) or (len(expression) > 1 and known.share(expression) * known.texts < most):
            found = self.ask(f"{self.FOUND} LIMIT %s", [self.query(expression, without), *bounds, most + 1])
            if len(found) <= most:
                return sorted((ord for (ord,) in found), reverse=True)
        return super().newest(expression, bounds, most, known, without)

    def read(self, columns, ords):
        places = "ord IN (SELECT value FROM json_each(%s))"
        statement = f"SELECT ord, {columns} FROM articles_searchdocument WHERE {places}"  # noqa: S608
        return self.ask(statement, [json.dumps(ords)])

    def merge(self):
        # What was begun goes on first: begun anew at each turn, it would never end while somebody writes.
        if self._merge(PAGES):
            return True
        sizes = self.ask("SELECT COUNT(*) FROM articles_searchindex_idx GROUP BY segid", [])
        sizes = [pages for (pages,) in sizes]
        largest = max(sizes, default=0)
        # Below zero it begins with all of them, whatever their size.
        return (len(sizes) >= MANY or sum(sizes) > (1 + SHARE) * largest) and self._merge(-PAGES)

    def _merge(self, pages: int) -> bool:
        """Whether there was something to do: then more rows than that of the command are written."""
        [(before,)] = self.ask("SELECT total_changes()", [])
        self.ask("INSERT INTO articles_searchindex(articles_searchindex, rank) VALUES('merge', %s)", [pages])
        [(after,)] = self.ask("SELECT total_changes()", [])
        return after - before > 1

    def group(self, group):
        return "({})".format(" OR ".join('"{}"'.format(" ".join(words)) for words in group))
