from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maseer.page_cache import public
from pages.models import Page


@require_safe
@public("page:{slug}", "nav", "all", ttl=3600)
def page(request, slug: str):
    return render(request, "pages/page.html", {"page": get_object_or_404(Page, slug=slug, is_public=True)})


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
