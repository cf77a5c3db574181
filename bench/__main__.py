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

# Sets up Django, and leaves what stays out of the search for garbage, as the server does.
import maseer.wsgi  # noqa: E402, F401  # isort: skip

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from bench import (  # noqa: E402
    accounts,
    admin_list,
    counting,
    deep_paging,
    importing,
    loading,
    newsroom,
    paper,
    public_pages,
    search,
)

SUITES = {
    "paging": deep_paging,
    "pages": public_pages,
    "admin": admin_list,
    "import": importing,
    "newsroom": newsroom,
    "search": search,
    "accounts": accounts,
    "counting": counting,
    "loading": loading,
}
# These bring all that they need.
WITHOUT_ARCHIVE = {"newsroom", "accounts", "counting", "loading"}


def main(names: list[str]) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    setup_test_environment()
    # Processes are forked, and the threads of a pool would not come along.
    connection.settings_dict["OPTIONS"].pop("pool", None)
    if set(names or SUITES) - WITHOUT_ARCHIVE:
        paper.with_archive(ARTICLES)
    for name in names or SUITES:
        sys.stdout.write(f"\n{name}: {SUITES[name].__doc__.splitlines()[0]}\n")
        SUITES[name].run()


main(sys.argv[1:])
