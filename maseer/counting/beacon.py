"""Answers browsers that say what was read and shared, in front of Django: no view, no session, no query."""

import time
from base64 import b64decode
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from maseer.counting.events import Event, What, said
from maseer.counting.robots import is_reader
from maseer.counting.spool import Spool
from maseer.counting.visitors import Visitors
from maseer.lib.http import address_in

SEEN = "/seen"
PIXEL = "/seen.gif"
GIF = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
LONGEST = 40  # bytes of what a browser says

# Set beside the session of whoever works here (accounts/adapter.py): the paper does not count its own people.
AT_THE_DESK = "signed_in=desk"

HEADERS = [
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
]


class Beacons:
    """Goes around the WSGI application."""

    def __init__(self, application: Callable):
        self.application = application
        self.spool = Spool(settings.VAR_DIR / "spool")
        self.visitors = Visitors()
        self.own_origin = urlsplit(settings.SITE_URL).netloc

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == SEEN:
            return _answer(start_response, self.hear(environ))
        if path == PIXEL:
            return self.show(environ, start_response)
        return self.application(environ, start_response)

    def hear(self, environ: dict) -> str:
        """The status of the answer. Who is left out is not told so."""
        if environ["REQUEST_METHOD"] != "POST":
            return "405 Method Not Allowed"
        if not self.is_from_here(environ, environ.get("HTTP_ORIGIN")):
            return "403 Forbidden"
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdigit() or int(length) > LONGEST:
            return "400 Bad Request"
        heard = said(environ["wsgi.input"].read(int(length)).decode("ascii", errors="replace"))
        if heard is None:
            return "400 Bad Request"
        self.count(environ, *heard)
        return "204 No Content"

    def show(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """For browsers without JavaScript: a picture of one point, asked for when it comes into sight."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return _answer(start_response, "405 Method Not Allowed")
        heard = said(f"r {parse_qs(environ.get('QUERY_STRING', '')[:LONGEST]).get('a', [''])[0]}")
        if (
            heard
            and environ["REQUEST_METHOD"] == "GET"
            and environ.get("HTTP_SEC_FETCH_DEST", "image") == "image"
            and self.is_from_here(environ, environ.get("HTTP_REFERER"))
        ):
            self.count(environ, *heard)
        start_response("200 OK", [("Content-Type", "image/gif"), ("Content-Length", str(len(GIF))), *HEADERS])
        return [GIF]

    def is_from_here(self, environ: dict, origin: str | None) -> bool:
        """Whether one of our own pages asks. Current browsers say so; of others the address they come from tells."""
        site = environ.get("HTTP_SEC_FETCH_SITE")
        if site is not None:
            return site == "same-origin"
        return bool(origin) and urlsplit(origin).netloc in {self.own_origin, environ.get("HTTP_HOST")}

    def count(self, environ: dict, article: int, what: What, channel: str) -> None:
        if AT_THE_DESK in environ.get("HTTP_COOKIE", "") or not is_reader(environ):
            return
        now = time.time()
        visitor = self.visitors.number(address_in(environ), environ["HTTP_USER_AGENT"], now)
        self.spool.write(Event(int(now), article, visitor, what, channel).line())


def _answer(start_response: Callable, status: str) -> Iterable[bytes]:
    start_response(status, [*HEADERS, *([] if status.startswith("204") else [("Content-Length", "0")])])
    return []
