"""The public site is Arabic; the back office and the account pages speak their user's language."""

from django.conf import settings
from django.utils import translation

from accounts import sessions

BACK_OFFICE = "/admin/"
OWN_LANGUAGE = (BACK_OFFICE, "/accounts/")
MARKER = "signed_in"


class InterfaceLanguage:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(OWN_LANGUAGE) or not request.user.is_authenticated:
            return self.get_response(request)
        with translation.override(request.user.language):
            response = self.get_response(request)
            # Admin answers are lazy; they must be made while the language is still on.
            if hasattr(response, "render"):
                response.render()
            return response


class SignedInMarker:
    """A cookie that tells the scripts of public pages whether to fetch the account menu; it opens nothing.

    It is set and removed on private pages alone: public ones are the same for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(OWN_LANGUAGE):
            return self.get_response(request)
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        is_marked = MARKER in request.COOKIES
        if request.user.is_authenticated:
            if not (is_marked and was_signed_in):
                self._mark(request, response)
        elif is_marked:
            response.delete_cookie(MARKER, samesite="Lax")
        return response

    def _mark(self, request, response):
        session = request.session
        response.set_cookie(
            MARKER,
            "1",
            max_age=None if session.get_expire_at_browser_close() else session.get_expiry_age(),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


class LastSeen:
    """Says on the page of one's sessions where each was last used. Public pages know nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(OWN_LANGUAGE) and request.user.is_authenticated:
            sessions.note(request)
        return self.get_response(request)
