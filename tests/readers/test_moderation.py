"""The queue of comments: what waits is listed, decisions are made, written down and undone."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from accounts.roles import Role
from articles.models import Article, TransitionLog
from maseer.models import Invalidation
from readers.models import Comment, Moderation
from tests import factories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

State = Comment.State
QUEUE = "/admin/readers/comment/"


@pytest.fixture
def article(db) -> Article:
    return factories.article()


def said(article, state=State.PENDING, **fields) -> Comment:
    given = {"name": "قارئ", "text": "تعليق", "posted_at": timezone.now()}
    return Comment.objects.create(article=article, state=state, **given | fields)


def decide(client, action, *comments, query=""):
    sent = {"action": action, "_selected_action": [comment.pk for comment in comments]}
    return client.post(QUEUE + query, sent, follow=True)


def states(*comments) -> list[str]:
    found = Comment.objects.in_bulk([comment.pk for comment in comments])
    return [found[comment.pk].state for comment in comments]


def test_what_waits_is_listed_with_all_its_words_and_its_article(client, editor, article):
    text = "سطر أوّل\nسطر ثانٍ " + "طويل " * 60
    said(article, text=text, email="layla@example.com")
    said(article, State.APPROVED, text="ظاهر من قبل")
    client.force_login(editor)
    html = client.get(QUEUE).content.decode()
    assert "طويل " * 60 in html.replace("</p>", " ")
    assert "سطر أوّل" in html
    assert "layla@example.com" in html
    assert article.title in html
    assert f"/admin/articles/article/{article.pk}/change/" in html
    assert "ظاهر من قبل" not in html
    assert "ظاهر من قبل" in client.get(f"{QUEUE}?state=approved").content.decode()
    assert client.get(f"{QUEUE}?state=every").content.decode().count('class="comment"') == 2


def test_the_list_costs_the_same_however_long(client, editor, article, django_assert_max_num_queries):
    parent = said(article)
    for _ in range(30):
        said(article, parent=parent)
    client.force_login(editor)
    client.get(QUEUE)
    with django_assert_max_num_queries(20):
        client.get(QUEUE)


@pytest.mark.parametrize(
    ("action", "state"),
    [("approve", State.APPROVED), ("spam", State.SPAM), ("remove", State.REMOVED)],
)
def test_many_are_decided_about_at_once_and_each_is_written_down(client, editor, article, action, state):
    comments = [said(article) for _ in range(3)]
    left = said(article)
    client.force_login(editor)
    Invalidation.objects.all().delete()
    decide(client, action, *comments)
    assert states(*comments, left) == [state] * 3 + [State.PENDING]
    assert LogEntry.objects.filter(user=editor).count() == 3
    assert set(Invalidation.objects.values_list("tag", flat=True)) == {
        f"article:{article.pk}",
        f"comments:{article.pk}",
    }
    decision = Moderation.objects.get()
    assert (decision.by, decision.state, len(decision.before)) == (editor, state, 3)


def test_undoing_gives_each_exactly_the_state_it_had(client, editor, article):
    before = [State.PENDING, State.SPAM, State.APPROVED, State.REMOVED]
    comments = [said(article, state) for state in before]
    client.force_login(editor)
    decide(client, "remove", *comments, query="?state=every")
    assert states(*comments) == [State.REMOVED] * 4
    undo = f"{QUEUE}undo/{Moderation.objects.get().pk}/"
    assert undo in client.get(QUEUE).content.decode()
    Invalidation.objects.all().delete()
    client.post(undo)
    assert states(*comments) == before
    assert Invalidation.objects.filter(tag=f"comments:{article.pk}").exists()
    assert LogEntry.objects.filter(user=editor).count() == 6
    # Once only; and then the one before it is the last.
    Comment.objects.update(state=State.SPAM)
    client.post(undo)
    assert states(*comments) == [State.SPAM] * 4
    assert undo not in client.get(QUEUE).content.decode()


def test_undoing_leaves_alone_what_somebody_decided_about_since(client, editor, managing_editor, article):
    mine, theirs = said(article), said(article)
    client.force_login(editor)
    decide(client, "approve", mine, theirs)
    Moderation.decide([theirs.pk], State.SPAM, by=managing_editor)
    client.post(f"{QUEUE}undo/{Moderation.last_of(editor).pk}/")
    assert states(mine, theirs) == [State.PENDING, State.SPAM]


def test_nobody_undoes_the_decision_of_another(client, editor, managing_editor, article):
    comment = said(article)
    decision = Moderation.decide([comment.pk], State.APPROVED, by=managing_editor)
    client.force_login(editor)
    client.post(f"{QUEUE}undo/{decision.pk}/")
    assert states(comment) == [State.APPROVED]
    assert client.get(f"{QUEUE}undo/{decision.pk}/").status_code == 405


def test_what_is_so_already_is_no_decision(client, editor, article):
    comment = said(article, State.APPROVED)
    client.force_login(editor)
    decide(client, "approve", comment, query="?state=every")
    assert not Moderation.objects.exists()
    assert not LogEntry.objects.exists()


def test_nothing_is_deleted_in_bulk(client, managing_editor, article):
    comment = said(article)
    client.force_login(managing_editor)
    decide(client, "delete_selected", comment)
    assert states(comment) == [State.PENDING]


def test_a_comment_that_is_deleted_for_good_is_gone_from_the_pages(client, managing_editor, article):
    comment = said(article, State.APPROVED)
    client.force_login(managing_editor)
    Invalidation.objects.all().delete()
    client.post(f"{QUEUE}{comment.pk}/delete/", {"post": "yes"})
    assert not Comment.objects.exists()
    assert Invalidation.objects.filter(tag=f"comments:{article.pk}").exists()


def test_words_are_cleaned_again_when_they_are_edited_and_readers_are_told(client, editor, article):
    comment = said(article, State.APPROVED)
    client.force_login(editor)
    hostile = "كلام \N{RIGHT-TO-LEFT OVERRIDE}نظيف\x07  \r\n\r\n\r\n\r\n<b>سطر</b>"
    client.post(f"{QUEUE}{comment.pk}/change/", {"text": hostile, "state": State.APPROVED})
    comment.refresh_from_db()
    assert comment.text == "كلام نظيف\n\n<b>سطر</b>"
    assert comment.edited_at
    html = client.get(f"/comments/{article.pk}/").content.decode()
    assert "&lt;b&gt;سطر" in html
    assert "voice__note" in html
    assert not Moderation.objects.exists()


@pytest.mark.parametrize("text", ["", "\N{ZERO WIDTH SPACE}"])
def test_an_edit_that_leaves_nothing_is_refused(client, editor, article, text):
    comment = said(article)
    client.force_login(editor)
    client.post(f"{QUEUE}{comment.pk}/change/", {"text": text, "state": State.APPROVED})
    assert states(comment) == [State.PENDING]


def test_the_ends_of_lines_that_a_browser_sends_are_no_edit(client, editor, article):
    comment = said(article, text="سطر\nسطر")
    client.force_login(editor)
    client.post(f"{QUEUE}{comment.pk}/change/", {"text": "سطر\r\nسطر", "state": State.APPROVED})
    comment.refresh_from_db()
    assert (comment.edited_at, comment.state) == (None, State.APPROVED)
    # It can be undone like any other.
    client.post(f"{QUEUE}undo/{Moderation.objects.get().pk}/")
    assert states(comment) == [State.PENDING]


def test_nothing_else_of_a_comment_can_be_changed(client, managing_editor, article):
    comment = said(article)
    client.force_login(managing_editor)
    forged = {"text": "تعليق", "state": State.PENDING, "name": "غيره", "email": "x@example.com", "article": 0}
    client.post(f"{QUEUE}{comment.pk}/change/", forged)
    comment.refresh_from_db()
    assert (comment.name, comment.email, comment.article) == ("قارئ", "", article)


def test_an_editor_of_one_section_decides_about_its_comments_alone(client, article):
    theirs = factories.user("editor_of_one", Role.EDITOR)
    theirs.sections.add(article.section)
    inside, outside = said(article, text="داخل"), said(factories.article(), text="خارج")
    client.force_login(theirs)
    html = client.get(QUEUE).content.decode()
    assert "داخل" in html
    assert "خارج" not in html
    decide(client, "approve", inside, outside)
    assert states(inside, outside) == [State.APPROVED, State.PENDING]
    assert client.get(f"{QUEUE}{outside.pk}/change/").status_code == 403


def test_a_contributor_decides_about_nothing(client, contributor, article):
    comment = said(article)
    client.force_login(contributor)
    assert client.get(QUEUE).status_code == 403
    assert decide(client, "approve", comment).status_code == 403
    assert states(comment) == [State.PENDING]


def test_the_desk_says_how_many_wait_and_only_to_who_decides(client, editor, contributor, article):
    for state in (State.PENDING, State.PENDING, State.APPROVED):
        said(article, state)
    client.force_login(editor)
    assert "تعليقان من القرّاء ينتظران" in client.get("/admin/").content.decode()
    client.force_login(contributor)
    assert QUEUE not in client.get("/admin/").content.decode()


# One text, opened or closed


def test_an_editor_opens_and_closes_one_text_which_is_logged_and_makes_caches_forget(client, editor, article):
    client.force_login(editor)
    change = f"/admin/articles/article/{article.pk}/"
    assert f"{change}comments/" in client.get(f"{change}change/").content.decode()
    revision = article.working_revision_id
    Invalidation.objects.all().delete()
    client.post(f"{change}comments/", {"commenting": "open"})
    article = Article.objects.get(pk=article.pk)
    assert article.takes_comments()
    assert article.working_revision_id == revision
    assert article.log.first().transition == TransitionLog.COMMENTS
    assert Invalidation.objects.filter(tag=f"article:{article.pk}").exists()
    entries = article.log.count()
    for choice in ("open", "nonsense"):
        client.post(f"{change}comments/", {"commenting": choice})
    assert article.log.count() == entries
    client.post(f"{change}comments/", {"commenting": ""})
    assert Article.objects.get(pk=article.pk).commenting == ""


def test_opening_a_text_is_no_move_that_refuses_anybodys(client, editor, article):
    seen = article.last_move
    article.set_commenting("open", by=editor)
    assert article.last_move == seen


def test_a_writer_does_not_open_their_own_text(client, contributor):
    own = factories.draft(contributor)
    client.force_login(contributor)
    assert (
        client.post(f"/admin/articles/article/{own.pk}/comments/", {"commenting": "open"}).status_code == 403
    )
    assert Article.objects.get(pk=own.pk).commenting == ""


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_the_second_knows_the_first():
    comment = said(factories.article())
    people = [factories.user(role=Role.EDITOR) for _ in range(2)]
    at_once(
        lambda: Moderation.decide([comment.pk], State.APPROVED, by=people[0]),
        lambda: Moderation.decide([comment.pk], State.SPAM, by=people[1]),
    )
    earlier, later = Moderation.objects.order_by("id")
    assert earlier.before == {str(comment.pk): State.PENDING}
    assert later.before == {str(comment.pk): earlier.state}
    assert states(comment) == [later.state]
