"""The pages of one article in the back office, besides Django's own. One gate stands before all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.urls import path
from django.views.decorators.http import require_http_methods

from articles.admin import (
    commenting,
    compare,
    copies,
    corrections,
    discussion,
    front_page,
    keeping,
    log_list,
    moves,
    planning,
    preview_links,
    previews,
    public_texts,
    read_now,
    reads,
    reads_csv,
    saved_filters,
    searches,
    versions,
)
from maseer.lib.refusal import refuse

GET, POST = ("GET", "HEAD"), ("POST",)


@dataclass(frozen=True)
class Route:
    """`view` takes the request, the article and what the path names; `admin:articles_article_<name>` is its address."""

    path: str
    name: str
    view: Callable
    methods: tuple[str, ...] = POST


ROUTES = (
    Route("move/", "move", moves.move),
    Route("compare/", "compare", compare.compare, GET),
    Route("versions/", "versions", versions.versions, GET),
    Route("versions/<int:revision_id>/name/", "name_version", versions.name_version),
    Route("versions/<int:revision_id>/restore/", "restore", versions.restore),
    Route("autosave/", "autosave", keeping.autosave),
    Route("autosave/offers/", "offers", keeping.offers, GET),
    Route("heartbeat/", "heartbeat", keeping.heartbeat),
    Route("take-over/", "take_over", keeping.take_over),
    Route("let-go/", "let_go", keeping.let_go),
    Route("plan/", "plan", planning.plan, GET + POST),
    Route("comments/", "comments", commenting.choose),
    Route("duplicate/", "duplicate", copies.duplicate),
    Route("template/", "as_template", copies.as_template),
    Route("log.csv", "log_csv", log_list.of_article, GET),
    Route("discussion/", "discussion", discussion.discussion, GET + POST),
    Route("preview/", "preview", previews.preview, GET),
    Route("preview/typed/", "preview_typed", previews.typed),
    Route("proof/", "proof", previews.show_proof, GET),
    Route("links/", "links", preview_links.links, GET + POST),
    Route("links/<int:link_id>/revoke/", "revoke_link", preview_links.revoke),
    Route("correct/", "correct", corrections.correct, GET + POST),
    Route("corrections/<int:correction_id>/", "reword", corrections.reword, GET + POST),
    Route("reads/", "reads", reads.reads, GET),
    Route("reads.csv", "reads_csv", reads_csv.of_article, GET),
)

# Of no article: for whoever may begin one.
ROUTES_OF_NONE = (
    Route("add/preview/", "preview_new", previews.typed),
    Route("add/autosave/", "autosave_new", keeping.autosave_new),
    Route("add/autosave/offers/", "offers_new", keeping.offers, GET),
    Route("autosave/<int:autosave_id>/discard/", "discard", keeping.discard),
    Route("session/", "session", keeping.session, GET),
)

# Of the list: for whoever sees it. These views take the admin, which knows its filters.
ROUTES_OF_LIST = (
    Route("filters/keep/", "keep_filter", saved_filters.keep),
    Route("filters/<int:filter_id>/forget/", "forget_filter", saved_filters.forget),
)

# Of the whole paper, for the newsroom: `admin:articles_<name>` is their address.
ROUTES_OF_PAPER = (
    Route("read-now/", "read_now", read_now.read_now, GET),
    Route("reads.csv", "reads_csv", reads_csv.of_paper, GET),
    Route("searches/", "searches", searches.searches, GET + POST),
    Route("front-page/", "front_page", front_page.front_page, GET + POST),
    Route("public-texts/", "public_texts", public_texts.public_texts, GET),
)


def urls(model_admin) -> list:
    site = model_admin.admin_site
    of_one = [(f"<int:article_id>/{route.path}", route.name, _gate(model_admin, route)) for route in ROUTES]
    of_none = [
        (route.path, route.name, _open_to(model_admin.has_add_permission, route)) for route in ROUTES_OF_NONE
    ]
    of_list = [
        (route.path, route.name, _open_to(model_admin.has_view_permission, route, model_admin))
        for route in ROUTES_OF_LIST
    ]
    of_paper = [(route, _open_to(model_admin.has_view_permission, route)) for route in ROUTES_OF_PAPER]
    return [
        *(
            path(address, site.admin_view(view), name=f"articles_article_{name}")
            for address, name, view in of_one + of_none + of_list
        ),
        *(path(route.path, site.admin_view(view), name=f"articles_{route.name}") for route, view in of_paper),
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


def _open_to(allowed: Callable, route: Route, *first) -> Callable:
    @require_http_methods(route.methods)
    def answer(request, **kwargs):
        if not allowed(request):
            refuse(route.name, request.user)
        return route.view(*first, request, **kwargs)

    return answer
