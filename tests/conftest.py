"""What every test may use: the paper's cast, and a cache of one's own."""

import gc
import hashlib
import shutil
import uuid
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.test import testcases

from accounts import roles
from accounts.roles import Role
from maseer.lib.frames import with_room
from maseer.wsgi import application
from tests.browser import chromium
from tests.factories import user

# Python looks for garbage among all that the tests have imported, and that is never any: a tenth of their time.
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish():
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items):
    """Browsers first: they take longest, and two processes that begin at two ends share none of their modules."""
    for item in items:
        item.obj = with_room(item.obj)
    items.sort(key=lambda item: "browser" not in item.keywords)


@pytest.fixture(autouse=True)
def own_cache(settings):
    """The database cache is rolled back with the test; Redis is shared with the other test processes."""
    if settings.REDIS_URL:
        settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture(scope="session")
def whole_application():
    """For the live server: the application that servers run, with what stands in front of Django."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(testcases, "WSGIHandler", lambda: application)
        yield


@pytest.fixture(scope="session")
def live_server(whole_application, live_server):
    return live_server


# The cast: one of each role, and somebody with an account and no role.


def make_roles(**signal):
    call_command("sync_roles", verbosity=0)


@pytest.fixture(scope="session")
def roles_are_there():
    """Roles are rows: whenever the tables were made, or emptied by a test that cannot be rolled back."""
    maseer = apps.get_app_config("maseer")
    post_migrate.connect(make_roles, sender=maseer)
    yield
    post_migrate.disconnect(make_roles, sender=maseer)


@pytest.fixture(scope="session")
def kept_tables(pytestconfig) -> Path:
    """Empty tables, as all the migrations there are have made them; another migration, another file."""
    files = [Path(django.__file__), Path(roles.__file__)]
    for app in apps.get_app_configs():
        files += sorted(Path(app.path).glob("migrations/*.py"))
    made_of = hashlib.sha256(b"".join(file.read_bytes() for file in files))
    return pytestconfig.cache.mkdir("tables") / f"{made_of.hexdigest()}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings, kept_tables):
    """SQLite is given a copy of the tables that an earlier run has made; all that follows migrations happens anew."""
    if connection.vendor != "sqlite" or not kept_tables.exists():
        return django_db_keepdb
    shutil.copy(kept_tables, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def tables_are_emptied():
    """PostgreSQL makes the files of a table anew when it truncates it: seconds for all of them, few as the rows are."""
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", deletions)
        yield


def deletions(style, tables, **how) -> list[str]:
    """In any order: foreign keys are looked at when the transaction ends."""
    return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]  # noqa: S608  our own tables


@pytest.fixture(scope="session")
def django_db_setup(roles_are_there, tables_are_emptied, django_db_setup, django_db_blocker, kept_tables):
    if connection.vendor == "sqlite" and not kept_tables.exists():
        making = kept_tables.with_suffix(f".{uuid.uuid4().hex}")
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(making)])
        making.replace(kept_tables)
        for old in {*kept_tables.parent.glob("*.sqlite3")} - {kept_tables}:
            old.unlink(missing_ok=True)
    yield
    if connection.vendor == "postgresql":
        # A thread of the live server may still answer a browser that has gone; PostgreSQL would not drop its database.
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """A module's fixture that asks for this makes its rows once; what a test does with them is undone with the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def contributor(db):
    return user("contributor", Role.CONTRIBUTOR)


@pytest.fixture
def editor(db):
    return user("editor", Role.EDITOR)


@pytest.fixture
def managing_editor(db):
    return user("managing_editor", Role.MANAGING_EDITOR)


@pytest.fixture
def admin_user(db):
    return user("admin", Role.ADMIN)


@pytest.fixture
def outsider(db):
    return user("outsider")


# The report


def pytest_terminal_summary(terminalreporter):
    if not chromium.REQUIRED and (missing := chromium.missing()):
        terminalreporter.write_line(f"Browser tests were left out. {missing}", yellow=True)
