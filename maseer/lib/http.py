"""Addresses and where requests come from."""

from urllib.parse import quote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.http import HttpRequest

SAFE = "/-._~!$&'()*+,;=:@"


def absolute_url(path: str) -> str:
    """The public address of a path. Never built from the request: its host is the visitor's word."""
    return settings.SITE_URL + path


def normal_path(address: str) -> str:
    """One spelling for an address of the site: path and query, percent-encoded, lower case, with no slash at the end.

    Works on bytes: WordPress cut long Arabic addresses in the middle of a letter.
    """
    parts = urlsplit(address)
    path = _normal(parts.path)
    return f"{path}?{parts.query}" if parts.query else path


def requested_path(request: HttpRequest) -> str:
    """`normal_path` of what the visitor asked for. (Django leaves bytes that are no UTF-8 percent-encoded.)"""
    return _normal(request.path_info)


def _normal(path: str) -> str:
    return quote(unquote_to_bytes(path), safe=SAFE).lower().rstrip("/") or "/"


def is_from_here(request: HttpRequest) -> bool:
    """Whether a POST without a token came from one of our own pages (all current browsers say so)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc in {
        urlsplit(settings.SITE_URL).netloc,
        request.get_host(),
    }


def client_address(request: HttpRequest) -> str:
    """The network address of the visitor. Forwarded headers count only from our own proxy (`BEHIND_PROXY`)."""
    if settings.BEHIND_PROXY:
        # The proxy appends the address it saw; whatever stands before that is the visitor's word.
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        return forwarded or request.META["REMOTE_ADDR"]
    return request.META["REMOTE_ADDR"]
