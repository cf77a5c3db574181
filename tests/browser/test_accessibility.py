"""axe-core finds nothing, by day and by night, on a phone and on a desk; in the newsroom too."""

import pytest

from accounts.models import User
from articles.models import Autosave, EditLock
from articles.workflow import Status
from tests import factories
from tests.browser.demo import KINDS
from tests.browser.watch import follow

WIDTHS = (360, 1440)
# By night only what the colours decide; the rest has been looked at by day.
RULES = {"light": {}, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}
# Django's choices with search put the button that empties them straight into a list.
NOT_OURS = {"rules": {"list": {"enabled": False}}}

SETTLED = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})))
}"""
VIOLATIONS = """async (rules) => {
  const { violations } = await axe.run({ resultTypes: ["violations"], preload: false, ...rules })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`))
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    return pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT


def check(axe, page, widths=WIDTHS, by_day=None) -> None:
    page.evaluate("document.fonts.ready")
    page.evaluate(axe)
    for scheme, rules in (RULES | {"light": by_day or {}}).items():
        # Scroll timelines never finish; without motion there are none.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # By night only the colours differ.
        for width in widths if scheme == "light" else widths[-1:]:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(SETTLED)
            assert page.evaluate(VIOLATIONS, rules) == [], f"{page.url} at {width}, {scheme}"


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
        "login",
    ],
)
def test_axe_finds_nothing_on_a_public_page(axe, visit, name):
    page, _ = visit(name)
    check(axe, page)


def test_nor_on_the_page_of_what_is_not_there(axe, visit):
    page, _ = visit("404", expecting=(404,))
    check(axe, page)


def test_nor_in_the_open_drawer(axe, visit):
    page, _ = visit("about", viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    page.locator(".masthead [data-opens]").click()
    assert page.locator("dialog[open]").count() == 1
    check(axe, page, widths=(360,))


def test_nor_in_the_newsroom(axe, visit, demo):
    page, _ = visit("/admin/", viewport={"width": 1440, "height": 1000})
    page.fill("#id_login", "managing_editor")
    page.fill("#id_password", demo.passwords["managing_editor"])
    follow(page.locator(".form button"))
    article = demo.article("news").pk
    faulty = factories.article(status=Status.UNPUBLISHED, kind="opinion", tags=()).pk
    texts = [f"articles/article/{number}/change/" for number in (article, faulty)]
    reads = (f"articles/article/{article}/reads/", "articles/article/read-now/")
    for address in ("", "articles/article/", *texts, *reads, "images/image/", "articles/checklevel/"):
        page.goto(f"/admin/{address}")
        if address.endswith("change/"):
            page.locator(".prose-editor > .ProseMirror").wait_for()
        check(axe, page, widths=(1440,), by_day=NOT_OURS if address.endswith("change/") else None)


def test_nor_where_text_was_not_saved_and_somebody_else_writes(axe, visit, demo):
    article = demo.article("news")
    author, colleague = (User.objects.get(username=name) for name in ("managing_editor", "editor"))
    Autosave.keep({"title": ["لم يُحفظ"]}, author, article, base=article.working_revision_id)
    EditLock.hold(article, colleague)
    page, _ = visit(f"/admin/articles/article/{article.pk}/change/", viewport={"width": 1440, "height": 1000})
    page.fill("#id_login", author.username)
    page.fill("#id_password", demo.passwords[author.username])
    follow(page.locator(".form button"))
    page.locator(".prose-editor > .ProseMirror").wait_for()
    assert page.locator(".keeping:visible").count() == 2
    check(axe, page, widths=(768, 1440), by_day=NOT_OURS)
    # What it says when the session has ended.
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_title", "عنوان")
    page.locator(".autosave a").wait_for()
    check(axe, page, widths=(768, 1440), by_day=NOT_OURS)
    with page.expect_navigation():
        page.locator("#article_form").evaluate("(form) => form.submit()")
    check(axe, page)
