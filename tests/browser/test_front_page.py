from django.urls import reverse

from tests import factories
from tests.browser.looks import faults
from tests.browser.watch import follow


def test_a_new_paper_says_what_to_do_and_then_shows_its_first_text(lend):
    page, watch = lend()
    page.goto("/")
    assert faults(page) == []
    assert page.locator(f".trouble a[href='{reverse('first_run')}']").is_visible()
    story = factories.article(title="افتتاح معرض الكتاب")
    page.reload()
    assert faults(page) == []
    follow(page.get_by_role("link", name=story.title).first)
    assert page.locator("h1").inner_text() == story.title
    assert faults(page) == []
    assert watch.wrong == []
