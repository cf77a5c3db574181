"""The pictures of docs/newsroom.md, taken by hand from a running demo: in Arabic, by day, 1440 wide.

    make run PORT=8001      (elsewhere; with a fresh VAR_DIR, so that the pictures are the same for everybody)
    python -m docs.pictures http://localhost:8001 var/demo-accounts.txt

It starts no server. In the demo it changes one text, twice: two people write in it at once.
"""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser import chromium

FOLDER = Path(__file__).with_name("img")
WIDTH, HEIGHT = 1440, 900
QUALITY = 72
UNSTICK = """
for (const bar of document.querySelectorAll(".submit-row, .keeping-foot")) bar.style.position = "static"
"""
# A little air around a part of a page.
MARGIN = 16

LIST = "/admin/articles/article/"
EDITOR = ".prose-editor > .ProseMirror[contenteditable=true]"
SAVE = "input[name=_continue]"


class Newsroom:
    """The demo in browsers, one for each account."""

    def __init__(self, browser: Browser, url: str, accounts: Path):
        self.browser, self.url = browser, url
        self.passwords = dict(line.split() for line in accounts.read_text().splitlines() if line.strip())

    @contextmanager
    def as_(self, account: str) -> Iterator[Page]:
        view = {"width": WIDTH, "height": HEIGHT}
        with self.browser.new_context(
            base_url=self.url, locale="ar", color_scheme="light", reduced_motion="reduce", viewport=view
        ) as context:
            page = context.new_page()
            page.goto("/accounts/login/?next=/admin/")
            page.fill("[name=login]", account)
            page.fill("[name=password]", self.passwords[account])
            page.click(".form button")
            page.wait_for_url("**/admin/")
            yield page


def keep(page: Page, name: str, *parts: Locator, height: int | None = None) -> None:
    """The page from its top, or of it what lies between its first and its last part."""
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    if parts:
        # The bar at the foot of a form would lie over what is taken.
        page.evaluate(
            "for (const bar of document.querySelectorAll('.submit-row, .keeping-foot')) bar.style.position = 'static'"
        )
        boxes = [part.bounding_box() for part in parts]
        top = min(box["y"] for box in boxes) - MARGIN
        bottom = max(box["y"] + box["height"] for box in boxes) + MARGIN
        left = min(box["x"] for box in boxes) - MARGIN
        right = max(box["x"] + box["width"] for box in boxes) + MARGIN
        scrolled = page.evaluate("scrollY")
        clip = {"x": max(left, 0), "y": top + scrolled, "width": min(right, WIDTH) - max(left, 0)}
        clip["height"] = min(bottom - top, height or HEIGHT)
    else:
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": height or HEIGHT}
    shot = page.screenshot(full_page=True, clip=clip)
    file = FOLDER / f"{name}.webp"
    Image.open(io.BytesIO(shot)).convert("RGB").save(file, quality=QUALITY, method=6)
    print(f"{file.name}: {file.stat().st_size // 1024} KB")  # noqa: T201


def address_of(page: Page, query: str) -> str:
    """The first text of a list."""
    page.goto(f"{LIST}?{query}")
    return page.locator("#result_list tbody th a").first.get_attribute("href").split("?")[0]


def write(page: Page, address: str, paragraph: int, words: str) -> None:
    page.goto(address)
    line = page.locator(f"{EDITOR} > p").nth(paragraph)
    line.wait_for()
    # The end of its last line is at the left.
    line.click(position={"x": 4, "y": line.bounding_box()["height"] - 8})
    page.keyboard.press("End")
    page.keyboard.type(words)


def take(newsroom: Newsroom) -> None:
    with newsroom.as_("managing_editor") as manager, newsroom.as_("editor") as editor:
        keep(manager, "desk", height=1240)

        manager.goto("/admin/notices/")
        keep(manager, "notices", manager.locator("#content-main, .notices").first, height=620)

        manager.goto("/corrections/")
        keep(manager, "corrections", height=700)

        checked = address_of(manager, "stage=legal_review")
        manager.goto(checked)
        manager.locator(EDITOR).wait_for()
        keep(manager, "article", height=1000)

        manager.goto(checked.replace("change/", "plan/"))
        keep(manager, "plan", manager.locator(".plan-line"), manager.locator(".plan__form"))

        # The demo's people talk about this one.
        text = address_of(manager, "q=" + quote("ساعات لا يحصيها"))
        manager.goto(text)
        keep(manager, "discussion", manager.locator(".talk"))

        manager.goto(text.replace("change/", "preview/"))
        manager.frame_locator("iframe").locator("article").first.wait_for()
        keep(manager, "preview", height=900)

        two_in_one(manager, editor, text)


def two_in_one(manager: Page, editor: Page, text: str) -> None:
    write(editor, text, 0, " هكذا يحسبون.")
    editor.fill("#id_deck", f"{editor.input_value('#id_deck')} بالأرقام.")
    write(manager, text, 1, " لم نسألهم لماذا.")
    editor.locator(SAVE).click()
    editor.locator(".messagelist").wait_for()
    manager.locator("[data-edit-lock] button").click()
    manager.locator(f"{SAVE}:enabled").click()
    keep(manager, "conflict", manager.locator(".differences"))
    manager.locator("[name=_merge]").click()
    manager.locator(".differences--merged").wait_for()
    manager.locator(SAVE).click()
    manager.locator(".messagelist").wait_for()
    manager.locator(".versions input[name=a]").last.check()
    manager.locator("#compare-versions button").click()
    manager.locator(".compare__key").wait_for()
    keep(manager, "compare", height=800)


def main(url: str, accounts: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.path(), args=chromium.ARGS)
        take(Newsroom(browser, url, Path(accounts)))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
