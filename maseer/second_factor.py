import logging

from django.shortcuts import redirect
from django.urls import reverse

from maseer import errors

log = logging.getLogger("maseer.accounts")

# In the session: the page that somebody wanted when the second factor came between.
WANTED = "wanted_page"


class SecondFactorFirst:
    """The back office opens to those who must have a second factor once they have one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_inside = request.path_info.startswith(errors.BACK_OFFICE)
        if not is_inside or request.path_info == reverse("admin:logout") or not request.user.is_authenticated:
            return self.get_response(request)
        if request.user.lacks_second_factor:
            return self._second_step(request)
        request.session.pop(WANTED, None)
        return self.get_response(request)

    def _second_step(self, request):
        log.info("second factor first: %s %s by=%s", request.method, request.path, request.user.pk)
        # Rights may have been given while a form stood open.
        if request.method == "POST" and len(request.POST) > 1 and (kept := errors.send_again(request)):
            return kept
        if request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
            request.session[WANTED] = request.get_full_path()
        return redirect("accounts:second_step")
