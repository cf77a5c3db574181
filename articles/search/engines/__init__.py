"""The two full-text engines, behind the same four questions.

An expression is a tuple of groups that must all be there, a group a tuple of alternatives, an alternative a tuple of
words that stand one after the other. Bounds are the least and the greatest `ord`. Both engines answer alike, but that
PostgreSQL looks for a phrase in the newest texts that have its words (`LOOKED_INTO`): they only say which texts have
which words; what is relevant, `ranking.py` decides for both.
"""

from django.db import connection

from articles.search.engines.full_text import FullText, Postings
from articles.search.engines.postgresql import PostgreSQL
from articles.search.engines.sqlite import SQLite

Alternative = tuple[str, ...]
Group = tuple[Alternative, ...]
Expression = tuple[Group, ...]
Bounds = tuple[int, int]

__all__ = ["Alternative", "Bounds", "Expression", "FullText", "Group", "Postings", "engine"]


def engine() -> FullText:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
