"""Importing a WordPress export: the first run against a second one, which finds everything there."""

import io
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from bench.timing import compare

FILE = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "wxr" / "maseer-like.xml"


class Undo(Exception):
    pass


def run() -> None:
    if not FILE.exists():
        return
    again = _import
    with _undone():
        compare({"first run": _first, "second run": again}, rounds=1)


def _import() -> None:
    call_command("import_wordpress", str(FILE), stdout=io.StringIO())


def _first() -> None:
    with _undone():
        _import()


class _undone:
    """A transaction that leaves nothing behind."""

    def __enter__(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def __exit__(self, *error):
        transaction.set_rollback(True)
        self.transaction.__exit__(*error)
        return None
