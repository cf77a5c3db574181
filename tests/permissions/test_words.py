"""Everything that the paper says, on every page, in every fragment and mail, it says in Arabic; and days in one way."""

import copy
import json
import re
from html import unescape

import pytest
from defusedxml import ElementTree
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from articles import most_read
from articles.models import Article, ArticleCount, Commenting, HourlyCount, Notice
from pages.models import SiteSettings
from readers.models import ReadingList
from tests import factories, page_tree
from tests.permissions.table import ANONYMOUS, CONTRIBUTOR, READER, ROUTES, address_of
from tests.test_errors import answers

pytestmark = pytest.mark.django_db

# What somebody hears or sees of an element besides its words; and what scripts put there.
SAID = (
    "alt",
    "aria-label",
    "title",
    "placeholder",
    "aria-description",
    "data-said",
    "data-large",
    "data-usual",
)
# No words of ours: a language in itself.
NAMES = {"English"}
# Mails that only wrap what others say.
WORDLESS = {"emails/base.html", "emails/button.html"}
FRAGMENT = {"X-Fragment": "1"}
# What the paper of these tests holds: what people have typed is theirs.
TYPED = re.compile(
    r"canary\w+|user\d+|https?://\S+|\S+@\S+|localhost\S*|[\w.]+\.(?:example|com)\b|\b(?:published|archived|withdrawn)\b"
)
WORD = re.compile(r"[A-Za-z]{2,}")
# A day in numbers, and marks of another script behind an Arabic letter.
OTHERWISE = re.compile(r"\b\d{1,4}[/-]\d{1,2}[/-]\d{1,4}\b|[\u0621-\u064a][,;?]")


def words_of(answer) -> str:
    """What readers, listeners and readers' programs are given of an answer."""
    kind = answer.headers.get("Content-Type", "text/html").partition(";")[0]
    body = b"".join(answer).decode(errors="replace")
    if kind == "text/html":
        tree = page_tree.read(body)
        heard = [node.attributes[name] for name in SAID for node in tree.all(f"[{name}]")]
        told = [
            node.attributes.get("content", "")
            for node in tree.all("meta[content]")
            if node.attributes.get("name", node.attributes.get("property", "")).endswith(
                ("description", "title", "name", "alt")
            )
        ]
        return " ".join([tree.text, *heard, *told])
    if kind.endswith("xml"):
        root = ElementTree.fromstring(body)
        names = ("title", "description", "subtitle", "category", "copyright", "rights", "creator", "name")
        return " ".join(node.text or "" for node in root.iter() if node.tag.rpartition("}")[2] in names)
    if kind == "application/json" and "rules" not in answer.request["PATH_INFO"]:
        return json.dumps([*_strings(json.loads(body))], ensure_ascii=False)
    return ""


def _strings(said):
    if isinstance(said, dict):
        said = said.values()
    for part in said if not isinstance(said, str | int | float | None) else ():
        yield from [part] if isinstance(part, str) else _strings(part)


def foreign(words: str) -> set[str]:
    return set(WORD.findall(TYPED.sub(" ", unescape(words)))) - NAMES


def wrong(words: str) -> set[str]:
    return foreign(words) | set(OTHERWISE.findall(words))


OPEN = {name: methods for name, methods in ROUTES.items() if not name.startswith("admin:")}


@pytest.fixture
def asked(paper):
    """What somebody is shown at an address; whatever the visit changed is undone."""

    def ask(visitor: str, address: str, method: str = "get", **headers) -> str:
        client = paper.clients[visitor]
        cookies = copy.deepcopy(client.cookies)
        with transaction.atomic():
            answer = getattr(client, method)(address, headers={"Sec-Fetch-Site": "same-origin"} | headers)
            words = words_of(answer)
            transaction.set_rollback(True)
        client.cookies = cookies
        is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
        # Who is not signed in has no menu.
        assert words or not is_page or address == "/accounts/menu/", address
        # The names of those who look are theirs.
        return re.sub("|".join(sorted(paper.people, key=len)), " ", words)

    return ask


@pytest.mark.parametrize("visitor", [ANONYMOUS, READER, CONTRIBUTOR])
def test_every_page_and_fragment_is_in_arabic(visitor, asked, paper):
    text = paper.articles["stranger", "published"]
    with transaction.atomic():
        Article.objects.filter(pk=text.pk).update(commenting=Commenting.OPEN)
        HourlyCount.objects.create(
            article=text, hour=int(timezone.now().timestamp() // 3600), views=1, readers=1
        )
        ArticleCount.objects.update_or_create(article=text, defaults={"views": 5, "shares": 3})
        most_read.work_out()
        own = ReadingList.begin(paper.people.get(visitor, paper.stranger), "لاحقًا")
        addresses = [
            *(address_of(name, paper) for name, methods in OPEN.items() if "GET" in methods),
            *(text.short_url, text.get_absolute_url(), paper.articles["stranger", "withdrawn"].short_url),
            *(f"/accounts/lists/{own.pk}/", f"/accounts/lists/{own.pk}/delete/", "/nowhere/"),
            *("/search/?q=قصّة", "/search/?q=published", "/search/suggest/?q=زرافة"),
            *("/most-read/now/block/", f"/numbers/?of={text.pk}"),
        ]
        found = {address: wrong(asked(visitor, address)) for address in addresses}
        # As the dialog and the pages around them fetch them.
        found |= {f"{address} alone": wrong(asked(visitor, address, **FRAGMENT)) for address in addresses}
        transaction.set_rollback(True)
    assert {address: words for address, words in found.items() if words} == {}


@pytest.mark.parametrize("visitor", [ANONYMOUS, READER, CONTRIBUTOR])
def test_what_is_said_of_an_empty_form_is_in_arabic(visitor, asked, paper):
    found = {
        name: wrong(asked(visitor, address_of(name, paper), "post"))
        for name, methods in OPEN.items()
        if "POST" in methods
    }
    assert {address: words for address, words in found.items() if words} == {}


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_every_error_is_in_arabic(status):
    answer = answers()[status]
    assert page_tree.read(answer.content.decode()).texts("h1")
    assert wrong(words_of(answer)) == set()


MAILS = sorted(
    str(path.relative_to(settings.BASE_DIR / "templates"))
    for folder in ("emails", "account/messages")
    for path in (settings.BASE_DIR / "templates" / folder).iterdir()
)


@pytest.mark.parametrize("template", MAILS)
def test_every_mail_and_message_is_in_arabic(template):
    """Without the names it tells: what is left are its own words."""
    now = timezone.now()
    told = {
        "notice": Notice(kind="remark", at=now),
        "invitation": factories.invitation(account=factories.user()),
        "at": now,
        "days": 3,
    }
    words = page_tree.read(render_to_string(template, {"paper": SiteSettings(name="مصير")} | told)).text
    assert re.search(r"[\u0621-\u064a]", words) or template in WORDLESS
    assert wrong(words) == set()
