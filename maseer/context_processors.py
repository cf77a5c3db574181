"""What every page of the paper shows: its settings, sections, standing pages, the day. Read when a template asks."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.models import Section
from maseer.lib.http import absolute_url
from pages.models import Page, SiteSettings


def newspaper(request):
    return {
        # Read once for the page and for whatever prints in its style (pages/middleware.py).
        "paper": getattr(request, "paper", SimpleLazyObject(SiteSettings.load)),
        "menu": SimpleLazyObject(lambda: list(Section.objects.in_menu())),
        "small_menu": SimpleLazyObject(
            lambda: list(Page.objects.filter(is_public=True, in_menu=True).defer("body"))
        ),
        "today": timezone.localdate(),
        # A page reached with a query (a cursor, a search) is no other page's original.
        "canonical": "" if request.META.get("QUERY_STRING") else absolute_url(request.get_full_path()),
    }
