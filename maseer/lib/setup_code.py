"""The file with the code that opens an empty paper to whoever can read this machine's files."""

from pathlib import Path

from django.conf import settings

FILE = settings.VAR_DIR / "setup-code"


def place() -> str:
    """Where it is, as somebody would write it who stands where the paper was started."""
    here = Path.cwd()
    return str(FILE.relative_to(here) if FILE.is_relative_to(here) else FILE)
