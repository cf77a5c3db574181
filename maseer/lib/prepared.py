"""Query sets that are asked over and over for other rows: their SQL made once, their rows made into objects at once.

    CARDS = Prepared(lambda numbers: Article.objects.published(Given("now")).filter(pk__in=numbers))
    CARDS([7, 8], now=timezone.now())

Django makes the SQL anew each time, and of each row's values a call with all fields of its model: for a page of cards
either takes longer than to find them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from threading import local

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection, models
from django.db.models.base import ModelState
from django.db.models.query import BaseIterable, ModelIterable
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
        asked for as `article__pk__in`; `prefetch_related`, annotated objects and windows are not for this.
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
            rows = queryset._iterable_class
            kept[places] = (_Objects if rows is ModelIterable else rows)(queryset), compiler
        return kept[places]


class _Compiler(SQLCompiler):
    """Django's own of both engines, but for the places. Clones of its query set would ask the same again."""

    made = converters = None

    def as_sql(self, *args, **options):
        if not self.made:
            self.made = super().as_sql(*args, **options)
        sql, params = self.made
        return sql, tuple(self._value(param) for param in params)

    def get_converters(self, expressions):
        if self.converters is None:
            self.converters = super().get_converters(expressions)
        return self.converters

    def _value(self, param):
        if not isinstance(param, Given):
            return param
        value = self.given[param.value]
        return self.connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


class _Objects(BaseIterable):
    """As Django makes them, with what is related to each; but a row's values are put in place at once.

    So unpickled objects are made: no `__init__`, no signals.
    """

    make = None

    def __iter__(self):
        compiler = self.queryset.query.get_compiler()
        rows = compiler.results_iter()
        if not self.make:
            if compiler.annotation_col_map:
                raise NotSupportedError("Prepared makes no annotated objects: ask for values.")
            self.make = _maker(compiler.klass_info, compiler.select)
        return map(self.make, rows)


def _maker(info: dict, select: list):
    """What makes of a row the object that `info` is about; None of a row without one."""
    model, places = info["model"], info["select_fields"]
    names = [select[place][0].target.attname for place in places]
    values, key = slice(places[0], places[-1] + 1), places[names.index(model._meta.pk.attname)]
    related = [
        (_maker(other, select), other["local_setter"], other["remote_setter"])
        for other in info.get("related_klass_infos", ())
    ]

    def make(row):
        if row[key] is None:
            return None
        made = model.__new__(model)
        made._state = ModelState()
        made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
        vars(made).update(zip(names, row[values], strict=True))
        for make_other, set_local, set_remote in related:
            other = make_other(row)
            set_local(made, other)
            if other is not None:
                set_remote(other, made)
        return made

    return make
