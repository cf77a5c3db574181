"""The desk and what it leads to, looked at by each role, at three widths, by day and by night."""

import re

import pytest

from accounts.models import User
from articles.models import Article, SavedFilter, StoryTemplate
from articles.workflow import Stage
from tests.browser import looks
from tests.browser.test_accessibility import SETTLED, VIOLATIONS
from tests.browser.watch import Watch, follow

# The road and the week scroll by themselves; the name of a zone is its title; the hours of the week stand in it.
ON_PURPOSE = re.compile(r"outside the page: (a\.road|time|a\.slot)|not Arabic: Asia/")
ROLES = ("contributor", "editor", "managing_editor", "admin")


@pytest.fixture(scope="module")
def axe() -> str:
    return pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT


@pytest.fixture
def sit_down(contexts, demo):
    def sign_in(name: str, address: str = "/admin/"):
        page = contexts(demo.url, viewport={"width": 1440, "height": 1000}).new_page()
        watch = Watch(page)
        page.goto(address)
        page.fill("[name=login]", name)
        page.fill("[name=password]", demo.passwords[name])
        follow(page.locator(".form button"))
        return page, watch

    return sign_in


@pytest.mark.parametrize("name", ROLES)
def test_the_desk_has_no_faults_at_any_width(sit_down, axe, name):
    page, watch = sit_down(name)
    assert [fault for fault in looks.faults(page) if not ON_PURPOSE.search(fault)] == []
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in looks.WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(SETTLED)
            assert page.evaluate(VIOLATIONS, {}) == [], f"{name} at {width}, {scheme}"
    assert watch.wrong == []


def test_a_station_leads_to_its_list_by_keyboard(sit_down):
    page, watch = sit_down("editor")
    station = page.locator(".road__stop", has_text="مُرسلة").or_(page.locator(".road__stop").nth(2))
    count = int(station.first.locator("b").inner_text())
    station.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("?stage=submitted")
    assert page.locator("#result_list tbody tr").count() == count
    assert watch.wrong == []


def test_a_plan_is_changed_beside_the_text(sit_down, axe):
    article = Article.objects.at_stage(Stage.SUBMITTED).first()
    page, watch = sit_down("managing_editor", f"/admin/articles/article/{article.pk}/change/")
    page.locator(".plan summary").click()
    page.select_option("#id_priority", "2")
    page.select_option("#id_assignee", str(User.objects.get(username="contributor").pk))
    page.fill("#id_due_at", "2030-01-01T10:00")
    follow(page.locator(".plan__form .btn"))
    # Too far from now: everything typed is there, and what is wrong is said.
    assert page.locator(".errorlist").is_visible()
    assert page.input_value("#id_due_at") == "2030-01-01T10:00"
    page.evaluate(axe)
    assert page.evaluate(VIOLATIONS, {}) == []
    page.fill("#id_due_at", "")
    follow(page.locator(".plan__form .btn"))
    article.refresh_from_db()
    assert (article.priority, article.assignee.username) == (2, "contributor")
    assert page.locator(".plan-line .pressing").is_visible()
    assert watch.wrong == []


def test_a_list_is_kept_and_a_template_used(sit_down, axe):
    editor = User.objects.get(username="managing_editor")
    template = StoryTemplate()
    template.keep("كاريكاتير اليوم", Article.objects.first().working_revision.content, by=editor)
    page, watch = sit_down("managing_editor", "/admin/articles/article/?desk=overdue")
    page.locator(".saved__keep summary").click()
    page.fill("#saved-name", "متأخّراتي")
    follow(page.locator(".saved__keep button"))
    assert page.locator(".saved__one").inner_text().startswith("متأخّراتي")
    page.evaluate(axe)
    assert page.evaluate(VIOLATIONS, {}) == []
    page.locator(".choice summary").click()
    follow(page.locator(".choice a"))
    assert page.input_value("#id_title") == template.content.title
    page.goto("/admin/articles/article/")
    follow(page.locator(".saved__one button"))
    assert not SavedFilter.objects.exists()
    for address in ("storytemplate/", f"storytemplate/{template.pk}/change/", "transitionlog/"):
        page.goto(f"/admin/articles/{address}")
        page.evaluate(axe)
        rules = {"rules": {"list": {"enabled": False}}} if "change" in address else {}
        assert page.evaluate(VIOLATIONS, rules) == [], address
    assert watch.wrong == []
