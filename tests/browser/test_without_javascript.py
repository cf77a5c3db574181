"""Scripts make the paper quicker to use; everything can be reached and sent without them."""

from urllib.parse import unquote, urlsplit

import pytest
from django.urls import reverse

from readers.models import ContactMessage
from tests.browser.watch import follow

PHONE = {"width": 360, "height": 800}


@pytest.fixture
def plainly(visit):
    def open_page(place):
        return visit(place, java_script_enabled=False, viewport=PHONE)

    return open_page


def test_from_the_front_page_through_the_menu_to_an_old_text_and_on_to_a_friend(demo, plainly):
    page, watch = plainly("home")
    # The button of the menu leads to the sections in the foot, which are those of the drawer.
    page.locator(".masthead__btn[data-opens]").click()
    assert urlsplit(page.url).fragment == "sections"
    links = page.locator("#sections a")
    assert links.first.is_visible()
    # The drawer begins with the way to the front page.
    assert links.all_text_contents() == page.locator(".drawer__nav a").all_text_contents()[1:]
    follow(page.locator("#sections").get_by_role("link", name=demo.news.name))
    newest = page.locator("main .story__link").first.inner_text()
    follow(page.locator(".paging a[rel=next]"))
    assert page.locator("main .story__link").first.inner_text() != newest
    link = page.locator("main .story__link").last
    title = link.inner_text()
    follow(link)
    assert page.locator("h1").inner_text() == title
    links = page.locator(".tools").first.locator("a:not([data-save])")
    shared = [unquote(link.get_attribute("href")) for link in links.all()]
    assert [urlsplit(address).netloc for address in shared[:-1]] == [
        "wa.me",
        "t.me",
        "www.facebook.com",
        "x.com",
        "",
    ]
    number = unquote(page.url).split("/")[3]
    assert all(f"/{number}/" in address for address in shared)
    # What would do nothing is not shown.
    assert page.locator("[data-theme-switch]:visible, [data-print]:visible, dialog:visible").count() == 0
    assert watch.wrong == []


def test_searching_is_a_plain_form(plainly):
    page, watch = plainly("home")
    follow(page.locator(f".masthead__row a[href='{reverse('articles:search')}']"))
    page.get_by_role("searchbox").fill("البلديه")
    follow(page.locator(".bigsearch button"))
    assert unquote(urlsplit(page.url).query) == "q=البلديه"
    assert page.get_by_role("searchbox").input_value() == "البلديه"
    # Written with the other letter, found all the same.
    assert page.locator("main .story__link").filter(has_text="البلديّة").count()
    assert watch.wrong == []


def test_a_message_reaches_the_desk(plainly):
    page, watch = plainly("contact")
    page.fill("[name=email]", "reader@example.org")
    follow(page.locator(".form button"))
    assert page.get_by_role("alert").first.is_visible()
    assert page.input_value("[name=email]") == "reader@example.org"
    page.fill("[name=name]", "قارئة")
    page.fill("[name=subject]", "تصحيح")
    page.fill("[name=text]", "في السطر الثالث خطأ.")
    follow(page.locator(".form button"))
    assert urlsplit(page.url).query == "sent"
    assert page.get_by_role("status").is_visible()
    assert page.locator(".form").count() == 0
    message = ContactMessage.objects.get()
    assert (message.name, message.text) == ("قارئة", "في السطر الثالث خطأ.")
    assert watch.wrong == []


def test_an_article_is_whole(plainly):
    page, watch = plainly("report")
    assert page.locator("h1").is_visible()
    assert page.locator(".prose p").first.is_visible()
    page.locator(".piece__fig img").scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert watch.wrong == []
