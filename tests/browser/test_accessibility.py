"""axe-core finds nothing, by day and by night, on a phone and on a desk; in the newsroom too."""

import pytest

from articles.models import Autosave, EditLock
from articles.workflow import Status
from tests import factories
from tests.browser import axe
from tests.browser.demo import KINDS
from tests.browser.people import EDITOR


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "section",
        *KINDS,
        "author",
        "search",
        "found",
        "about",
        "contact",
        "corrections",
        "corrected",
        "writers",
        "archive",
        "month",
    ],
)
def test_axe_finds_nothing_on_a_public_page(visit, name):
    page, _ = visit(name)
    axe.check(page)


def test_nor_on_the_page_of_what_is_not_there(visit):
    page, _ = visit("404", expecting=(404,))
    axe.check(page)


def test_nor_in_the_open_drawer(visit):
    page, _ = visit("about", viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    page.locator(".masthead [data-opens]").click()
    assert page.locator("dialog[open]").count() == 1
    axe.check(page, widths=(360,))


def test_nor_in_the_newsroom(sit_down, demo):
    page, _ = sit_down(demo.account("managing_editor"))
    article = demo.article("news").pk
    faulty = factories.article(status=Status.UNPUBLISHED, kind="opinion", tags=()).pk
    texts = [f"articles/article/{number}/change/" for number in (article, faulty)]
    reads = (f"articles/article/{article}/reads/", "articles/article/read-now/")
    for address in ("", "articles/article/", *texts, *reads, "images/image/", "articles/checklevel/"):
        page.goto(f"/admin/{address}")
        if address.endswith("change/"):
            page.locator(EDITOR).wait_for()
        axe.check(page, widths=(1440,), by_day=axe.NOT_OURS if address.endswith("change/") else None)


def test_nor_where_text_was_not_saved_and_somebody_else_writes(sit_down, demo):
    article = demo.article("news")
    author, colleague = demo.account("managing_editor"), demo.account("editor")
    Autosave.keep({"title": ["لم يُحفظ"]}, author, article, base=article.working_revision_id)
    EditLock.hold(article, colleague)
    page, _ = sit_down(author, f"/admin/articles/article/{article.pk}/change/")
    page.locator(EDITOR).wait_for()
    assert page.locator(".keeping:visible").count() == 2
    axe.check(page, widths=(768, 1440), by_day=axe.NOT_OURS)
    # What it says when the session has ended.
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_title", "عنوان")
    page.locator(".autosave a").wait_for()
    axe.check(page, widths=(768, 1440), by_day=axe.NOT_OURS)
    with page.expect_navigation():
        page.locator("#article_form").evaluate("(form) => form.submit()")
    axe.check(page)
