"""The talk below a text: fetched when one comes near, written to from the keyboard, and all of it without scripts."""

import pytest
from django.utils import timezone

from articles.models import Article, Commenting
from readers.models import Comment
from tests.browser import axe
from tests.browser.looks import faults
from tests.browser.watch import follow

PHONE, DESK = {"width": 360, "height": 800}, {"width": 1440, "height": 900}


@pytest.fixture
def talk(demo):
    """A comment with a reply, and one that waits, on a text that is open."""
    article = demo.article("news")
    Article.objects.filter(pk=article.pk).update(commenting=Commenting.OPEN)
    given = {"article": article, "state": Comment.State.APPROVED, "posted_at": timezone.now()}
    first = Comment.objects.create(
        **given, name="ليلى", email="layla@example.com", text="قرأت النصّ مرّتين.\n\nشكرًا."
    )
    Comment.objects.create(**given, name="سامر", text="وأنا كذلك.", parent=first)
    Comment.objects.create(**given | {"state": Comment.State.PENDING}, name="منتظر", text="لا يراه أحد")
    yield first
    Comment.objects.all().delete()
    Article.objects.filter(pk=article.pk).update(commenting="")


def test_the_talk_is_fetched_when_one_comes_near_and_written_to_with_the_keyboard(visit, demo, talk):
    page, watch = visit("news", viewport=DESK)
    assert page.locator("[data-talk] a").inner_text() == "تعليقان"
    fetched = (
        "performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/comments')).length"
    )
    assert page.evaluate(fetched) == 0
    page.locator("[data-comments]").scroll_into_view_if_needed()
    page.locator(".voice").first.wait_for()
    assert page.locator(".voice").count() == 2
    assert "لا يراه أحد" not in page.content()
    reply = page.locator(".voice [data-write]").first
    reply.focus()
    page.keyboard.press("Enter")
    page.locator(".writing").wait_for()
    assert page.evaluate("document.activeElement.name") == "name"
    # What is wrong is said, and nothing typed is lost.
    page.locator(".writing [name=text]").fill("جوابي")
    page.locator(".writing .btn--main").click()
    page.locator(".writing [role=alert]").first.wait_for()
    assert page.evaluate("document.activeElement.name") == "name"
    assert page.locator(".writing [name=text]").input_value() == "جوابي"
    # Nor on the way to another comment.
    page.locator(".thread__ways [data-write]").click()
    page.locator(".thread__ways + div .writing").wait_for()
    assert page.locator(".writing [name=text]").input_value() == "جوابي"
    page.locator(".writing [name=name]").fill("قارئ")
    page.locator(".writing .btn--main").click()
    page.locator(".commentary__said").filter(has_text="شكرًا").wait_for()
    assert page.locator(".writing").count() == 0
    assert Comment.objects.get(text="جوابي").state == Comment.State.PENDING
    assert [fault for fault in watch.wrong if not fault.startswith("422")] == []


def test_who_is_known_sees_their_comment_at_once(visit, demo, talk):
    page, watch = visit("news", viewport=PHONE)
    page.locator("[data-comments]").scroll_into_view_if_needed()
    page.locator(".voice [data-write]").first.click()
    for name, value in (("name", "ليلى"), ("email", "layla@example.com"), ("text", "وأضيف هذا")):
        page.locator(f".writing [name={name}]").fill(value)
    page.locator(".writing .btn--main").click()
    page.locator(".thread__replies .voice").filter(has_text="وأضيف هذا").wait_for()
    assert page.locator(".thread__count").inner_text() == "3 تعليقات"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert watch.wrong == []


def test_without_scripts_one_reads_and_writes_on_pages_of_their_own(visit, demo, talk):
    page, watch = visit("news", java_script_enabled=False, viewport=PHONE)
    follow(page.locator("[data-talk] a"))
    assert page.locator(".voice").count() == 2
    follow(page.locator(".voice [data-write]").first)
    page.locator("[name=name]").fill("قارئ")
    follow(page.locator(".writing .btn--main"))
    page.locator("[name=text]").fill("من غير نصوص برمجيّة")
    follow(page.locator(".writing .btn--main"))
    assert page.get_by_role("status").is_visible()
    assert Comment.objects.get(name="قارئ").parent == talk
    assert watch.wrong == []


def test_the_pages_are_whole_and_axe_finds_nothing(visit, demo, talk):
    here = f"/comments/{talk.article_id}/"
    for address in (here, f"{here}write/?to={talk.pk}", f"{here}write/?waits"):
        page, watch = visit(address, viewport=DESK)
        assert faults(page) == [], address
        axe.check(page)
        assert watch.wrong == []
    page, _watch = visit("news", viewport=DESK, reduced_motion="reduce")
    page.locator("[data-comments]").scroll_into_view_if_needed()
    page.locator(".voice [data-write]").first.click()
    page.locator(".writing").wait_for()
    axe.check(page)
