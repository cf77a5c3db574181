import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, Section
from maseer.demo import archive
from maseer.demo.newsroom import Newsroom


class Command(BaseCommand):
    help = "Fills an empty paper with the demo newsroom. With --articles, adds a large synthetic archive."

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, default=0, metavar="N", help="add N synthetic articles")

    def handle(self, *args, articles, **options):
        if articles < 0:
            raise CommandError("--articles takes a number above 0.")
        if not Article.objects.exists():
            self.fill()
        elif not articles:
            raise CommandError("This paper has articles already; the demo newsroom is for an empty one.")
        if articles:
            self.grow(articles)

    def fill(self):
        if Section.objects.exists():
            raise CommandError("This paper has sections already; the demo newsroom is for an empty one.")
        passwords = Newsroom().fill()
        lines = [f"{name:<18}{password}" for name, password in passwords.items()]
        file = settings.VAR_DIR / "demo-accounts.txt"
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.stdout.write(f"Demo accounts (kept in {file}):")
        for line in lines:
            self.stdout.write(f"  {line}")

    def grow(self, articles: int):
        start = time.monotonic()
        for made in archive.grow(articles):
            rate = made / (time.monotonic() - start)
            if self.stdout.isatty() or made == articles or made % 10_000 == 0:
                self.stdout.write(f"\r{made:,} of {articles:,} articles, {rate:,.0f} a second", ending="")
                self.stdout.flush()
        self.stdout.write("")
