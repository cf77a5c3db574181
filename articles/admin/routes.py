"""The pages of one article in the back office, besides Django's own. One gate stands before all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.urls import path
from django.views.decorators.http import require_http_methods

from articles.admin import moves

GET, POST = ("GET", "HEAD"), ("POST",)


@dataclass(frozen=True)
class Route:
    """`view` takes the request, the article and what the path names; `admin:articles_article_<name>` is its address."""

    path: str
    name: str
    view: Callable
    methods: tuple[str, ...] = POST


ROUTES = (Route("move/", "move", moves.move),)


def urls(model_admin) -> list:
    return [
        path(
            f"<int:article_id>/{route.path}",
            model_admin.admin_site.admin_view(_gate(model_admin, route)),
            name=f"articles_article_{route.name}",
        )
        for route in ROUTES
    ]


def _gate(model_admin, route: Route) -> Callable:
    """Who may not see the text gets no further (`get_object`); what else they may is for the verb to say."""

    @require_http_methods(route.methods)
    def answer(request, article_id: int, **kwargs):
        article = model_admin.get_object(request, article_id)
        if article is None:
            raise Http404
        return route.view(request, article, **kwargs)

    return answer
