"""The meters under title, deck and text, and the way from a finding into its field."""

import re

import pytest

from accounts.roles import Role
from articles.models.payload import Kind
from pages.models import SiteSettings
from tests import factories
from tests.browser.people import EDITOR

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture
def desk(sit_down):
    page, watch = sit_down(factories.user(role=Role.EDITOR), "/admin/articles/article/add/")
    page.locator(EDITOR).wait_for()
    yield page
    assert watch.wrong == []


def part(page, field: str, name: str):
    return page.locator(f"#id_{field}_meter .meter__{name}")


def is_now(page, field: str, state: str) -> None:
    page.locator(f"#id_{field}_meter.meter--{state}").wait_for()


def test_meters_follow_what_is_typed(desk):
    is_now(desk, "title", "none")
    desk.locator("#id_title").press_sequentially("كِتَابٌ")
    is_now(desk, "title", "short")
    expect(part(desk, "title", "count")).to_contain_text("4")
    desk.fill("#id_title", "حَـرْفٌ " * 8)
    is_now(desk, "title", "good")
    # Three letters and a space each time, but for the last space.
    expect(part(desk, "title", "count")).to_contain_text("31")
    desk.fill("#id_title", "حرف " * 30)
    is_now(desk, "title", "long")
    # Whoever does not see it hears it once, after a pause.
    expect(desk.locator(".field-title [role=status]")).to_contain_text(
        part(desk, "title", "verdict").inner_text()
    )
    assert desk.locator("#id_title").get_attribute("aria-describedby") == "id_title_meter"
    desk.fill("#id_deck", "كلام " * 50)
    is_now(desk, "deck", "long")


def test_the_text_is_counted_in_words_and_minutes(desk):
    desk.click(EDITOR)
    assert desk.locator(EDITOR).get_attribute("aria-describedby") == "id_body_meter"
    desk.keyboard.insert_text("كلمة — 3,7 ")
    desk.keyboard.press("Enter")
    desk.keyboard.insert_text("وأخرى")
    expect(part(desk, "body", "count")).to_contain_text(re.compile("^3 "))
    is_now(desk, "body", "short")
    desk.keyboard.insert_text(" كلمة" * 800)
    is_now(desk, "body", "good")
    expect(part(desk, "body", "count")).to_contain_text("803")
    expect(part(desk, "body", "reading")).to_contain_text("4")


def test_script_and_server_count_alike(desk):
    title = "إلى الآن: ٣ كُتُبٍ… و«عـــنوان» 😀 طويل\u200f"
    body = "<p>كلمة<strong>واحدة</strong> و3,7</p><ul><li>أولى</li><li>ثانية</li></ul><h2>عنوان — آخر</h2>"
    article = factories.article(title=title, body=body)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.locator(EDITOR).wait_for()
    sent = desk.request.get(desk.url).text()
    for field in ("title", "body"):
        by_server = re.search(rf'id="id_{field}_meter".*?meter__count">([^<]+)', sent, re.DOTALL)[1]
        part(desk, field, "count").evaluate("(shown) => { shown.textContent = '' }")
        desk.locator(f"#id_{field}").dispatch_event("input")
        expect(part(desk, field, "count")).to_have_text(by_server)


def test_a_finding_leads_into_its_field(desk):
    article = factories.draft(
        factories.user(role=Role.EDITOR), kind=Kind.OPINION, deck="", body="<p>سطر.</p>"
    )
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.locator(EDITOR).wait_for()
    for field, place in (
        ("deck", "#id_deck"),
        ("body", EDITOR),
        ("tags", ".field-tags .select2-search__field"),
        ("image", ".field-image .select2-selection"),
    ):
        desk.click(f'.checks a[data-to-field="{field}"]')
        assert desk.evaluate("(place) => document.activeElement.matches(place)", place), field
        assert desk.locator(place).first.is_visible()


def test_scripts_print_numbers_in_the_digits_of_the_paper(sit_down):
    SiteSettings(digits="arabic").save()
    for _ in range(3):
        factories.article()
    page, watch = sit_down(factories.user(role=Role.MANAGING_EDITOR), "/admin/articles/article/")
    rows = page.locator("#result_list .action-select")
    rows.nth(0).check()
    rows.nth(1).check()
    rows.nth(2).check()
    expect(page.locator(".action-counter")).to_have_text(re.compile("^حُدّدت ٣ من [٠-٩]+$"))
    page.goto(page.url + "add/")
    page.fill("#id_title", "حرف " * 8)
    expect(part(page, "title", "count")).to_have_text("٣١ حرفًا")
    assert watch.wrong == []
