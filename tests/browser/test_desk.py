"""The desk and what it leads to, looked at by each role, at three widths, by day and by night."""

import re

import pytest

from accounts.models import User
from articles.models import Article, SavedFilter, StoryTemplate
from articles.workflow import Stage
from tests.browser import axe, looks
from tests.browser.watch import follow

# The road and the week scroll by themselves; the name of a zone is its title; the hours of the week stand in it.
ON_PURPOSE = re.compile(r"outside the page: (a\.road|time|a\.slot)|not Arabic: Asia/")
ROLES = ("contributor", "editor", "managing_editor", "admin")


@pytest.mark.parametrize("name", ROLES)
def test_the_desk_has_no_faults_at_any_width(sit_down, demo, name):
    page, watch = sit_down(demo.account(name))
    assert [fault for fault in looks.faults(page) if not ON_PURPOSE.search(fault)] == []
    axe.check(page, widths=looks.WIDTHS)
    assert watch.wrong == []


def test_a_station_leads_to_its_list_by_keyboard(sit_down, demo):
    page, watch = sit_down(demo.account("editor"))
    station = page.locator(".road__stop", has_text="مُرسلة").or_(page.locator(".road__stop").nth(2))
    count = int(station.first.locator("b").inner_text())
    station.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("?stage=submitted")
    assert page.locator("#result_list tbody tr").count() == count
    assert watch.wrong == []


def test_a_plan_is_changed_beside_the_text(sit_down, demo):
    article = Article.objects.at_stage(Stage.SUBMITTED).first()
    page, watch = sit_down(demo.account("managing_editor"), f"/admin/articles/article/{article.pk}/change/")
    page.locator(".plan summary").click()
    page.select_option("#id_priority", "2")
    page.select_option("#id_assignee", str(User.objects.get(username="contributor").pk))
    page.fill("#id_due_at", "2030-01-01T10:00")
    follow(page.locator(".plan__form .btn"))
    # Too far from now: everything typed is there, and what is wrong is said.
    assert page.locator(".errorlist").is_visible()
    assert page.input_value("#id_due_at") == "2030-01-01T10:00"
    assert axe.violations(page) == []
    page.fill("#id_due_at", "")
    follow(page.locator(".plan__form .btn"))
    article.refresh_from_db()
    assert (article.priority, article.assignee.username) == (2, "contributor")
    assert page.locator(".plan-line .pressing").is_visible()
    assert watch.wrong == []


def test_a_list_is_kept_and_a_template_used(sit_down, demo):
    editor = User.objects.get(username="managing_editor")
    template = StoryTemplate()
    template.keep("كاريكاتير اليوم", Article.objects.first().working_revision.content, by=editor)
    page, watch = sit_down(demo.account("managing_editor"), "/admin/articles/article/?desk=overdue")
    page.locator(".saved__keep summary").click()
    page.fill("#saved-name", "متأخّراتي")
    follow(page.locator(".saved__keep button"))
    assert page.locator(".saved__one").inner_text().startswith("متأخّراتي")
    assert axe.violations(page) == []
    page.locator(".choice summary").click()
    follow(page.locator(".choice a"))
    assert page.input_value("#id_title") == template.content.title
    page.goto("/admin/articles/article/")
    follow(page.locator(".saved__one button"))
    assert not SavedFilter.objects.exists()
    for address in ("storytemplate/", f"storytemplate/{template.pk}/change/", "transitionlog/"):
        page.goto(f"/admin/articles/{address}")
        assert axe.violations(page, axe.NOT_OURS if "change" in address else None) == [], address
    assert watch.wrong == []


@pytest.mark.parametrize("width", [768, 1440])
def test_lists_are_seen_whole_without_moving_them_sideways(sit_down, demo, width):
    page, watch = sit_down(demo.account("managing_editor"), viewport={"width": width, "height": 900})
    for name in ("article", "transitionlog", "revision"):
        page.goto(f"/admin/articles/{name}/")
        frame, table = page.locator(".results"), page.locator("#result_list")
        wide = [part.evaluate("(part) => part.scrollWidth") for part in (frame, table)]
        assert max(wide) <= frame.evaluate("(part) => part.clientWidth"), name
        last = table.locator("thead th").last
        assert last.is_visible(), name
    assert watch.wrong == []
