"""The road of a text through the newsroom: each step by whoever makes it, in a browser of their own."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from articles.models import Article, Tag
from articles.workflow import Stage, Status
from tests import factories
from tests.browser.people import EDITOR
from tests.browser.watch import follow

SAVE = "input[name=_continue]"
TITLE = "درب الجوز"
ARABIC, LATIN = "أمضت الصحيفة خمسة أشهر في الجرد.", "The bank said: no comment."


@pytest.fixture
def begin(sit_down):
    """Somebody with a role, on a computer of their own: (page, what goes wrong on it)."""

    def come_in(role, **options):
        account = factories.user(role=role)
        return sit_down(account, "/admin/articles/article/", expecting=(404,), **options)

    return come_in


def choose(page, field: str, letters: str, name: str) -> None:
    """In a choice with search: a few letters, then the name they find."""
    page.click(f".field-{field} .select2-selection")
    page.keyboard.type(letters)
    page.get_by_role("option", name=name, exact=True).click()


def press(page, move: str) -> str:
    """A button of the workflow; answers what the page says then."""
    follow(page.locator(f"form.move:has([value={move}]) button"))
    return page.locator(".messagelist").inner_text()


def state(article) -> tuple:
    article.refresh_from_db()
    return article.stage, article.status


def test_a_text_is_written_edited_scheduled_and_published(begin):
    news = factories.section("متابعات")
    factories.section("أخبار")
    writer, water = factories.author("ليلى شعبان"), Tag.objects.create(name="المياه")
    contributor, her_watch = begin(Role.CONTRIBUTOR)
    assert contributor.locator("html").get_attribute("dir") == "rtl"

    # She writes.
    contributor.goto("/admin/articles/article/add/")
    contributor.locator(EDITOR).wait_for()
    labels = contributor.locator("#article_form label:visible, #article_form h2:visible").all_inner_texts()
    assert labels
    assert [label for label in labels if re.search("[A-Za-z]", label)] == []
    tools = contributor.locator(".prose-menubar button").evaluate_all("(all) => all.map((one) => one.title)")
    assert [tool for tool in tools if re.search("[A-Za-z]", tool)] == []
    contributor.fill("#id_title", TITLE)
    contributor.click(EDITOR)
    contributor.keyboard.type(ARABIC)
    contributor.keyboard.press("Enter")
    contributor.keyboard.type(LATIN)
    contributor.keyboard.press("Shift+Home")
    contributor.click("button[data-name=foreign]")
    choose(contributor, "section", "متاب", news.name)
    choose(contributor, "writers", "ليلى", writer.name)
    # One tag that there is, found by its letters, and one that there is not yet.
    choose(contributor, "tags", "الميا", water.name)
    contributor.click(".field-tags .select2-selection")
    contributor.keyboard.type("المدن،")
    follow(contributor.locator(SAVE))
    assert contributor.locator(".errorlist").count() == 0
    article = Article.objects.get(pk=contributor.url.split("/")[-3])
    payload = article.working_revision.content
    assert payload.body == f'<p>{ARABIC}</p><p><bdi lang="en">{LATIN}</bdi></p>'
    assert (payload.section, payload.tags) == (news.pk, (water.pk, Tag.objects.get(name="المدن").pk))
    assert contributor.locator(EDITOR).inner_text().split("\n\n") == [ARABIC, LATIN]

    # She cannot publish, only hand it in; after that the text is no longer hers to change.
    assert contributor.locator(".moves [name=move]").evaluate_all("(all) => all.map((one) => one.value)") == [
        "submit"
    ]
    press(contributor, "submit")
    assert state(article) == (Stage.SUBMITTED, Status.UNPUBLISHED)
    assert contributor.locator("#id_title").count() == 0
    assert ARABIC in contributor.locator(".reading__text").inner_text()

    # The editor takes it, changes a word and approves.
    editor, his_watch = begin(Role.EDITOR)
    follow(editor.locator("#result_list").get_by_role("link", name=TITLE))
    press(editor, "claim")
    editor.locator(EDITOR).wait_for()
    editor.fill("#id_deck", "تحقيق في جزء واحد")
    follow(editor.locator(SAVE))
    press(editor, "approve")
    assert state(article) == (Stage.APPROVED, Status.UNPUBLISHED)
    assert editor.locator(".moves [value=publish]").count() == 0

    # The managing editor publishes it for tomorrow, thinks better of it, and publishes it now.
    manager, their_watch = begin(Role.MANAGING_EDITOR)
    reader = manager.context.browser.new_context(base_url=manager.url.partition("/admin")[0]).new_page()
    address = f"/{article.pk}/"
    manager.goto(f"/admin/articles/article/{article.pk}/change/")
    manager.locator(".moves summary", has=manager.locator("xpath=..//input[@type='datetime-local']")).click()
    tomorrow = timezone.localtime() + timedelta(days=1)
    manager.fill("#publish-at", tomorrow.strftime("%Y-%m-%dT%H:%M"))
    follow(manager.locator(".move[open] button"))
    article.refresh_from_db()
    assert article.is_scheduled()
    assert reader.goto(address).status == 404
    press(manager, "unschedule")
    assert state(article) == (Stage.APPROVED, Status.UNPUBLISHED)
    press(manager, "publish")
    assert state(article) == (Stage.APPROVED, Status.PUBLISHED)
    assert reader.goto(address).status == 200
    assert reader.locator("h1").inner_text() == TITLE
    assert reader.locator(".bylines").inner_text() == writer.name
    assert reader.locator(".prose p").all_inner_texts() == [ARABIC, LATIN]
    assert reader.locator(".prose bdi").get_attribute("lang") == "en"
    assert reader.locator(".tags a").all_inner_texts() == ["المياه", "المدن"]
    reader.goto("/")
    assert reader.get_by_role("link", name=TITLE).first.is_visible()
    reader.context.close()
    assert her_watch.wrong + his_watch.wrong + their_watch.wrong == []


def test_who_saves_over_a_newer_text_is_refused_and_loses_nothing(begin):
    article = factories.article(title="كما كان", body="<p>نصّ.</p>")
    address = f"/admin/articles/article/{article.pk}/change/"
    (early, _), (late, watch) = begin(Role.MANAGING_EDITOR), begin(Role.EDITOR)
    for page, title in ((early, "عنوان دانا"), (late, "عنوان عمر")):
        page.goto(address)
        page.locator(EDITOR).wait_for()
        page.fill("#id_title", title)
    late.click(EDITOR)
    late.keyboard.press("Control+End")
    late.keyboard.type(" وزيادة.")
    follow(early.locator(SAVE))
    with late.expect_response("**/take-over/"):
        late.click("[form=take-over]")
    # Left open it would take the text back in the moment between two pages of the other one.
    early.goto("about:blank")
    follow(late.locator(SAVE))
    article.refresh_from_db()
    assert article.working_revision.title == "عنوان دانا"
    assert late.locator(".errorlist, .errornote").first.is_visible()
    assert late.input_value("#id_title") == "عنوان عمر"
    late.locator(EDITOR).wait_for()
    assert late.locator(EDITOR).inner_text() == "نصّ. وزيادة."
    differences = late.locator(".differences")
    assert "دانا" in differences.inner_text()
    # Now that the other text has been seen, the same button writes over it.
    follow(late.locator(SAVE))
    article.refresh_from_db()
    assert article.working_revision.title == "عنوان عمر"
    assert article.working_revision.content.body == "<p>نصّ. وزيادة.</p>"
    assert watch.wrong == []


def test_leaving_with_unsaved_text_asks_first(begin):
    page, watch = begin(Role.EDITOR, new=True)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/articles/article/add/")
    page.locator(EDITOR).wait_for()
    page.click("#id_title")
    follow(page.locator("#site-name a"))
    assert asked == []
    factories.section("أخبار الناس")
    page.goto("/admin/articles/article/add/")
    page.click(EDITOR)
    page.keyboard.type("كلمة")
    follow(page.locator("#site-name a"))
    page.goto("/admin/articles/article/add/")
    choose(page, "section", "الناس", "أخبار الناس")
    follow(page.locator("#site-name a"))
    assert asked == ["beforeunload", "beforeunload"]
    assert watch.wrong == []
