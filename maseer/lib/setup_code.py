"""The file with the code that opens an empty paper to whoever can read this machine's files."""

from django.conf import settings

FILE = settings.VAR_DIR / "setup-code"


def place() -> str:
    """Where it is, for whoever runs the paper. Strangers read this too: of the machine's folders it says nothing."""
    home = settings.BASE_DIR
    return str(FILE.relative_to(home) if FILE.is_relative_to(home) else f"VAR_DIR/{FILE.name}")
