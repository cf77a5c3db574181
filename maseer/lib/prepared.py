"""Query sets that are asked over and over for other rows, their SQL made once.

    CARDS = Prepared(lambda numbers: Article.objects.published(Given("now")).filter(pk__in=numbers))
    CARDS([7, 8], now=timezone.now())

Django makes the SQL anew each time: for a page of cards that takes longer than to find them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from threading import local

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.sql.compiler import SQLCompiler

# Keys are asked for in so many places, or twice as many, or four times ...: few statements for lists of any length.
PLACES = 20


class Given(models.Value):
    """Stands in a query set for what is only known when it is asked."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    def __init__(self, make: Callable[[list[Given]], models.QuerySet]):
        """`make` gets what stands for the keys. In the query set there may be further `Given`, by name.

        It is called once for a thread and about a length: what it works out itself stays as it is. A foreign key is
        asked for as `article__pk__in`; `prefetch_related` and windows are not for this.
        """
        self.make = make
        self._kept = local()

    def __call__(self, keys: Iterable = (), **named) -> list:
        """The rows in the order of the query set."""
        keys = list(keys)
        places = PLACES if keys else 0
        while places < len(keys):
            places *= 2
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
            queryset = self.make([Given(at) for at in range(places)])
            compiler = _Compiler(queryset.query, connection, DEFAULT_DB_ALIAS)
            queryset.query.get_compiler = lambda *_args, **_options: compiler
            kept[places] = queryset._iterable_class(queryset), compiler
        return kept[places]


class _Compiler(SQLCompiler):
    """Django's own of both engines, but for the places. Clones of its query set would ask the same again."""

    made = None

    def as_sql(self, *args, **options):
        if not self.made:
            self.made = super().as_sql(*args, **options)
        sql, params = self.made
        return sql, tuple(self._value(param) for param in params)

    def _value(self, param):
        if not isinstance(param, Given):
            return param
        value = self.given[param.value]
        return self.connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
