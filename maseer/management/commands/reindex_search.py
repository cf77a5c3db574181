import time

from django.core.management.base import BaseCommand

from articles.models import search_rebuild
from articles.search.engines import engine


class Command(BaseCommand):
    help = (
        "Reads all articles anew for search, while the site runs. Killed, it goes on where it was; the worker does the "
        "same by itself when the analyser has changed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--anew", action="store_true", help="begin with the first article even if all are read"
        )

    def handle(self, *args, anew, **options):
        if anew or not search_rebuild.is_due():
            search_rebuild.begin()
        total, read, started = search_rebuild.left(), 0, time.monotonic()
        while some := search_rebuild.go_on():
            read += some
            left = max(total - read, 0)
            rate = read / (time.monotonic() - started)
            if self.stdout.isatty() or not left or read % 10_000 < some:
                self.stdout.write(
                    f"\r{read:,} of {total:,} articles, {rate:,.0f} a second, {left / rate:,.0f} s left",
                    ending="",
                )
                self.stdout.flush()
        self.stdout.write("\nCounting words ...")
        self.stdout.write(f"{search_rebuild.count_anew():,} words in {read:,} articles.")
        self.stdout.write("Putting the pieces of the index together ...")
        while engine().merge():
            pass
