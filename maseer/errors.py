"""The paper's own error pages. None of them needs the database or the cache."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.shortcuts import render

from maseer.lib.counters import Numeral
from maseer.lib.http import is_from_here
from maseer.lib.throttle import TooMany

log = logging.getLogger("maseer.errors")

OUT_OF_REACH = (OperationalError, InterfaceError)

BACK_OFFICE = "/admin/"
HOUR = 3600


def page(request, status: int, **context):
    return render(request, f"{status}.html", context, status=status)


def bad_request(request, exception=None):
    # What the check of the token finds too large comes here; `process_exception` sees what views raise.
    if isinstance(exception, RequestDataTooBig):
        return page(request, 413)
    return page(request, 400)


def forbidden(request, exception=None):
    return page(request, 403)


def not_found(request, exception=None):
    return page(request, 404)


def too_many(request, wait: int = HOUR):
    """Also for what allauth counts by itself: it does not say how long, and an hour is the longest."""
    response = page(request, 429, minutes=Numeral(-(-wait // 60)))
    response.headers["Retry-After"] = str(wait)
    return response


def server_error(request):
    # What middleware raises comes here alone; `process_exception` sees what views raise.
    if isinstance(sys.exception(), OUT_OF_REACH):
        return unavailable(request)
    return page(request, 500)


def unavailable(request):
    log.exception("database out of reach: %s", request.path)
    response = page(request, 503)
    response.headers["Retry-After"] = "30"
    return response


def csrf_failure(request, reason=""):
    log.warning("form refused (%s): %s", reason, request.path)
    if request.method == "POST" and request.path_info.startswith(BACK_OFFICE):
        return send_again(request) or page(request, 403, stale_form=True)
    return page(request, 403, stale_form=True)


def send_again(request):
    """What was typed into a form of the back office, on a page that sends it once more with a fresh token.

    None where that must not be: a stranger's page could have its own words sent in the editor's name by this one.
    """
    if not is_from_here(request):
        return None
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        # A script keeps what it sent.
        return page(request, 403, stale_form=True)
    try:
        typed = [(name, value) for name, values in request.POST.lists() for value in values]
    except RequestDataTooBig:
        return page(request, 413)
    context = {
        "fields": [(name, value) for name, value in typed if not _is_for_once(name)],
        "not_kept": [name for name, value in typed if _is_password(name) and value] or [*request.FILES],
        "session_over": not request.user.is_authenticated,
        "factor_missing": request.user.is_authenticated and request.user.lacks_second_factor,
    }
    return render(request, "send_again.html", context, status=403)


def _is_for_once(name: str) -> bool:
    return name == "csrfmiddlewaretoken" or _is_password(name)


def _is_password(name: str) -> bool:
    """`password1`, `old_password`; not `usable_password`, a choice about one."""
    return name.rstrip("0123456789").endswith("password") and name != "usable_password"


class ErrorPages:
    """Turns what went wrong below into a page that says what to do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, TooMany):
            return too_many(request, exception.wait)
        if isinstance(exception, RequestDataTooBig):
            return page(request, 413)
        if isinstance(exception, OUT_OF_REACH):
            return unavailable(request)
        return None
