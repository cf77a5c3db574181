"""`make bench`: our benchmarks, each a comparison within one run. Numbers to quote are the ratios.

BENCH_ARTICLES sets the size of the synthetic archive (200,000); it is made once, under var/bench.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = int(os.environ.get("BENCH_ARTICLES", "200000"))

os.environ["DJANGO_SETTINGS_MODULE"] = "maseer.settings"
os.environ["VAR_DIR"] = os.environ.get("BENCH_DIR", str(ROOT / "var" / "bench"))
os.environ["DEBUG"] = "0"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from bench import accounts, admin_list, counting, deep_paging, importing, newsroom, public_pages, search  # noqa: E402

SUITES = {
    "paging": deep_paging,
    "pages": public_pages,
    "admin": admin_list,
    "import": importing,
    "newsroom": newsroom,
    "search": search,
    "accounts": accounts,
    "counting": counting,
}
# These bring all that they need.
WITHOUT_ARCHIVE = {"newsroom", "accounts", "counting"}


def archive() -> None:
    """The paper under test: the demo and so many synthetic articles."""
    from articles.models import Article  # noqa: PLC0415  models need the database settings above

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("sync_roles", verbosity=0)
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if newest < ARTICLES:
        call_command("seed_demo", articles=ARTICLES - newest)


def main(names: list[str]) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    setup_test_environment()
    # Processes are forked, and the threads of a pool would not come along.
    connection.settings_dict["OPTIONS"].pop("pool", None)
    if set(names or SUITES) - WITHOUT_ARCHIVE:
        archive()
    for name in names or SUITES:
        sys.stdout.write(f"\n{name}: {SUITES[name].__doc__.splitlines()[0]}\n")
        SUITES[name].run()


main(sys.argv[1:])
