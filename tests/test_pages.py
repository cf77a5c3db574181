"""Every public page: it answers, it is cheap, it is the same for everybody."""

import re
import time
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles import search_page
from articles.models import Author, Section, Series, Source
from articles.workflow import Stage, Status
from pages.models import Page, SiteSettings
from tests.factories import article, author, image, section

pytestmark = pytest.mark.django_db

HOME_BUDGET, ARTICLE_BUDGET, LIST_BUDGET = 10, 10, 10
# What the words may also be, how common they are, which texts have them, what those say; and, written down, that
# somebody came (the limit: six in a transaction of its own) and what for (one).
SEARCH_BUDGET = 19


@pytest.fixture(scope="module", autouse=True)
def paper(made_once):
    """A small paper with one of everything; returns the address of each kind of page."""
    SiteSettings(name="مصير", rights="جميع الحقوق محفوظة لمصير", since=2018).save()
    desk = section("أخبار")
    writer = author("ليلى شعبان", portrait=image())
    source = Source.objects.create(name="مجلّة الضفّة", url="https://diffa.example/")
    series = Series.objects.create(name="مدن")
    for title, slug in (("من نحن", "about"), ("اتصل بنا", "contact"), ("شروط النشر", "")):
        Page.objects.create(title=title, slug=slug, body="<p>نصّ</p>")
    main = [
        article(
            title=f"نصّ رقم {part}",
            section=desk.pk,
            bylines=((writer.pk, "writer"),),
            image=image().pk,
            source=source.pk,
            series=series.pk,
            series_part=part,
            tags=("المياه",),
        )
        for part in (1, 2, 3)
    ][1]
    return {
        "home": "/",
        "article": main.get_absolute_url(),
        "section": desk.get_absolute_url(),
        "author": writer.get_absolute_url(),
        "writers": "/authors/",
        "tag": main.tags.get().get_absolute_url(),
        "series": series.get_absolute_url(),
        "source": source.get_absolute_url(),
        "search": "/search/?q=نصّ",
        "empty search": "/search/",
        "nothing found": "/search/?q=زرافة",
        "about": "/about/",
        "contact": "/contact/",
        "page": "/pages/شروط-النشر/",
    }


KINDS = [
    *("home", "article", "section", "author", "writers", "tag", "series", "source"),
    *("search", "empty search", "nothing found", "about", "contact", "page"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_public_page_is_the_same_for_everybody(kind, paper, client, managing_editor):
    response = client.get(paper[kind])
    html = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "csrfmiddlewaretoken" not in html
    client.force_login(managing_editor)
    assert client.get(paper[kind]).content.decode() == html


@pytest.mark.parametrize("kind", KINDS)
def test_a_public_page_is_sound_arabic_html(kind, paper, client):
    html = client.get(paper[kind]).content.decode()
    assert re.search(r'<html[^>]* lang="ar"[^>]* dir="rtl"', html)
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    assert len(re.findall(r"<main[\s>]", html)) == 1
    assert not re.search(r'\s(style|on\w+)="', html)
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/))", html)
    assert "https://" not in "".join(
        re.findall(r'<(?:script|link|img|source)[^>]*(?:src|href)="(https?:[^"]*)"', html)
    )
    assert all("alt=" in picture for picture in re.findall(r"<img[^>]*>", html))
    assert "{{" not in html
    assert "{%" not in html


# A word of Latin letters that a reader would see. Names of networks are names.
NAMES = {"WhatsApp", "Telegram", "Facebook", "X", "YouTube", "Instagram", "RSS"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_left_untranslated(kind, paper, client):
    html = client.get(paper[kind]).content.decode()
    visible = re.sub(r"(?s)<(script|style|svg)[^>]*>.*?</\1>|<!--.*?-->", " ", html)
    attributes = re.findall(r'(?:alt|aria-label|title|placeholder)="([^"]*)"', visible)
    words = set(re.findall(r"[A-Za-z]{2,}", " ".join([re.sub(r"<[^>]*>", " ", visible), *attributes])))
    assert words - NAMES - {"quot", "amp", "nbsp", "lt", "gt"} == set()


@pytest.fixture
def cache_elsewhere(settings):
    """The limit on searches is counted in the cache; what that asks of a database is no part of the page's budget."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def queries(client, address, capture) -> int:
    with capture() as made:
        assert client.get(address).status_code == 200
    return len(made)


BUDGETS = {
    "home": HOME_BUDGET,
    "article": ARTICLE_BUDGET,
    **dict.fromkeys(("section", "author", "tag", "series", "source", "about", "contact"), LIST_BUDGET),
    "search": SEARCH_BUDGET,
}


def test_queries_do_not_grow_with_rows(paper, client, django_assert_max_num_queries, cache_elsewhere):
    def asked() -> dict[str, int]:
        return {
            kind: queries(client, paper[kind], lambda budget=budget: django_assert_max_num_queries(budget))
            for kind, budget in BUDGETS.items()
        }

    before = asked()
    desk, writer, source, series = (model.objects.first() for model in (Section, Author, Source, Series))
    for part in range(4, 30):
        article(
            title=f"نصّ {part}",
            section=desk.pk,
            bylines=((writer.pk, "writer"), (author().pk, "translator")),
            image=image((60, 40)).pk,
            source=source.pk,
            series=series.pk,
            series_part=part,
            tags=("المياه", "السدود"),
        )
    after = asked()
    assert {kind: count for kind, count in after.items() if count > before[kind] + 1} == {}


def test_an_unchanged_page_is_not_sent_again(paper, client):
    etag = client.get(paper["article"])["ETag"]
    again = client.get(paper["article"], headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(paper["article"], headers={"If-None-Match": '"other"'}).status_code == 200


HIDDEN = {
    "draft": {"status": Status.UNPUBLISHED, "stage": Stage.DRAFT},
    "submitted": {"status": Status.UNPUBLISHED, "stage": Stage.SUBMITTED},
    "approved": {"status": Status.UNPUBLISHED},
    "archived": {"status": Status.ARCHIVED, "published_at": timezone.now()},
    "scheduled": {"status": Status.PUBLISHED, "published_at": timezone.now() + timedelta(days=1)},
    "withdrawn": {"status": Status.WITHDRAWN, "published_at": timezone.now()},
}


def test_what_is_not_public_is_nowhere(paper, client):
    desk, writer, source, series = (model.objects.first() for model in (Section, Author, Source, Series))
    texts = {
        state: article(
            title="كناري الحقل",
            deck="كناري",
            body="<p>كناري</p>",
            section=desk.pk,
            bylines=((writer.pk, "writer"),),
            source=source.pk,
            series=series.pk,
            series_part=9,
            tags=("المياه",),
            **about,
        )
        for state, about in HIDDEN.items()
    }
    for address in [*paper.values(), "/search/?q=كناري"]:
        html = client.get(address).content.decode()
        assert "كناري الحقل" not in html
        assert [state for state, hidden in texts.items() if f"/{hidden.pk}/" in html] == []
    missing = client.get("/999999/").content
    for state, hidden in texts.items():
        for address in (f"/{hidden.pk}/", f"/{hidden.pk}/{hidden.slug or 'x'}/"):
            response = client.get(address)
            assert response.status_code == (410 if state == "withdrawn" else 404), state
            assert "كناري" not in response.content.decode(), state
        assert state == "withdrawn" or client.get(f"/{hidden.pk}/").content == missing, state


def test_the_number_decides_the_address(paper, client):
    address = paper["article"]
    number = address.split("/")[1]
    for other in (f"/{number}/", f"/{number}/كلام-آخر/"):
        response = client.get(other)
        assert response.status_code == 301
        assert client.get(response["Location"]).status_code == 200
    assert client.get(f"/{number}").status_code == 301


def test_a_withdrawn_text_says_why_and_not_what(client):
    text = article(title="الخزنة الحمراء", status=Status.WITHDRAWN, published_at=timezone.now())
    type(text).objects.filter(pk=text.pk).update(withdrawn_note="تراجع المصدر عن روايته")
    response = client.get(f"/{text.pk}/")
    assert response.status_code == 410
    assert "تراجع المصدر عن روايته" in response.content.decode()
    assert "الخزنة الحمراء" not in response.content.decode()


def test_every_other_answer_is_private(client):
    for address in ("/nowhere/", "/accounts/login/", "/admin/"):
        assert client.get(address)["Cache-Control"].startswith(("private", "max-age=0, no-cache, no-store"))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_for_reading(method, paper, client):
    for kind in ("home", "article", "section", "search"):
        assert getattr(client, method)(paper[kind]).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/99999999999999999999/",
        "/sections/%D9%84%D8%A7-%D9%82%D8%B3%D9%85/",
        "/%ff%fe/",
        "/sections/%00/",
        "/search/?q=%00",
        "/search/?q=%00word",
        "/search/?q=word&before=%00",
        "/search/%00/",
        "/?p=%00",
        "/?p=%00&page_id=1",
        "/?page_id=%00",
        "/pages/%00/",
        "/authors/a%00b/",
        "/tags/%00/?before=%00",
        "/1/%00/",
        "/?before=\N{ARABIC-INDIC DIGIT ONE}",
        "/search/?q=" + "ع" * 3000,
    ],
)
def test_odd_addresses_never_break_the_site(address, paper, client):
    assert client.get(address).status_code in {200, 400, 404}


# Search


def links(html: str) -> dict[str, str]:
    return {rel: unescape(href) for href, rel in re.findall(r'<a href="([^"]*)" rel="(prev|next)"', html)}


def test_the_second_page_of_a_search_is_of_the_same_search(client):
    for number in range(25):
        article(title=f"كناري & صقر {number}", published_at=timezone.now() - timedelta(days=number + 1))
    article(title="حمامة", published_at=timezone.now() - timedelta(days=25))
    first = client.get("/search/", {"q": "كناري & صقر"}).content.decode()
    second = client.get("/search/" + links(first)["next"]).content.decode()
    assert 'value="كناري &amp; صقر"' in second
    assert second.count('class="result"') == 5
    assert "حمامة" not in second
    # The page before the second is the first.
    back = unescape(re.search(r'<a href="([^"]*)">أوّل النتائج</a>', second)[1])
    assert client.get("/search/" + back).content.decode() == first


def test_a_visitor_searches_so_often_and_not_oftener(client, monkeypatch):
    monkeypatch.setattr(search_page, "SEARCHES_A_MINUTE", 3)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)  # a window that does not end meanwhile
    answers = [client.get("/search/?q=نصّ") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1]["Cache-Control"] == "private, no-store"
    assert int(answers[-1]["Retry-After"]) > 0
    # The form itself costs nothing, and somebody else has a count of their own.
    assert client.get("/search/").status_code == 200
    assert client.get("/search/?q=نصّ", REMOTE_ADDR="192.0.2.7").status_code == 200
