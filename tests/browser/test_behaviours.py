"""What the scripts do, and what the keyboard, the printer and those who want no motion get."""

from urllib.parse import urlsplit

from django.utils.translation import gettext, pgettext

from tests.browser.looks import PAPER

PHONE = {"width": 360, "height": 800}
DESK = {"width": 1440, "height": 900}

# Notes each change of the theme, and whether anything of the page stood there already.
NOTE_CHANGES = """
  window.changes = []
  new MutationObserver(() => changes.push([document.documentElement.dataset.theme, document.body !== null]))
    .observe(document, { subtree: true, attributes: true, attributeFilter: ["data-theme"] })
"""
COLOUR = "getComputedStyle(document.body).backgroundColor"
DAY, NIGHT = PAPER["light"], PAPER["dark"]


def test_the_chosen_night_stays_and_never_flashes(visit):
    page, _ = visit("about", new=True, color_scheme="light", viewport=DESK)
    page.add_init_script(NOTE_CHANGES)
    switch = page.locator(".masthead [data-theme-switch]")
    # The switch names what it would turn on.
    day, night = (pgettext("colours of the page", name) for name in ("Day", "Night"))
    assert (page.evaluate(COLOUR), switch.inner_text().strip()) == (DAY, night)
    switch.click()
    assert (page.evaluate(COLOUR), switch.inner_text().strip()) == (NIGHT, day)
    page.reload()
    assert (page.evaluate(COLOUR), switch.inner_text().strip()) == (NIGHT, day)
    # Once, before there was a body.
    assert page.evaluate("changes") == [["dark", False]]
    # On the other pages too, those of errors among them.
    page.goto("/nowhere/")
    assert page.evaluate(COLOUR) == NIGHT
    assert page.evaluate("changes") == [["dark", False]]
    page.goto("/about/")
    switch.click()
    assert page.evaluate(COLOUR) == DAY
    # Who has chosen the day keeps it although the system says night.
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert page.evaluate(COLOUR) == DAY
    assert page.evaluate("changes") == [["light", False]]


def test_who_chooses_nothing_gets_what_the_system_says(visit):
    page, _ = visit("about", color_scheme="dark", viewport=DESK)
    assert page.evaluate(COLOUR) == NIGHT
    assert page.evaluate("localStorage.length") == 0
    page.emulate_media(color_scheme="light")
    assert page.evaluate(COLOUR) == DAY
    page.emulate_media(color_scheme="dark")
    page.locator(".masthead [data-theme-switch]").click()
    assert page.evaluate(COLOUR) == DAY


def test_the_drawer_comes_from_the_right_and_keeps_the_focus(visit):
    page, watch = visit("home", viewport=PHONE, reduced_motion="no-preference")
    opener, drawer = page.locator(".masthead [data-opens]"), page.locator("dialog.drawer")
    opener.focus()
    # Slowly: on a busy machine it would have arrived before anybody looked.
    clock = page.context.new_cdp_session(page)
    clock.send("Animation.enable")
    clock.send("Animation.setPlaybackRate", {"playbackRate": 0.01})
    page.keyboard.press("Enter")
    # It starts wholly outside, at the right edge.
    start = drawer.evaluate("""(drawer) => {
      const [slide] = drawer.getAnimations()
      slide.pause()
      slide.currentTime = 0
      const { left } = drawer.getBoundingClientRect()
      slide.finish()
      return left
    }""")
    clock.send("Animation.setPlaybackRate", {"playbackRate": 1})
    box = drawer.bounding_box()
    assert start >= PHONE["width"] - 1
    assert box["x"] > 0
    assert box["x"] + box["width"] == PHONE["width"]
    inside = drawer.locator("a:visible, button:visible, input:visible").count()
    focused = set()
    for _ in range(inside + 3):
        page.keyboard.press("Tab")
        # Between the last and the first the focus is in the browser's own bar.
        place = page.evaluate("""() => {
          const at = document.activeElement
          if (at === document.body) return "bar"
          return at.closest("dialog") ? at.textContent.trim() || at.getAttribute("aria-label") : "outside"
        }""")
        focused.add(place)
    assert "outside" not in focused
    assert len(focused - {"bar"}) == inside
    page.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert opener.evaluate("(opener) => opener === document.activeElement")
    # Space, the button that closes, and the veil.
    page.keyboard.press(" ")
    assert drawer.is_visible()
    drawer.locator("[data-closes]").click()
    assert not drawer.is_visible()
    opener.click()
    page.mouse.click(10, 400)
    assert not drawer.is_visible()
    assert urlsplit(page.url).fragment == ""
    assert watch.wrong == []


def test_without_motion_nothing_moves(visit):
    page, _ = visit("news", viewport=PHONE, reduced_motion="reduce")
    page.locator(".masthead [data-opens]").click()
    assert page.locator("dialog.drawer").is_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.locator("a, button, img").evaluate_all(
        "(all) => all.every((one) => getComputedStyle(one).transitionDuration === '0s')"
    )


def test_the_short_address_is_copied(demo, visit):
    page, watch = visit("news", viewport=DESK, permissions=["clipboard-read", "clipboard-write"])
    bar = page.locator("[data-share]:visible").first
    toast = bar.get_by_role("status")
    assert toast.inner_text() == ""
    copy = bar.locator("[data-copy]")
    address = copy.get_attribute("href")
    assert urlsplit(address).path == f"/{demo.article('news').pk}/"
    here = page.url
    copy.click()
    page.wait_for_function("() => document.querySelector('[data-share] [role=status]').textContent")
    assert toast.inner_text() == gettext("Address copied")
    # With the mark by which it is counted.
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}?s=cp"
    assert page.url == here
    assert bar.locator("[data-print]").is_visible()
    assert watch.wrong == []


def test_the_first_tab_leads_past_the_masthead(visit):
    page, _ = visit("home", viewport=DESK)
    skip = page.locator(".skip")
    assert skip.bounding_box()["y"] < -20
    page.keyboard.press("Tab")
    assert skip.evaluate("(skip) => skip === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment == "main"
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.closest('main') && document.activeElement.textContent")
    assert first == page.locator("main a").first.text_content()
    # Whoever goes by keyboard sees where they are.
    for _ in range(5):
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        page.keyboard.press("Tab")


def test_paper_gets_the_text_and_not_the_buttons(visit):
    page, _ = visit("news", viewport=DESK)
    for selector in ("h1", ".prose", ".nav", ".tools", ".aside"):
        assert page.locator(selector).first.is_visible(), selector
    assert not page.locator(".permalink").is_visible()
    page.emulate_media(media="print")
    for selector in ("h1", ".prose", ".bylines", ".piece__fig", ".permalink"):
        assert page.locator(selector).first.is_visible(), selector
    for selector in (
        *(".nav", ".masthead__btn", ".tools", ".aside", ".related", ".pager", ".crumbs", ".running"),
        *(".searchbox", ".footer__grid", "[data-theme-switch]", ".skip"),
    ):
        assert page.locator(f"{selector}:visible").count() == 0, selector
    assert "/" in page.locator(".permalink a").evaluate("(link) => getComputedStyle(link, '::after').content")


def test_the_running_head_comes_when_one_reads(visit):
    page, _ = visit("study", viewport=PHONE)
    head = page.locator(".running")
    assert not head.is_visible()
    page.evaluate("scrollTo(0, 1500)")
    head.wait_for(state="visible")
    assert head.bounding_box()["y"] == 0
    head.locator("[data-opens]").click()
    assert page.locator("dialog.drawer").is_visible()


def test_on_a_phone_the_row_of_sections_shows_the_current_one(demo, visit):
    page, _ = visit("wall", viewport=PHONE)
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    box = page.locator(".nav [aria-current=page]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
