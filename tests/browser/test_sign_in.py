"""Signing in from any page: the dialog by keyboard, its errors, the account menu; and without scripts."""

from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from accounts.limits import WRONG_OF_ACCOUNT
from tests.accounts.hostile import ELSEWHERE
from tests.browser import axe
from tests.browser.watch import Watch, follow

PHONE, DESK = {"width": 360, "height": 800}, {"width": 1440, "height": 900}
DIALOG = "dialog.doorway[open]"


@pytest.fixture
def open_dialog(visit):
    def come(place="news", viewport=DESK):
        page, watch = visit(place, viewport=viewport, reduced_motion="reduce")
        link = page.locator(".masthead [data-sign-in]")
        link.focus()
        page.keyboard.press("Enter")
        page.locator(DIALOG).wait_for()
        return page, watch

    return come


def focused(page) -> str:
    return page.evaluate(
        "document.activeElement.name || document.activeElement.id || document.activeElement.className"
    )


def enter(page, name: str, password: str) -> None:
    page.fill(f"{DIALOG} [name=login]", name)
    page.fill(f"{DIALOG} [name=password]", password)
    page.keyboard.press("Enter")


def test_by_keyboard_alone(open_dialog, demo):
    page, watch = open_dialog()
    came_to = page.url
    assert focused(page) == "login"
    # Round and round, never out of it.
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside
    page.locator(f"{DIALOG} [name=login]").focus()
    page.keyboard.type("editor")
    page.keyboard.press("Tab")
    assert focused(page) == "password"
    page.keyboard.type(demo.passwords["editor"])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    # Back where one was reading, with one's name in place of the link.
    assert page.url == came_to
    summary = page.locator(".masthead .account summary")
    summary.wait_for()
    assert page.locator("[data-sign-in]").count() == 0
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".masthead .account__menu a").first.is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".masthead .account__menu a").first.is_hidden()
    assert page.evaluate("document.activeElement.localName") == "summary"
    assert watch.wrong == []


def test_a_wrong_try_stays_in_the_dialog_and_says_so(open_dialog):
    page, watch = open_dialog()
    here = page.url
    enter(page, "editor", "wrong")
    page.locator(f"{DIALOG} [role=alert]").wait_for()
    assert page.url == here
    assert page.input_value(f"{DIALOG} [name=login]") == "editor"
    assert page.input_value(f"{DIALOG} [name=password]") == ""
    assert focused(page) == "password"
    assert watch.wrong == []


@pytest.mark.parametrize("how", ["Escape", "button", "veil"])
def test_it_closes_and_one_is_back_at_the_link(open_dialog, how):
    page, _ = open_dialog()
    if how == "Escape":
        page.keyboard.press("Escape")
    elif how == "button":
        page.locator(f"{DIALOG} [data-closes]").click()
    else:
        page.mouse.click(5, 5)
    assert page.locator(DIALOG).count() == 0
    assert page.evaluate("document.activeElement.hasAttribute('data-sign-in')")
    # And opens again, as if nothing had been.
    page.keyboard.press("Enter")
    page.locator(DIALOG).wait_for()
    assert focused(page) == "login"


def test_the_forgotten_password_is_asked_for_in_the_same_dialog(open_dialog):
    page, watch = open_dialog()
    here = page.url
    page.locator(f"{DIALOG} .form__row a").click()
    page.locator(f"{DIALOG} [name=password]").wait_for(state="detached")
    page.fill(f"{DIALOG} [name=login]", "nobody-here")
    page.keyboard.press("Enter")
    page.locator(f"{DIALOG} .door__hints").wait_for()
    page.locator(f"{DIALOG} .door__other a").first.click()
    page.locator(f"{DIALOG} [name=password]").wait_for()
    assert page.url == here
    assert watch.wrong == []


def test_too_many_tries_are_said_in_the_dialog(open_dialog):
    for _try in range(WRONG_OF_ACCOUNT - 1):
        Client().post("/accounts/login/", {"login": "somebody-else", "password": "wrong"})
    page, _ = open_dialog()
    for status in (200, 429):
        with page.expect_response("**/accounts/login/*") as answer:
            enter(page, "somebody-else", "wrong")
        assert answer.value.status == status
        page.locator(f"{DIALOG} [aria-busy]").wait_for(state="detached")
    page.locator(f"{DIALOG} [name=login]").wait_for(state="detached")
    assert page.locator(f"{DIALOG} h1").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(DIALOG).count() == 0


def test_from_the_drawer_of_a_phone_too(visit, demo):
    page, watch = visit("about", viewport=PHONE, reduced_motion="reduce")
    page.locator(".masthead [data-opens]").click()
    page.locator(".drawer [data-sign-in]").click()
    page.locator(DIALOG).wait_for()
    with page.expect_navigation():
        enter(page, "contributor", demo.passwords["contributor"])
    page.locator(".masthead .account").wait_for()
    page.locator(".masthead [data-opens]").click()
    page.locator(".drawer .account summary").click()
    with page.expect_navigation():
        page.locator(".drawer .account__menu button").click()
    assert urlsplit(page.url).path == "/about/"
    assert page.locator(".masthead [data-sign-in]").is_visible()
    assert watch.wrong == []


def test_signing_out_removes_the_marker_and_so_does_a_session_that_is_over(open_dialog, demo):
    page, _ = open_dialog()
    with page.expect_navigation():
        enter(page, "editor", demo.passwords["editor"])
    page.locator(".masthead .account summary").click()
    assert "signed_in=1" in page.evaluate("document.cookie")
    # Nothing else is within reach of a script.
    assert page.evaluate("document.cookie") == "signed_in=1"
    with page.expect_navigation():
        page.locator(".masthead .account__menu button").click()
    assert page.evaluate("document.cookie") == ""
    page.evaluate("document.cookie = 'signed_in=1; path=/'")
    with page.expect_response("**/accounts/menu/") as asked:
        page.reload()
    assert asked.value.status == 204
    assert page.locator(".masthead [data-sign-in]").is_visible()
    assert page.evaluate("document.cookie") == ""


def test_nothing_is_fetched_for_whoever_only_reads(visit):
    page, _ = visit("news", viewport=DESK)
    fetched = []
    page.on("request", lambda request: fetched.append(urlsplit(request.url).path))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert not [
        path
        for path in fetched
        if path.startswith("/accounts/") or path.endswith(("door.js", "account_menu.js"))
    ]
    assert page.context.cookies() == []


def test_without_scripts_it_is_a_page_and_leads_back(contexts, demo):
    page = contexts(demo.url, java_script_enabled=False, viewport=PHONE).new_page()
    watch = Watch(page)
    page.goto(demo.addresses["news"])
    came_to = page.url
    follow(page.locator(".masthead [data-sign-in]"))
    page.fill("[name=login]", "editor")
    page.fill("[name=password]", "wrong")
    follow(page.locator(".door .form .btn--main"))
    assert page.get_by_role("alert").is_visible()
    page.fill("[name=password]", demo.passwords["editor"])
    follow(page.locator(".door .form .btn--main"))
    assert page.url == came_to
    follow(page.locator(".masthead [data-sign-in]"))
    assert urlsplit(page.url).path == "/admin/"
    page.goto("/accounts/logout/")
    follow(page.locator(".door .btn--main"))
    assert urlsplit(page.url).path == "/"
    assert watch.wrong == []


PAGES = [
    "login/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/x-y-z/",
    "password/reset/key/done/",
    "signup/",
    "confirm-email/",
    "confirm-email/x:y:z/",
    "inactive/",
]


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_on_a_page_of_signing_in(visit, address):
    page, watch = visit(f"/accounts/{address}")
    axe.check(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").count() == 1
    assert watch.wrong == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_nor_in_the_dialog_with_an_error(open_dialog, viewport):
    page, _ = open_dialog("home", viewport)
    enter(page, "editor", "wrong")
    page.locator(f"{DIALOG} [role=alert]").wait_for()
    axe.check(page, widths=(viewport["width"],))


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_nor_in_the_open_account_menu(sit_down, demo, viewport):
    page, _ = sit_down(demo.account("editor"), "/", viewport=viewport, reduced_motion="reduce")
    page.locator(".masthead .account summary").click()
    axe.check(page, widths=(viewport["width"],))


def test_chromium_lands_on_this_site_wherever_next_points(contexts, demo):
    """tests/accounts/test_redirects.py judges by rules; this is how a browser takes them."""
    context = contexts(demo.url)
    page = context.new_page()
    outside = []
    page.on("request", lambda request: request.url.startswith(demo.url) or outside.append(request.url))
    page.goto("/accounts/login/")
    page.fill("#id_login", "contributor")
    page.fill("#id_password", demo.passwords["contributor"])
    follow(page.locator(".door .btn--main"))
    for asked in ELSEWHERE[::4]:
        page.goto(f"/accounts/login/?next={quote(asked, safe='')}", wait_until="commit")
        assert page.url.startswith(demo.url), asked
    assert outside == []
