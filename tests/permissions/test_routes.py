"""Every route, every kind of visitor, own texts and others', every state: against the table in table.py."""

import copy
import itertools

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from accounts.models import User
from articles.models import Article
from tests.permissions import table
from tests.permissions.paper import is_in
from tests.permissions.table import STATES, VISITORS

pytestmark = pytest.mark.django_db

ARTICLE = "admin:articles_article_"
DJANGOS = ("changelist", "add", "change", "delete", "history")
# Django's own redirect from a number to a form, and its answer to what is not there.
NAMELESS = {"admin:"}
WRITES = ("INSERT", "UPDATE", "DELETE")
# What a GET may write: that somebody came.
WRITTEN_BY_A_VISIT = (
    *('"django_session"', '"usersessions_usersession"', '"maseer_throttle"', '"articles_previewopening"'),
    # And what for, without who.
    '"articles_searchcount"',
)


def routes(resolver=None, namespace="") -> set[str]:
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= routes(pattern, inner)
        else:
            found.add(f"{namespace}{pattern.name or ''}")
    return found


def rows() -> set[str]:
    models = {f"admin:{model}_{page}" for model in table.MODELS for page in DJANGOS}
    return models | {f"{ARTICLE}{name}" for name in table.ARTICLE} | {*table.ROUTES, *table.PUBLIC_ARTICLE}


def test_every_route_has_a_row_and_every_row_a_route():
    assert routes() - NAMELESS - rows() == set()
    assert rows() - routes() == set()


def ask(paper, visitor: str, method: str, address: str, sent: dict):
    """The answer; what the request changed is undone. A GET may change nothing in the first place."""
    client = paper.clients[visitor]
    cookies = copy.deepcopy(client.cookies)
    written = []

    def watch(execute, sql, params, many, context):
        if sql.startswith(WRITES) and not any(part in sql for part in WRITTEN_BY_A_VISIT):
            written.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = getattr(client, method.lower())(address, sent)
            # Lazy answers are made here.
            answer.said = b"".join(answer).decode(errors="replace")
        transaction.set_rollback(True)
    client.cookies = cookies
    assert written == [] or method != "GET", address
    return answer


def deviations(paper, tried) -> list[str]:
    """`tried` yields (what, visitor, method, address, what is sent, whether they should get in)."""
    wrong = []
    for what, visitor, method, address, sent, expected in tried:
        answer = ask(paper, visitor, method, address, sent)
        # Whoever lost the right while writing gets back what they typed, and nothing is stored.
        got_in = is_in(answer) and not (method == "POST" and answer.status_code == 200 and sent.get("base"))
        if got_in != expected:
            wrong.append(f"{what}: {visitor} {'got in' if got_in else 'was kept out'} ({answer.status_code})")
        if not got_in:
            wrong += [f"{what}: {visitor} reads of {writer}'s" for writer in read_of(paper, visitor, answer)]
    return wrong


def check(paper, tried) -> None:
    if wrong := deviations(paper, tried):
        pytest.fail("\n".join(wrong))


def read_of(paper, visitor: str, answer) -> list:
    """Whose unpublished texts an answer tells of to whoever may not see them."""
    text = f"{answer.said} {answer.headers}"
    return [
        writer
        for canary, writer in paper.canaries.items()
        if canary in text and not table.sees(visitor, writer == paper.people.get(visitor), "")
    ]


def test_rights_over_a_text_are_those_of_the_table_for_everybody_and_in_every_state(paper):
    """What the gate before all pages of a text asks, and its form."""
    request = RequestFactory().get("/")
    of_texts = admin.site.get_model_admin(Article)
    wrong = []
    for visitor, user in paper.people.items():
        request.user = User.objects.get(pk=user.pk)
        for own in (True, False) if visitor in table.NEWSROOM else (False,):
            for state in STATES:
                article = paper.article(visitor, own, state)
                asked = {
                    table.sees: article.may_see(request.user)
                    and of_texts.has_view_permission(request, article),
                    table.edits: of_texts.has_change_permission(request, article),
                }
                wrong += [
                    f"{right.__name__}: {visitor}, {'own' if own else 'not own'}, {state}: {answer}"
                    for right, answer in asked.items()
                    if answer != right(visitor, own, state)
                ]
    assert wrong == []


def cases(name: str, visitor: str):
    """Whose texts a page is tried with, and in which states: the form with all, others with what may matter there."""
    if name == "change" and visitor in table.NEWSROOM:
        return itertools.product((True, False), STATES)
    if visitor == table.CONTRIBUTOR:
        return [*itertools.product((True,), STATES), *itertools.product((False,), table.SOME_STATES)]
    if visitor in table.EDITORS:
        return [(True, "draft"), (True, "published"), (False, "submitted"), (False, "scheduled")]
    return [(False, "draft"), (False, "published")]


@pytest.mark.parametrize("name", table.ARTICLE)
def test_pages_of_one_article(paper, name):
    def tried():
        for method, (right, sent) in table.ARTICLE[name].items():
            for visitor in VISITORS:
                for own, state in cases(name, visitor):
                    article = paper.article(visitor, own, state)
                    address = table.address_of(f"{ARTICLE}{name}", article)
                    expected = right(visitor, own, state)
                    whose = "their own" if own else "another's"
                    what = f"{method} {name}, {whose} {state}"
                    yield what, visitor, method, address, table.data(sent, article), expected

    check(paper, tried())


@pytest.mark.parametrize("model", table.MODELS)
def test_djangos_pages_of_each_kind_of_row(paper, model):
    looks, adds, changes, deletes = table.MODELS[model]
    row = paper.rows.get(model)
    pages = [("changelist", "GET", looks, False), ("add", "GET", adds, False), ("add", "POST", adds, False)]
    if row:
        pages += [
            ("change", "GET", looks, True),
            ("change", "POST", changes, True),
            ("history", "GET", looks, True),
            ("delete", "GET", deletes, True),
            ("delete", "POST", deletes, True),
        ]

    def tried():
        for page, method, who, of_a_row in pages:
            address = reverse(f"admin:{model}_{page}", args=[row.pk] if of_a_row else [])
            for visitor in VISITORS:
                yield f"{method} {page}", visitor, method, address, {}, visitor in who

    check(paper, tried())


def test_all_other_routes(paper):
    def tried():
        for name, methods in table.ROUTES.items():
            for method, who in methods.items():
                for visitor in VISITORS:
                    yield (
                        f"{method} {name}",
                        visitor,
                        method,
                        table.address_of(name, paper),
                        {},
                        visitor in who,
                    )

    check(paper, tried())


def test_readers_find_what_is_public_and_nothing_else(paper):
    def tried():
        for name in table.PUBLIC_ARTICLE:
            for (writer, state), article in paper.articles.items():
                args = [article.pk] if name == "articles:short" else [article.pk, article.slug or "x"]
                for visitor in VISITORS if writer == "stranger" else (writer,):
                    yield f"GET {state}", visitor, "GET", reverse(name, args=args), {}, state == "published"

    # An answer that leads to the page under its right address lets nobody in who would not get in there.
    check(paper, tried())


def test_lists_name_no_text_to_whoever_may_not_see_it(paper):
    wrong = []
    for address in table.lists(paper):
        for visitor in VISITORS:
            answer = ask(paper, visitor, "GET", address, {})
            wrong += [
                f"{address}: {visitor} reads of {writer}'s" for writer in read_of(paper, visitor, answer)
            ]
    assert wrong == []


# What a choice with search may be asked for: the model and the field it fills, and who may.
AUTOCOMPLETE = {
    ("article", "section"): table.NEWSROOM,
    ("article", "image"): table.NEWSROOM,
    ("article", "source"): table.NEWSROOM,
    ("byline", "author"): table.NEWSROOM,
    ("tagged", "tag"): table.NEWSROOM,
    ("author", "user"): table.ADMINS,
}


def test_autocomplete_offers_rows_to_those_who_may_look_at_them(paper):
    def tried():
        for (model, field), who in AUTOCOMPLETE.items():
            asked = {"app_label": "articles", "model_name": model, "field_name": field, "term": "ا"}
            for visitor in VISITORS:
                yield f"{model}.{field}", visitor, "GET", reverse("admin:autocomplete"), asked, visitor in who

    check(paper, tried())
