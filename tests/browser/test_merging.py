"""Two people in one text, each in a browser of their own: nobody's words are lost."""

import pytest

from accounts.roles import Role
from tests import factories
from tests.browser import axe
from tests.browser.people import EDITOR
from tests.browser.watch import follow

SAVE = "input[name=_continue]"
BODY = "<p>الفقرة الأولى كما كانت.</p><p>الفقرة الثانية كما كانت.</p><p>الفقرة الثالثة كما كانت.</p>"


@pytest.fixture
def open_text(sit_down):
    """A computer on which a managing editor has opened the text: (page, what goes wrong on it)."""

    def open_on(article):
        somebody = factories.user(role=Role.MANAGING_EDITOR)
        page, watch = sit_down(somebody, f"/admin/articles/article/{article.pk}/change/")
        page.locator(EDITOR).wait_for()
        return page, watch

    return open_on


def add_to(page, paragraph: int, words: str) -> None:
    page.locator(f"{EDITOR} > p").nth(paragraph).click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def take_over(page) -> None:
    """Whoever comes second is told of the first, and may write all the same."""
    page.locator("[data-edit-lock] button").click()
    page.locator(f"{SAVE}:enabled").wait_for()


def test_merging_keeps_the_words_of_both(open_text):
    article = factories.article(title="عنوان", body=BODY)
    (early, _), (late, watch) = open_text(article), open_text(article)
    take_over(late)
    add_to(early, 0, " زادت دانا هنا.")
    early.fill("#id_deck", "مقدّمة دانا")
    add_to(late, 2, " وزاد عمر هناك.")
    late.fill("#id_title", "عنوان عمر")
    follow(early.locator(SAVE))
    follow(late.locator(SAVE))
    differences = late.locator(".differences")
    assert differences.locator("del", has_text="زادت دانا هنا").count() == 1
    assert differences.locator("ins", has_text="وزاد عمر هناك").count() == 1
    assert late.locator(f"{EDITOR} > p").nth(2).inner_text().endswith("وزاد عمر هناك.")
    axe.check(late, by_day=axe.NOT_OURS)
    follow(late.locator("[name=_merge]"))
    late.locator(EDITOR).wait_for()
    assert late.locator(".errornote").count() == 0
    assert late.input_value("#id_title") == "عنوان عمر"
    assert late.input_value("#id_deck") == "مقدّمة دانا"
    article.refresh_from_db()
    assert article.working_revision.title == "عنوان"
    follow(late.locator(SAVE))
    article.refresh_from_db()
    said = article.working_revision.content
    assert (said.title, said.deck) == ("عنوان عمر", "مقدّمة دانا")
    assert said.body == BODY.replace("الأولى كما كانت.", "الأولى كما كانت. زادت دانا هنا.").replace(
        "الثالثة كما كانت.", "الثالثة كما كانت. وزاد عمر هناك."
    )
    assert watch.wrong == []


def test_two_versions_are_chosen_and_compared_without_a_script(sit_down, transactional_db):
    editor = factories.user(role=Role.EDITOR)
    article = factories.draft(editor, title="الأوّل", body=BODY)
    for number, title in enumerate(("الثاني", "الثالث")):
        body = BODY.replace("كما كانت", "كما صارت", number + 1)
        article.save_revision(
            factories.payload(title=title, body=body), article.working_revision_id, by=editor
        )
    page, _ = sit_down(editor, f"/admin/articles/article/{article.pk}/change/", java_script_enabled=False)
    page.locator(".versions input[name=a]").last.check()
    page.click(".versions__compare button")
    assert "الأوّل" in page.locator(".compared del").first.inner_text()
    assert "الثالث" in page.locator(".compared ins").first.inner_text()
    # The old text again, as a new version.
    page.click(".version__restore button")
    article.refresh_from_db()
    assert article.working_revision.title == "الأوّل"


@pytest.mark.parametrize("place", ["compare/", "versions/"])
def test_axe_finds_nothing_on_the_pages_of_versions(open_text, place):
    article = factories.article(title="عنوان", body=BODY)
    by = factories.user(role=Role.MANAGING_EDITOR)
    revision = article.save_revision(
        factories.payload(title="آخر", body=f"<h2>جديد</h2>{BODY.replace('كانت', 'صارت', 1)}"),
        article.working_revision_id,
        by=by,
    )
    revision.call("قبل المراجعة", by)
    page, watch = open_text(article)
    page.goto(f"/admin/articles/article/{article.pk}/{place}")
    axe.check(page, widths=(360, 768, 1440))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert watch.wrong == []
