from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maseer.page_cache import public
from pages.models import Page


@require_safe
@public("page:{slug}", "nav", "all", ttl=3600)
def page(request, slug: str):
    return render(request, "pages/page.html", {"page": get_object_or_404(Page, slug=slug, is_public=True)})


# Fetched ahead when a reader rests on a link, and only fetched: what is drawn ahead would be work for nobody.
_RULES = {
    "prefetch": [
        {
            "where": {
                "and": [
                    {"href_matches": "/*"},
                    *(
                        {"not": {"href_matches": pattern}}
                        for pattern in (
                            "/admin/*",
                            "/accounts/*",
                            "/search/*",
                            "/lists/*",
                            "/static/*",
                            "/media/*",
                        )
                    ),
                    {"not": {"selector_matches": "[rel~=nofollow]"}},
                ]
            },
            "eagerness": "moderate",
        }
    ]
}


@require_safe
def speculation_rules(request):
    response = JsonResponse(_RULES, content_type="application/speculationrules+json")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def alive(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request):
    """It can serve pages: the database is there and up to date."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return HttpResponse(
        "migrations wait" if waiting else "ok", status=503 if waiting else 200, content_type="text/plain"
    )
