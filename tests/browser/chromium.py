"""Where Chromium is. Playwright drives the one of your distribution and downloads none."""

import importlib.util
import os
import shutil

REQUIRED = os.environ.get("MASEER_REQUIRE_BROWSER") == "1"

ARGS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    # The rest keeps it from calling home.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("MASEER_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def missing() -> str:
    """What to install, or nothing."""
    if not path():
        return "Install Chromium (Debian: apt install chromium), or set MASEER_CHROMIUM to its path."
    if not importlib.util.find_spec("playwright"):
        return "Install the extra e2e: `make test` does."
    return ""
