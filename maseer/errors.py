"""The paper's own error pages. None of them needs the database or the cache."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.shortcuts import render

from maseer.lib.throttle import TooMany

log = logging.getLogger("maseer.errors")

OUT_OF_REACH = (OperationalError, InterfaceError)


def page(request, status: int, **context):
    return render(request, f"{status}.html", context, status=status)


def bad_request(request, exception=None):
    return page(request, 400)


def forbidden(request, exception=None):
    return page(request, 403)


def not_found(request, exception=None):
    return page(request, 404)


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
    return page(request, 403, stale_form=True)


class ErrorPages:
    """Turns what went wrong below into a page that says what to do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, TooMany):
            response = page(request, 429, minutes=-(-exception.wait // 60))
            response.headers["Retry-After"] = str(exception.wait)
            return response
        if isinstance(exception, RequestDataTooBig):
            return page(request, 413)
        if isinstance(exception, OUT_OF_REACH):
            return unavailable(request)
        return None
