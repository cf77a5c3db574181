"""Rows and files as they are at one moment, to be brought back: the demo is copied in a moment, and made in seconds."""

import os
import shutil
import sqlite3
import tempfile

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

# Columns that PostgreSQL works out itself take no values.
COLUMNS = """
    SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
    WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name
"""


class InSQLite:
    def __init__(self):
        connection.ensure_connection()
        self.rows = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(self.rows)

    def bring_back(self) -> None:
        connection.ensure_connection()
        self.rows.backup(connection.connection)

    def close(self) -> None:
        self.rows.close()


class InPostgreSQL:
    """In a schema beside, which goes with the database of the tests."""

    def __init__(self):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(COLUMNS)
            self.columns = dict(cursor.fetchall())
            cursor.execute("CREATE SCHEMA kept")
            for table, names in self.columns.items():
                rows = f"SELECT {names} FROM {table}"  # noqa: S608  our own tables
                cursor.execute(f"CREATE UNLOGGED TABLE kept.{table} AS {rows}")

    def bring_back(self) -> None:
        # Foreign keys are looked at when the transaction ends.
        with transaction.atomic(), connection.cursor() as cursor:
            # Nothing is truncated, see `tables_are_emptied`.
            for table in self.columns:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            for table, names in self.columns.items():
                rows = f"SELECT {names} FROM kept.{table}"  # noqa: S608
                cursor.execute(f"INSERT INTO {table} ({names}) {rows}")
            # The next rows go on from these.
            for statement in connection.ops.sequence_reset_sql(
                no_style(), apps.get_models(include_auto_created=True)
            ):
                cursor.execute(statement)

    def close(self) -> None:
        pass


class Files:
    """Of pictures. With a picture of its own another test deletes the files of that number."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(dir=settings.VAR_DIR)
        self._copy(settings.MEDIA_ROOT, self.folder.name)

    def bring_back(self) -> None:
        self._copy(self.folder.name, settings.MEDIA_ROOT)

    def close(self) -> None:
        self.folder.cleanup()

    def _copy(self, source, target) -> None:
        shutil.copytree(source, target, copy_function=_link, dirs_exist_ok=True)


def _link(source: str, target: str) -> None:
    if not os.path.exists(target):
        os.link(source, target)


def keep() -> tuple:
    """Each of these can be brought back, and must be closed."""
    return (InSQLite() if connection.vendor == "sqlite" else InPostgreSQL()), Files()
