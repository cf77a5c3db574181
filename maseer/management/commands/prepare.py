"""Bring database, roles and static files up to date; the very first time, fill the demo newsroom."""

import hashlib
import os

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Article
from maseer import first_run


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if self.migrations_wait():
            self.stdout.write("Preparing the database ...")
            call_command("migrate", verbosity=0, interactive=False)
        # Each time, and not with the migrations: an install may begin with Redis and go on without.
        call_command("createcachetable", verbosity=0)
        call_command("sync_roles", verbosity=0)
        if not settings.DEBUG:
            self.collect_static()
        if settings.EMBEDDED:
            self.open_the_paper()
        if not get_user_model().objects.exists():
            self.stdout.write(
                f"\n  Make the first account: {settings.SITE_URL}/setup/   code: {first_run.make_code()}"
                f"   ({first_run.CODE_FILE})"
            )

    def migrations_wait(self):
        executor = MigrationExecutor(connection)
        return executor.migration_plan(executor.loader.graph.leaf_nodes())

    def collect_static(self):
        stamp = settings.STATIC_ROOT / "collected"
        state = static_state()
        if stamp.exists() and stamp.read_text() == state:
            return
        self.stdout.write("Collecting static files ...")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(state)

    def open_the_paper(self):
        """Once in the life of an install: later starts must never put demo articles into a real paper."""
        marker = settings.VAR_DIR / "opened"
        if marker.exists():
            return
        if os.environ.get("DEMO", "1") != "0" and not Article.objects.exists():
            self.stdout.write("Filling the demo newsroom ...")
            call_command("seed_demo", stdout=self.stdout)
        marker.touch()


def static_state() -> str:
    """Changes when any static file does, without reading the files."""
    state = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            state.update(f"{path} {facts.st_mtime_ns} {facts.st_size}\n".encode())
    return state.hexdigest()
