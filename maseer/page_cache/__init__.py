"""Which pages are the same for everybody, and what makes them stale.

A view opts in with `public(tags, ttl)`; every other answer is `private, no-store`. A verb that changes what
readers see calls `forget(*tags)` inside its transaction.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag

from maseer.models import Invalidation

KEPT = {200, 301, 410}
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"
# Which links browsers may fetch ahead; see `pages.views.speculation_rules`.
RULES = '"/speculation-rules.json"'


def public(*tags: str, ttl: int) -> Callable:
    """Marks a view as the same for everybody.

    `tags` may name the view's arguments (`"article:{article_id}"`), and the view may set `cache_tags` of its
    answer to further ones; `ttl` is in seconds, and `cache_until` of an answer may end it earlier. Browsers ask
    again each time and are answered by ETag; the tags and the lifetime are for the page cache in front.
    """

    def decorate(view):
        @wraps(view)
        def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if request.method not in {"GET", "HEAD"} or response.status_code not in KEPT:
                return response
            if hasattr(response, "render"):
                response.render()
            response.headers["Cache-Control"] = PUBLIC
            if response.headers["Content-Type"].startswith("text/html"):
                response.headers["Speculation-Rules"] = RULES
            # What the address does not tell, the view has named itself.
            further = getattr(response, "cache_tags", [])
            response.cache_tags = [*(tag.format(**kwargs) for tag in tags), *further]
            ends = getattr(response, "cache_until", None)
            response.cache_seconds = ttl if ends is None else max(0, min(ttl, _seconds_to(ends)))
            if response.status_code != 200:
                return response
            set_response_etag(response)
            return get_conditional_response(request, etag=response.headers["ETag"], response=response)

        return answer

    return decorate


def _seconds_to(moment: datetime) -> int:
    return int((moment - timezone.now()).total_seconds())


def forget(*tags: str) -> None:
    """Pages that carry one of these tags are stale as soon as the surrounding transaction commits."""
    Invalidation.objects.bulk_create(Invalidation(tag=tag) for tag in dict.fromkeys(tags))


class PrivateByDefault:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", PRIVATE)
        return response
