"""Nothing typed is lost: browsers die, sessions end, networks go, and two people write in one text."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.roles import Role
from articles.models import Article, Autosave, EditLock
from tests import factories
from tests.browser.computers import Computers
from tests.browser.people import DESK, EDITOR, sign_in
from tests.browser.watch import follow

CONTINUE, SAVE = "input[name=_continue]", "input[name=_save]"
ADD = "/admin/articles/article/add/"
LINE = ".autosave"
BANNER = "[data-edit-lock] section"
HERE = "() => Object.keys(localStorage).filter((key) => key.startsWith('maseer:typed:'))"
WORDS = "كلمات لم تُحفظ بعد"


@pytest.fixture(scope="module")
def clocks(browser, live_server):
    return Computers(browser, live_server.url, with_clocks=True)


@pytest.fixture
def computer(contexts, clocks, transactional_db):
    """A browser of its own, where somebody is signed in: (context, page). One that will be killed is `new`."""
    lent = []

    def begin(person, *, new=False):
        if new:
            context = contexts(clocks.base_url, viewport=DESK)
            context.clock.install()
            page = context.new_page()
        else:
            page = clocks.lend(viewport=DESK)
            lent.append(page)
        sign_in(page.context, person)
        return page.context, page

    yield begin
    for page in lent:
        clocks.take_back(page)


def come_in(door, person) -> None:
    door.fill("[name=login]", person.username)
    door.fill("[name=password]", "password")
    follow(door.locator(".form button"))


def address_of(article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def open_text(page, address) -> None:
    page.goto(address)
    page.locator(EDITOR).wait_for()


def is_kept(response) -> bool:
    return response.request.method == "POST" and "/autosave/" in response.url and response.ok


def type_words(page, words=WORDS) -> None:
    page.click(EDITOR)
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def draft(person, **fields) -> Article:
    return factories.draft(person, section=None, **fields)


def rest(page) -> None:
    """So long that what was typed is sent."""
    page.clock.fast_forward(3_000)


@pytest.fixture
def people(transactional_db):
    return factories.user(role=Role.EDITOR), factories.user(role=Role.EDITOR)


def test_a_killed_browser_loses_at_most_what_was_typed_last(computer, people):
    article = draft(people[0], body="<p>أصل.</p>")
    context, page = computer(people[0], new=True)
    open_text(page, address_of(article))
    page.fill("#id_title", "عنوان آخر")
    # The hand never rests, and still it is kept. The clock stands, but for the seconds it is set forward.
    page.clock.pause_at(timezone.now() + timedelta(minutes=1))
    with page.expect_response(is_kept):
        type_words(page)
        for _word in range(5):
            page.clock.fast_forward(1_000)
            page.keyboard.type(" كلمة")
    context.close()
    assert article.revisions.count() == 1

    _, page = computer(people[0])
    open_text(page, address_of(article))
    assert WORDS not in page.locator(EDITOR).inner_text()
    follow(page.locator("[data-kept] a"))
    page.locator(EDITOR).wait_for()
    assert WORDS in page.locator(EDITOR).inner_text()
    assert page.input_value("#id_title") == "عنوان آخر"
    follow(page.locator(CONTINUE))
    article.refresh_from_db()
    assert WORDS in article.working_revision.content.body
    assert Autosave.objects.get(article=article).folded_into == article.working_revision
    page.locator(EDITOR).wait_for()
    assert page.locator("[data-kept] a").count() == 0


def test_a_new_text_outlives_its_browser_too(computer, people):
    context, page = computer(people[0], new=True)
    open_text(page, ADD)
    with page.expect_response(is_kept):
        page.fill("#id_title", "فكرة في الطريق")
        type_words(page)
        rest(page)
    context.close()
    _, page = computer(people[0])
    open_text(page, ADD)
    follow(page.locator("[data-kept] li", has_text="فكرة في الطريق").locator("a"))
    page.locator(EDITOR).wait_for()
    assert WORDS in page.locator(EDITOR).inner_text()
    follow(page.locator(CONTINUE))
    article = Article.objects.get(title="فكرة في الطريق")
    assert WORDS in article.working_revision.content.body
    assert not Autosave.objects.unsaved(people[0]).exists()


def test_a_session_that_ends_while_writing_costs_nothing(computer, people):
    article = draft(people[0])
    context, page = computer(people[0])
    open_text(page, address_of(article))
    Session.objects.all().delete()
    type_words(page)
    rest(page)
    link = page.locator(f"{LINE} a")
    link.wait_for()
    assert len(page.evaluate(HERE)) == 1
    assert not Autosave.objects.filter(article=article).exists()
    with context.expect_page() as opened:
        link.click()
    come_in(opened.value, people[0])
    # It goes on by itself, with the token of the new session.
    with page.expect_response(is_kept):
        page.bring_to_front()
    page.wait_for_function(f"() => ({HERE})().length === 0")
    assert WORDS in Autosave.objects.get(article=article).data["body"][0]
    follow(page.locator(CONTINUE))
    article.refresh_from_db()
    assert WORDS in article.working_revision.content.body


def test_saving_without_a_session_sends_it_again(computer, people):
    article = draft(people[0])
    context, page = computer(people[0])
    open_text(page, address_of(article))
    type_words(page)
    Session.objects.all().delete()
    follow(page.locator(CONTINUE))
    assert page.locator("h1").is_visible()
    with context.expect_page() as opened:
        page.click("a[target=_blank]")
    come_in(opened.value, people[0])
    # The token of the new session is fetched on the way.
    page.bring_to_front()
    follow(page.locator("form[method=post] button"))
    article.refresh_from_db()
    assert WORDS in article.working_revision.content.body
    # What the browser had kept back meanwhile is known to be saved.
    open_text(page, address_of(article))
    page.wait_for_function(f"() => ({HERE})().length === 0")
    assert page.locator("[data-kept] a").count() == 0


def test_what_is_typed_without_a_network_is_sent_when_it_is_back(computer, people):
    article = draft(people[0])
    context, page = computer(people[0])
    open_text(page, address_of(article))
    context.set_offline(True)
    type_words(page)
    rest(page)
    page.wait_for_function("() => document.querySelector('.autosave').textContent !== ''")
    assert "autosave--bad" in page.locator(LINE).get_attribute("class")
    [key] = page.evaluate(HERE)
    assert f":{people[0].pk}:{article.pk}:" in key
    # Saving does not put the browser's own page in the place of the text.
    page.click(SAVE)
    assert page.locator(EDITOR).inner_text().strip().endswith(WORDS)
    with page.expect_response(is_kept):
        context.set_offline(False)
    page.wait_for_function(f"() => ({HERE})().length === 0")
    assert "autosave--bad" not in page.locator(LINE).get_attribute("class")
    assert WORDS in Autosave.objects.get(article=article).data["body"][0]


def test_what_a_browser_kept_back_is_offered_to_the_same_person_only(computer, people):
    article = draft(people[0])
    context, page = computer(people[0], new=True)
    open_text(page, address_of(article))
    context.set_offline(True)
    type_words(page)
    rest(page)
    page.wait_for_function(f"() => ({HERE})().length === 1")
    # What a page sends while it is closed knows nothing of a net that is only said to be away; it has no session.
    context.clear_cookies()
    page.close()
    context.set_offline(False)
    # Somebody else at the same desk.
    sign_in(context, people[1])
    page = context.new_page()
    with page.expect_response("**/heartbeat/"):
        open_text(page, address_of(article))
    assert page.locator("[data-kept] a").count() == 0
    assert len(page.evaluate(HERE)) == 1
    assert not Autosave.objects.filter(article=article).exists()
    # And its writer again.
    context.clear_cookies()
    sign_in(context, people[0])
    open_text(page, address_of(article))
    follow(page.locator("[data-kept] a"))
    page.locator(EDITOR).wait_for()
    assert WORDS in page.locator(EDITOR).inner_text()
    assert page.evaluate(HERE) == []


def test_what_is_old_in_a_browser_is_dropped(computer, people):
    article = draft(people[0])
    _, page = computer(people[0])
    page.goto("/accounts/")
    page.evaluate(
        """([user, article]) => localStorage.setItem(`maseer:typed:${user}:${article}:x`,
        JSON.stringify({ at: Date.now() - 8 * 24 * 3600 * 1000, entries: [["title", "قديم"]] }))""",
        [people[0].pk, article.pk],
    )
    with page.expect_response("**/heartbeat/"):
        open_text(page, address_of(article))
    assert page.evaluate(HERE) == []
    assert not Autosave.objects.filter(article=article).exists()


def test_another_account_in_the_same_browser_gets_nothing(computer, people):
    article = draft(people[0])
    context, page = computer(people[0])
    open_text(page, address_of(article))
    context.clear_cookies(name="sessionid")
    # By the door, which gives the browser another token for its forms.
    door = context.new_page()
    door.goto("/accounts/login/")
    come_in(door, people[1])
    page.bring_to_front()
    type_words(page)
    rest(page)
    page.locator(f"{LINE} a").wait_for()
    assert len(page.evaluate(HERE)) == 1
    assert not Autosave.objects.filter(article=article).exists()


def test_two_people_in_one_text_know_of_each_other(computer, people):
    first, second = people
    article = draft(first)
    (_, his), (_, hers) = computer(first), computer(second)
    for page in (his, hers):
        with page.expect_response("**/heartbeat/"):
            open_text(page, address_of(article))
    # She came second.
    hers.locator(BANNER).wait_for()
    assert str(first) in hers.locator(BANNER).inner_text()
    assert hers.locator(SAVE).is_disabled()
    assert his.locator(BANNER).is_hidden()
    assert his.locator(SAVE).is_enabled()
    # He is in the middle of a sentence when she takes over.
    type_words(his)
    with hers.expect_response("**/take-over/"):
        hers.locator(BANNER).locator("button").click()
    hers.locator(BANNER).wait_for(state="hidden")
    assert hers.locator(SAVE).is_enabled()
    assert EditLock.objects.get(article=article).by == second
    with his.expect_response("**/heartbeat/"):
        his.clock.fast_forward(15_000)
    his.locator(BANNER).wait_for()
    assert str(second) in his.locator(BANNER).inner_text()
    assert his.locator(SAVE).is_disabled()
    # His words are in front of him and kept.
    assert WORDS in his.locator(EDITOR).inner_text()
    his.wait_for_function("() => document.querySelector('.autosave').textContent !== ''")
    assert WORDS in Autosave.objects.get(article=article, by=first).data["body"][0]
    # She saves and leaves; he hears of it, may save again, and is shown what differs.
    hers.fill("#id_title", "عنوانها")
    follow(hers.locator(SAVE))
    with his.expect_response("**/heartbeat/"):
        his.clock.fast_forward(15_000)
    his.locator(BANNER).wait_for(state="hidden")
    assert str(second) in his.locator("[data-newer]").inner_text()
    follow(his.locator(CONTINUE))
    assert "عنوانها" in his.locator(".differences").inner_text()
    assert WORDS in his.locator(EDITOR).inner_text()
    article.refresh_from_db()
    assert article.working_revision.title == "عنوانها"


def test_a_double_click_saves_once(computer, people):
    article = draft(people[0])
    _, page = computer(people[0])
    for address in (address_of(article), ADD):
        open_text(page, address)
        page.fill("#id_title", f"نقرتان {address}")
        page.evaluate("window.isBefore = true")
        page.dblclick(CONTINUE)
        # The second press may end the navigation that the first began, and begin its own.
        page.wait_for_function("() => !window.isBefore")
        page.locator(EDITOR).wait_for()
        assert page.locator(".errornote, .differences").count() == 0
        assert Article.objects.get(title=f"نقرتان {address}").revisions.count() == (address != ADD) + 1


def test_going_back_after_saving_is_harmless(computer, people):
    _, page = computer(people[0])
    open_text(page, ADD)
    page.fill("#id_title", "رجوع")
    follow(page.locator(CONTINUE))
    page.locator(EDITOR).wait_for()
    page.fill("#id_title", "رجوع وذهاب")
    follow(page.locator(CONTINUE))
    page.go_back()
    page.locator(EDITOR).wait_for()
    page.fill("#id_title", "رجوع وذهاب ورجوع")
    follow(page.locator(CONTINUE))
    page.locator("#id_base").wait_for(state="attached")
    # Either it opened as it is now and was saved, or the newer text is shown beside it: the words are on the page.
    assert page.input_value("#id_title") == "رجوع وذهاب ورجوع"
    assert Article.objects.filter(title__startswith="رجوع").count() == 1
