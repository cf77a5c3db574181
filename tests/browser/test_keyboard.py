"""The back office by the keyboard alone: every step is seen, and a text is begun and saved."""

from accounts.roles import Role
from articles.models import Article, StoryTemplate
from tests import factories
from tests.browser.people import EDITOR

MOST_STEPS = 80
# The name of what has the focus, and whether a frame is drawn around it or around the choice that it belongs to.
AT = """() => {
  const at = document.activeElement
  const framed = [at, at.closest(".select2-selection")].filter(Boolean).some((box) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(box)
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow.includes("1px")
  })
  return [at.name || at.getAttribute("aria-labelledby") || at.className, framed]
}"""


def walk_to(page, name: str) -> list[str]:
    """By Tab; answers where on the way nobody would have seen it."""
    unseen = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        at, is_framed = page.evaluate(AT)
        if not is_framed:
            unseen.append(at)
        if at == name:
            return unseen
    raise AssertionError(f"{name} is not reached")


def test_a_text_is_begun_and_saved_by_the_keyboard_alone(sit_down):
    page, watch = sit_down(factories.user(role=Role.MANAGING_EDITOR), "/admin/articles/article/add/")
    page.locator(EDITOR).wait_for()
    unseen = walk_to(page, "title")
    page.keyboard.type("بلوحة المفاتيح وحدها")
    unseen += walk_to(page, "_save")
    assert unseen == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Article.objects.get().title == "بلوحة المفاتيح وحدها"
    assert watch.wrong == []


def test_tab_goes_over_the_buttons_of_the_list_as_they_are_read(sit_down):
    manager = factories.user(role=Role.MANAGING_EDITOR)
    StoryTemplate.objects.create(name="نافذة الأسبوع", payload=factories.payload().as_json())
    page, _ = sit_down(manager, "/admin/articles/article/")
    places = page.locator(".object-tools > li").evaluate_all("(all) => all.map((one) => one.offsetLeft)")
    assert len(places) == 3
    assert places == sorted(places, reverse=True)


def test_the_dialog_of_a_link_has_the_focus_and_gives_it_back(sit_down):
    page, _ = sit_down(factories.user(role=Role.EDITOR), "/admin/articles/article/add/")
    page.locator(EDITOR).focus()
    page.keyboard.type("كلمة")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.locator("dialog[open]").wait_for()
    [_, is_framed] = page.evaluate(AT)
    assert is_framed
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.locator(EDITOR).evaluate("(editor) => editor === document.activeElement")
