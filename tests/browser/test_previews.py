"""Previews as people see them: the page in its frame, the form in another tab, a link in somebody else's browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from articles.models import PreviewLink, Revision
from tests.browser import axe
from tests.browser.people import EDITOR
from tests.browser.watch import Watch, follow


@pytest.fixture
def desk(sit_down, demo):
    """The managing editor's browser: (page, what goes wrong on it)."""
    return sit_down(demo.account("managing_editor"))


def of(article, page: str = "change/") -> str:
    return f"/admin/articles/article/{article.pk}/{page}"


def test_a_text_is_looked_at_in_every_way_without_a_script(sit_down, demo):
    article = demo.article("report")
    plain, _ = sit_down(demo.account("managing_editor"), of(article, "preview/"), java_script_enabled=False)
    for mode, frame_width in (("phone", 360), ("tablet", 768), ("desktop", 1280)):
        follow(plain.locator(f".preview__ways a[href*='as={mode}']").first)
        frame = plain.locator("iframe")
        assert plain.frame_locator("iframe").locator("h1").inner_text() == article.title
        # What is too wide scrolls in its own place.
        for width in (768, 1440):
            plain.set_viewport_size({"width": width, "height": 1000})
            assert frame.evaluate("(frame) => frame.clientWidth") == frame_width
            assert plain.evaluate("document.documentElement.scrollWidth") <= width
    follow(plain.locator(".preview__ways a[href*='theme=dark']"))
    body = plain.frame_locator("iframe").locator("body")
    assert body.evaluate("(body) => getComputedStyle(body).backgroundColor") == "rgb(23, 19, 24)"
    follow(plain.locator(".preview__ways a[href*='as=card']"))
    assert article.deck in plain.locator(".card").first.inner_text()
    assert plain.locator(".card img").first.evaluate("(image) => image.naturalWidth") > 0
    follow(plain.locator(".preview__ways a[href*='as=result']"))
    assert article.deck[:40] in plain.locator(".result").inner_text()


def test_the_frame_loads_whole_and_its_links_lead_nowhere(demo, desk):
    page, watch = desk
    page.goto(of(demo.article("news"), "preview/?as=desktop"))
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    assert watch.wrong == []
    before = [inside.url for inside in page.frames]
    frame.locator(".nav a").nth(1).click()
    frame.locator(".crumbs a").first.click()
    page.wait_for_timeout(300)
    assert [inside.url for inside in page.frames] == before
    assert len(page.context.pages) == 1


def test_what_is_typed_is_shown_in_another_tab_and_not_saved(demo, desk):
    page, watch = desk
    article = demo.article("opinion")
    saved = Revision.objects.count()
    page.goto(of(article))
    page.locator(EDITOR).wait_for()
    page.fill("#id_title", "عنوان لم يُحفظ")
    page.click(EDITOR)
    page.keyboard.type("كلمات لم تُحفظ. ")
    with page.context.expect_page() as opened:
        page.click(".preview-typed")
    other = opened.value
    their_watch = Watch(other)
    frame = other.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "عنوان لم يُحفظ"
    assert "كلمات لم تُحفظ." in frame.locator(".prose").inner_text()
    follow(other.locator("button[value=tablet]"))
    follow(other.locator("button[value=dark]"))
    assert other.locator("[aria-current]").evaluate_all("(all) => all.map((one) => one.value)") == [
        "tablet",
        "dark",
    ]
    assert frame.locator("h1").inner_text() == "عنوان لم يُحفظ"
    follow(other.locator("button[value=card]"))
    assert "عنوان لم يُحفظ" in other.locator(".card").first.inner_text()
    other.close()
    assert Revision.objects.count() == saved
    # The form still knows that it holds something unsaved.
    assert page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    assert watch.wrong == []
    assert their_watch.wrong == []


def test_a_link_is_made_copied_opened_by_somebody_else_and_ended(contexts, demo, desk):
    page, watch = desk
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    article = demo.article("study")
    title = "دراسة لم تُنشر بعد"
    page.goto(of(article))
    page.locator(EDITOR).wait_for()
    page.fill("#id_title", title)
    follow(page.locator("input[name=_continue]"))
    page.locator(".links summary").first.click()
    page.fill("#link_recipient", "المحامية هدى")
    follow(page.locator(".links form").first.locator("button"))
    page.locator("[data-copies]").click()
    page.locator(".links__address [role=status]:not(:empty)").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    link = PreviewLink.objects.get(recipient="المحامية هدى")
    assert address.endswith(link.get_absolute_url())

    theirs = contexts(demo.url, viewport={"width": 360, "height": 800}).new_page()
    their_watch = Watch(theirs, expecting=(404,))
    theirs.goto(link.get_absolute_url())
    assert theirs.locator("h1").inner_text() == title
    assert "المحامية هدى" in theirs.locator(".ribbon").inner_text()
    assert theirs.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert title not in theirs.title()
    page.reload()
    assert page.locator(".links__one details bdi:not(.zone)").first.text_content() == "Chrome"
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    theirs.reload()
    assert title not in theirs.content()
    assert theirs.locator("h1").count() == 1
    assert their_watch.wrong == []
    assert watch.wrong == []


def test_a_correction_is_written_shown_said_and_read(contexts, demo, desk):
    page, watch = desk
    article = demo.article("interview")
    page.goto(of(article))
    page.locator(".told summary").click()
    page.fill("#correction_text", "الصواب سنة 1998.")
    follow(page.locator(".told .move button"))
    assert "الصواب سنة 1998." in page.locator(".told__one").inner_text()
    follow(page.locator("button[name=confirmed]"))
    assert "الصواب سنة 1998." in page.locator(".told__one").first.inner_text()
    reader = contexts(demo.url).new_page()
    reader.goto(article.get_absolute_url())
    assert "الصواب سنة 1998." in reader.locator(".piece__body > .corrections").inner_text()
    reader.goto("/corrections/")
    follow(reader.locator(".listing a", has_text=article.title))
    assert reader.locator("h1").inner_text() == article.title
    assert watch.wrong == []


WAYS = ("preview/?as=phone", "preview/?as=card", "preview/?as=result&theme=dark", "links/", "correct/")


def test_axe_finds_nothing_on_these_pages(demo, desk):
    page, _ = desk
    article = demo.article("news")
    PreviewLink.objects.make(article, "المحامي", 1, by=User.objects.get(username="managing_editor"))
    for way in WAYS:
        page.goto(of(article, way))
        axe.check(page, widths=(768, 1440))
