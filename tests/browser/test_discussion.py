"""Naming somebody in a remark, by keyboard; and that the pages around it have nothing axe would find."""

import pytest

from articles.models import Notice, NoticeKind, Remark
from tests.browser import axe
from tests.browser.people import EDITOR
from tests.browser.watch import follow


@pytest.fixture
def desk(sit_down, demo):
    return sit_down(demo.account("editor"))


def test_somebody_is_chosen_from_the_list_and_named_where_the_cursor_stands(desk):
    page, watch = desk
    article = Remark.objects.first().article
    page.goto(f"/admin/articles/article/{article.pk}/discussion/")
    page.fill("#remark-text", "سؤال إلى")
    page.focus("#remark-name")
    page.keyboard.type("رنا الخطيب")
    page.keyboard.press("Enter")
    assert page.input_value("#remark-text") == "سؤال إلى @رنا الخطيب "
    assert page.evaluate("document.activeElement.id") == "remark-text"
    page.keyboard.type("عن العنوان")
    follow(page.locator(".talk__send"))
    assert "#discussion" in page.url
    assert page.locator(".remark__name").last.inner_text() == "@رنا الخطيب"
    notice = Notice.objects.filter(kind=NoticeKind.MENTIONED).first()
    assert (notice.to.username, notice.note) == ("managing_editor", "سؤال إلى @رنا الخطيب عن العنوان")
    assert watch.wrong == []


def test_a_remark_beside_a_text_half_written_leaves_what_was_typed(desk):
    page, watch = desk
    article = Remark.objects.first().article
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator(EDITOR).wait_for()
    page.fill("#id_title", "عنوان لم يُحفظ بعد")
    count = page.locator(".remark").count()
    for words in ("كلمة بين سطرين", "كلمة أخرى مع @contributor2"):
        page.fill("#remark-text", words)
        page.click(".talk__send")
        page.locator(".remark").nth(count).wait_for()
        count += 1
        assert page.locator(".remark__text").last.inner_text() == words
        assert page.input_value("#remark-text") == ""
    assert page.input_value("#id_title") == "عنوان لم يُحفظ بعد"
    # What is refused stays in its field, with the reason beside it.
    page.fill("#remark-text", "ط" * 4_001)
    page.click(".talk__send")
    page.locator(".talk .errorlist").wait_for()
    assert len(page.input_value("#remark-text")) == 4_001
    assert page.input_value("#id_title") == "عنوان لم يُحفظ بعد"
    assert Remark.objects.filter(article=article, text__startswith="كلمة").count() == 2
    assert watch.wrong == []
    page.fill("#remark-text", "")
    page.evaluate("window.onbeforeunload = null")


def test_axe_finds_nothing_in_notices_choices_and_talk(desk):
    page, _ = desk
    article = Remark.objects.first().article
    for address in ("notices/", "notices/choices/", f"articles/article/{article.pk}/discussion/"):
        page.goto(f"/admin/{address}")
        axe.check(page, widths=(360, 1440))
