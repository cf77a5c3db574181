"""Saving from a card and from a text, with and without scripts; the pages of reading lists, how they look and read."""

from urllib.parse import quote, urlsplit

import pytest
from django.urls import reverse

from accounts.models import User
from articles.workflow import Status
from readers.models import ReadingList
from tests.browser import axe
from tests.browser.looks import faults
from tests.browser.watch import follow

PHONE, DESK = {"width": 360, "height": 800}, {"width": 1440, "height": 900}


@pytest.fixture
def owner(demo):
    """Somebody with two lists of their own."""
    someone = User.objects.create_user("keeper", password="password", display_name="هدى الأمين")
    for name in ("للسفر", "للبيت"):
        ReadingList.begin(someone, name)
    yield someone
    someone.delete()


@pytest.fixture
def filled(demo, owner):
    """One list of three texts, the last of them withdrawn meanwhile."""
    made = ReadingList.objects.get(owner=owner, name="للسفر")
    for kind in ("news", "opinion", "study"):
        made.add(demo.article(kind))
    gone = made.entries.last().article
    type(gone).objects.filter(pk=gone.pk).update(status=Status.WITHDRAWN)
    made.publish()
    yield made
    type(gone).objects.filter(pk=gone.pk).update(status=Status.PUBLISHED)


@pytest.fixture
def signed_in(owner, demo, sit_down):
    """Opens a page for the owner, as they come back: (page, what goes wrong on it).

    Their browser is closed before they are deleted: what it asks for leaves rows of its session.
    """
    return lambda place, **options: sit_down(owner, demo.addresses.get(place, place), **options)


def test_a_text_is_saved_from_its_card_with_the_keyboard(signed_in, owner):
    page, watch = signed_in("home")
    link = page.locator(".shrinks [data-save]").first
    title = link.locator("xpath=ancestor::article").locator(".story__link").inner_text()
    assert title in link.get_attribute("aria-label")
    box = link.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert title in dialog.inner_text()
    assert dialog.get_attribute("aria-labelledby") == dialog.locator("h2").get_attribute("id")
    # From the cross through the lists to the button; nothing outside is reached meanwhile.
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    said = page.locator(".saved")
    said.filter(has_text="للبيت").wait_for()
    assert said.get_attribute("role") == "status"
    assert link.evaluate("(link) => link === document.activeElement && link.classList.contains('is-saved')")
    entry = ReadingList.objects.get(owner=owner, name="للبيت").entries.get()
    assert entry.article.title == title
    assert watch.wrong == []


def test_in_the_dialog_of_a_text_a_list_is_begun_and_what_is_wrong_is_said(signed_in, demo, owner):
    page, watch = signed_in("report", viewport=PHONE)
    link = page.locator(".tools [data-save]").first
    assert link.get_attribute("aria-label")
    link.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=name]").fill("للسفر")
    dialog.get_by_role("button").last.click()
    dialog.get_by_role("alert").wait_for()
    assert dialog.locator("[name=name]").evaluate("(field) => field === document.activeElement")
    assert ReadingList.objects.of(owner).count() == 2
    dialog.locator("[name=name]").fill("جديدة")
    page.keyboard.press("Enter")
    page.locator(".saved").filter(has_text="جديدة").wait_for()
    assert list(ReadingList.objects.get(owner=owner, name="جديدة").articles.all()) == [demo.article("report")]
    # Opened again it knows; left with Escape it changes nothing.
    link.click()
    dialog.wait_for()
    assert dialog.locator("input:checked").count() == 1
    dialog.locator("input:checked").uncheck()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert ReadingList.objects.get(owner=owner, name="جديدة").entries.count() == 1
    # The refusal was an answer with a status of its own.
    assert [fault for fault in watch.wrong if not fault.startswith("422")] == []


def test_nothing_is_fetched_before_it_is_wanted(signed_in):
    page, _watch = signed_in("home")
    fetched = "performance.getEntriesByType('resource').map((entry) => entry.name)"
    before = [urlsplit(name).path for name in page.evaluate(fetched)]
    assert not [name for name in before if name.endswith(("save.js", "reading_lists.css"))]


def test_who_is_not_signed_in_is_led_to_the_door_and_back(lend, demo):
    page, _ = lend(viewport=DESK)
    for marker in (False, True):
        # The marker of somebody whose session has ended meanwhile opens no dialog either.
        if marker:
            page.context.add_cookies([{"name": "signed_in", "value": "1", "url": demo.url}])
        page.goto(demo.addresses["news"])
        save = reverse("readers:save", args=[demo.article("news").pk])
        page.locator(".tools [data-save]").first.click()
        page.wait_for_url(f"**/accounts/login/?next={quote(save)}")


def test_without_scripts_a_text_is_saved_moved_shared_and_removed(signed_in, demo, owner):
    page, watch = signed_in("opinion", java_script_enabled=False, viewport=PHONE)
    follow(page.locator(".tools [data-save]").first)
    page.get_by_label("للسفر").check()
    follow(page.locator("main .btn--main"))
    assert page.get_by_role("status").first.is_visible()
    kept = ReadingList.objects.get(owner=owner, name="للسفر")
    assert list(kept.articles.all()) == [demo.article("opinion")]
    kept.add(demo.article("news"))
    page.goto(reverse("readers:list", args=[kept.pk]))
    assert page.locator(".shelf button[name=up]").first.is_disabled()
    follow(page.locator(".shelf button[name=up]").last)
    assert kept.entries.first().article == demo.article("news")
    assert (
        page.locator(".shelf > li").first.locator(".story__link").inner_text() == demo.article("news").title
    )
    follow(page.locator(".shelf button[name=entry]").first)
    assert list(kept.articles.all()) == [demo.article("opinion")]
    follow(page.locator("button[name=public]"))
    follow(page.locator(".shelf__address"))
    assert page.locator("h1").inner_text() == "للسفر"
    assert page.locator("main .story__link").inner_text() == demo.article("opinion").title
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert watch.wrong == []


def pages(filled) -> list[str]:
    return [
        reverse("readers:lists"),
        reverse("readers:list", args=[filled.pk]),
        reverse("readers:delete_list", args=[filled.pk]),
        reverse("readers:save", args=[filled.entries.first().article_id]),
        filled.get_absolute_url(),
    ]


def test_the_pages_are_whole_at_every_width_by_day_and_by_night(signed_in, filled):
    for address in pages(filled):
        page, watch = signed_in(address)
        assert faults(page) == [], address
        assert watch.wrong == []
        assert page.locator("h1").count() == 1


def test_axe_finds_nothing_on_them(signed_in, filled):
    for address in pages(filled):
        page, _watch = signed_in(address)
        axe.check(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_nor_in_the_dialog(signed_in, viewport):
    page, _watch = signed_in("home", viewport=viewport, reduced_motion="reduce")
    page.locator("[data-save]").first.click()
    page.get_by_role("dialog").wait_for()
    axe.check(page, widths=(viewport["width"],))
