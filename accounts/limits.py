"""How often somebody may try: to sign in, and to ask for a new password. Counted across all processes."""

from contextlib import contextmanager

from maseer.lib import throttle
from maseer.lib.http import client_address

QUARTER, HOUR = 900, 3600


@contextmanager
def sign_in_attempt(request, login: str):
    """Raises TooMany where there is no attempt left; the caller says by `attempt.succeeded()` that it was no miss."""
    throttle.count(f"sign-in:{client_address(request)}", limit=30, seconds=HOUR)
    yield
