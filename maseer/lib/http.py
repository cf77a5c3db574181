"""Addresses and where requests come from."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.http import HttpRequest

SAFE = "/-._~!$&'()*+,;=:@"
# Where there is no address to be had: behind a socket of the file system, with a proxy that says nothing.
NOBODYS = "0.0.0.0"  # noqa: S104  nothing listens there


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
    return address_in(request.META)


def address_in(environ: dict) -> str:
    """The network address of the visitor. Forwarded headers count only from our own proxy (`BEHIND_PROXY`)."""
    said = [environ.get("REMOTE_ADDR", "")]
    if settings.BEHIND_PROXY:
        # The proxy appends the address it saw; whatever stands before that is the visitor's word.
        said.insert(0, environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2])
    return next((str(found) for text in said if (found := _address(text))), NOBODYS)


def network(address: str, ipv4: int, ipv6: int) -> str:
    """The network an address is in, by how many of its first bits name it."""
    length = ipv4 if ip_address(address).version == 4 else ipv6
    return str(ip_network(f"{address}/{length}", strict=False))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Some proxies write a port behind the address: 192.0.2.1:443, [2001:db8::1]:443."""
    bare = text.strip().partition("%")[0]
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    # One visitor, one spelling: IPv6 has one for every IPv4 address.
    return getattr(found, "ipv4_mapped", None) or found
