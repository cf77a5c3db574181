"""Where Chromium is. Playwright drives the one of your distribution and downloads none."""

import importlib.util
import os
import shutil

REQUIRED = os.environ.get("MASEER_REQUIRE_BROWSER") == "1"

ARGS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    # How far ahead pictures are fetched on 4G; without a window Chromium does not know what net it is on.
    "--blink-settings=lazyLoadingImageMarginPxUnknown=1250",
    # The rest keeps it from calling home.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def path() -> str | None:
    # The same without a window to draw, in half the time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("MASEER_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def missing() -> str:
    """What to install, or nothing."""
    if not path():
        return "Install Chromium (Debian: apt install chromium-headless-shell), or set MASEER_CHROMIUM to its path."
    if not importlib.util.find_spec("playwright"):
        return "Install the extra e2e: `make test` does."
    return ""
