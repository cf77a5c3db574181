"""The public site is Arabic; the back office and the account pages speak their user's language."""

from django.utils import translation

BACK_OFFICE = "/admin/"
OWN_LANGUAGE = (BACK_OFFICE, "/accounts/")


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
