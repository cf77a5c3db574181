"""A paper like Maseer, out of its own export, brought in once: its figures, and the page it began with."""

import re
from collections import Counter

import pytest

from articles import most_read
from articles.models import Article, ArticleCount, Author, Section
from articles.workflow import Stage, Status
from images import renditions
from maseer.lib import html
from maseer.wordpress.importer import Importer
from pages.models import Page, SiteSettings
from readers.models import Comment
from tests import factories, page_tree
from tests.wordpress import wxr
from tests.wordpress.original import (
    ABOUT,
    DISCLAIMER,
    ELEMENTS,
    ENGLISH,
    ORIGINAL,
    RIGHTS,
    SITE,
    WRITER,
    Element,
)
from tests.wordpress.paper import NOW, counted, imported

FILE = wxr.SHARED / "maseer-like.xml"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not wxr.SHARED.is_dir(), reason="../shared/data is not here"),
]


@pytest.fixture(scope="module", autouse=True)
def report(made_once) -> dict:
    return Importer(FILE, now=NOW).run().as_dict()


@pytest.fixture(scope="module")
def again(report) -> dict:
    before = counted()
    said = Importer(FILE, now=NOW).run().as_dict()
    assert counted() == before
    return said


def test_its_figures(report):
    articles = Article.objects.select_related("working_revision")
    states = Counter((article.status, article.stage) for article in articles)
    assert states == {
        (Status.PUBLISHED, Stage.APPROVED): 228,
        (Status.ARCHIVED, Stage.APPROVED): 2,
        (Status.UNPUBLISHED, Stage.APPROVED): 2,
        (Status.UNPUBLISHED, Stage.DRAFT): 4,
        (Status.UNPUBLISHED, Stage.SUBMITTED): 2,
    }
    assert Article.objects.published().count() == 228
    assert len(report["overdue"]) == 2
    assert [entry["reason"] for entry in report["left_out"]].count("in the trash") == 2
    assert Author.objects.count() == 20
    assert Section.objects.count() == 8
    assert Section.objects.in_menu().count() == 8
    kinds = Counter(article.kind for article in articles)
    assert kinds["cartoon"] == 13
    assert not Article.objects.filter(title="كاريكاتير").exists()
    # The .expected.json says 18; over two of them the file has another title.
    assert sum(bool(article.working_revision.content.series) for article in articles) == 16
    assert Page.objects.count() == 2
    assert report["images"]["created"] == 240
    assert Comment.objects.count() == 36
    assert {kind: len(report[kind]["refused"]) for kind in ("articles", "pages", "images", "redirects")} == {
        "articles": 0,
        "pages": 0,
        "images": 0,
        "redirects": 0,
    }

    writers = set(Author.objects.values_list("name", flat=True))
    signed = sourced = 0
    for article in articles:
        content = article.working_revision.content
        lines = html.plain_text(content.body).split("\n")
        assert lines[0] not in writers
        assert not any(line.startswith("المصدر:") for line in lines)
        assert not re.search(
            r"<!--|<script|\[/?(?:caption|embed|gallery)|alert\(|style=|onclick", content.body
        )
        signed += bool(content.bylines)
        sourced += bool(content.source)
    # 114 and 76 in the file, of which two signed texts are in the trash.
    assert (signed, sourced) == (112, 76)


def test_the_article_of_the_seed_reads_right():
    article = Article.objects.get(title="طاجيكستان.. رسائل أميركا إلى روسيا")
    assert [writer.name for writer in article.writers] == ["باسل الحاج جاسم"]
    assert article.published_at.date().isoformat() == "2022-08-20"
    assert (article.section.name, article.kind, article.source.name) == ("مقالات", "opinion", "العربي الجديد")
    assert article.reading_minutes == 4
    assert article.body.count("<p>") == 9
    assert article.body.startswith("<p>في وقت تعمل روسيا")
    assert article.image


def test_a_second_run_adds_and_changes_nothing(again):
    articles = again["articles"]
    assert (articles["created"], articles["updated"], articles["unchanged"]) == (0, 0, 238)


def test_its_views_are_all_there_and_only_once(report, again):
    first, second = report["views"], again["views"]
    posts = re.findall(
        r"<wp:post_type><!\[CDATA\[post\]\]>(?:(?!</item>).)*?<!\[CDATA\[views\]\]></wp:meta_key>"
        r"<wp:meta_value><!\[CDATA\[(\d+)\]\]>",
        FILE.read_text(),
        re.DOTALL,
    )
    kept = sum(ArticleCount.objects.values_list("views_before", flat=True))
    assert first["created"] == ArticleCount.objects.count() > 100
    assert first["total"] == kept <= sum(map(int, posts))
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, first["created"])


@pytest.fixture
def original(client):
    """The paper as its export and a few settings make it; the pages that the original had on one, by name."""
    SiteSettings(
        name="مصير", about=ABOUT, disclaimer=DISCLAIMER, rights=RIGHTS, since=2018,
        telegram="https://t.me/maseer", facebook="https://facebook.com/maseer",
    ).save()  # fmt: skip
    text = imported(ORIGINAL, SITE)
    shown = factories.image(
        alt="جبل فوقه شمس", caption="الحدود عند الغروب", credit="تصوير: سامي", import_ref="test:picture"
    )
    renditions.render(shown)
    commented = Comment.objects.shown().exclude(article=text).first().article
    Article.objects.filter(pk=text.pk).update(image=shown, related=[commented.pk])
    ArticleCount.objects.filter(article=text).update(shares=3)
    most_read.work_out()
    address = text.get_absolute_url()
    fragment = {"X-Fragment": "1"}
    pages = {
        "page": client.get(address),
        "found": client.get("/search/suggest/?q=طاجيكستان"),
        "nothing found": client.get("/search/suggest/?q=زرافة"),
        "most read": client.get("/most-read/now/block/"),
        "foot": client.get("/foot/"),
        "sign in": client.get("/accounts/login/", headers=fragment),
        "reset": client.get("/accounts/password/reset/", headers=fragment),
    }
    client.force_login(factories.user("reader"))
    pages["lists"] = client.get("/accounts/lists/")
    assert {page.status_code for page in pages.values()} == {200}
    return {name: page.content.decode() for name, page in pages.items()}


def missing(element: Element, tree: page_tree.Node) -> str:
    found = tree.texts(element.selector)
    if isinstance(element.says, str):
        found = [text for text in found if re.search(element.says, text)]
        wanted = element.times
        right = len(found) == wanted
    else:
        right, wanted = found == element.says, element.says
    return "" if right else f"{element.number} {element.where} {element.selector}: {found} for {wanted}"


def test_the_original_page_is_there_whole_and_mended(original):
    assert {element.number for element in ELEMENTS} == set(range(1, 36))
    trees = {name: page_tree.read(html) for name, html in original.items()}
    problems = [missing(element, trees[element.where]) for element in ELEMENTS]
    assert not any(problems), "\n".join(filter(None, problems))
    # What was said wrongly there is said nowhere: the writer is no section, the source no last line, the name no first.
    body = trees["page"].all(".prose")[0].text
    assert WRITER not in body
    assert "المصدر:" not in body
    assert not any(link.text == WRITER for link in trees["page"].all("nav a"))
    # Nobody is told of no results before asking, and no button is without a name.
    assert "لا نتائج" not in trees["page"].text
    assert all(node.named for node in trees["page"].all("button"))
    assert all(node.named for node in trees["page"].all("a"))
    # 23 phrases were English.
    for tree in trees.values():
        heard = " ".join([tree.text, *(node.named for node in tree.all("[aria-label]"))])
        assert [phrase for phrase in ENGLISH if phrase in heard] == []
