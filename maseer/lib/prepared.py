"""Query sets that are asked over and over for other rows, their SQL made once.

    CARDS = Prepared(lambda numbers: Article.objects.published(Asked("now")).filter(pk__in=numbers))
    CARDS([7, 8], now=timezone.now())

Django makes the SQL anew each time: for a page of cards that takes longer than to find them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from threading import local

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.sql.compiler import SQLCompiler

# Keys are asked for in so many places, or twice as many ...: few statements for lists of any length.
PLACES = 20


class Asked(models.Value):
    """Stands in a query set for what is only known when it is asked."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    def __init__(self, make: Callable[[list[Asked]], models.QuerySet]):
        """`make` gets what stands for the keys. In the query set there may be further `Asked`, by name."""
        self.make = make
        self._kept = local()

    def __call__(self, keys: Iterable = (), **named) -> list:
        """The rows in the order of the query set."""
        keys = list(keys)
        places = -(-len(keys) // PLACES) * PLACES
        # What is left over asks for the last one again.
        given = dict(enumerate(keys + keys[-1:] * (places - len(keys)))) | named
        rows, compiler = self._prepared(places)
        compiler.given = given
        return list(rows)

    def in_this_order(self, numbers: Iterable, **named) -> list:
        """Those of these numbers that it finds, one after the other as they are named."""
        numbers = list(numbers)
        found = {row.pk: row for row in self(numbers, **named)}
        return [found[number] for number in numbers if number in found]

    def _prepared(self, places: int):
        # A compiler works for one at a time.
        kept = self._kept.__dict__
        if places not in kept:
            queryset = self.make([Asked(at) for at in range(places)])
            compiler = _Compiler(queryset.query, connection, DEFAULT_DB_ALIAS)
            queryset.query.get_compiler = lambda *_args, **_options: compiler
            kept[places] = queryset._iterable_class(queryset), compiler
        return kept[places]


class _Compiler(SQLCompiler):
    made = None

    def as_sql(self, *args, **options):
        if not self.made:
            self.made = super().as_sql(*args, **options)
        sql, params = self.made
        return sql, tuple(self._value(param) for param in params)

    def _value(self, param):
        value = self.given[param.value] if isinstance(param, Asked) else param
        return self.connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
