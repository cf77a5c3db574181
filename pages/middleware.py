"""Old addresses. Looked up only when nothing else answers, so they cost the living pages nothing."""

from django.http import HttpResponsePermanentRedirect

from maseer.lib.http import requested_path
from pages.models import Redirect


class OldAddresses:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return response
        path = requested_path(request)
        number = request.GET.get("p") or request.GET.get("page_id") if path == "/" else None
        if number and number.isdecimal():
            path = f"/?p={number}"
        elif response.status_code != 404:
            return response
        target = Redirect.objects.filter(old_path=path[:1000]).values_list("new_path", flat=True).first()
        return HttpResponsePermanentRedirect(target) if target else response
