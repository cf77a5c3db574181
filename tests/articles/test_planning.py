"""Priority, due time, who is in charge, embargo."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import Article, Plan, Priority
from articles.models.refusals import TransitionRefused
from articles.workflow import Stage, Status
from tests.factories import article, draft, payload

pytestmark = pytest.mark.django_db


def soon(hours=1):
    return timezone.now() + timedelta(hours=hours)


def approved(contributor, editor):
    text = draft(contributor)
    text.apply("submit", by=contributor)
    text.apply("approve", by=editor)
    return text


def test_a_plan_is_kept_and_logged(contributor, editor):
    text, due = draft(editor, body=""), soon()
    entry = text.replan(Plan(assignee=contributor, due_at=due, priority=Priority.HIGH), by=editor)
    assert (text.assignee, text.due_at, text.priority) == (contributor, due, Priority.HIGH)
    assert (entry.transition, entry.by) == ("plan", editor)
    assert str(contributor) in entry.note
    # In the words of the newsroom, and with whose hours they are.
    assert entry.note.startswith("الأولويّة: عالية")
    assert "بتوقيت دمشق" in entry.note
    assert text.replan(text.plan, by=editor) is None
    assert text.log.count() == 1


def test_who_is_put_in_charge_may_see_and_write_it(contributor, editor):
    text = draft(editor, body="")
    assert not text.may_see(contributor)
    text.replan(Plan(assignee=contributor), by=editor)
    assert text.may_see(contributor)
    assert list(Article.objects.visible_to(contributor)) == [text]
    text.save_revision(payload(), base=text.working_revision_id, by=contributor)
    text.apply("submit", by=contributor)
    assert text.stage == Stage.SUBMITTED
    with pytest.raises(PermissionDenied):
        text.save_revision(payload(), base=text.working_revision_id, by=contributor)


def test_only_editors_plan_and_only_colleagues_are_put_in_charge(contributor, editor, outsider):
    text = draft(contributor)
    with pytest.raises(PermissionDenied):
        text.replan(Plan(priority=Priority.URGENT), by=contributor)
    with pytest.raises(TransitionRefused):
        text.replan(Plan(assignee=outsider), by=editor)
    text.refresh_from_db()
    assert (text.priority, text.assignee, text.log.count()) == (Priority.NORMAL, None, 0)


def test_nothing_goes_out_before_its_embargo(contributor, editor, managing_editor):
    text, until = approved(contributor, editor), soon(5)
    text.replan(Plan(embargo_until=until), by=editor)
    for at in (None, until - timedelta(seconds=1)):
        with pytest.raises(TransitionRefused):
            text.apply("publish", by=managing_editor, at=at)
    text.refresh_from_db()
    assert (text.status, text.published_at) == (Status.UNPUBLISHED, None)
    text.apply("publish", by=managing_editor, at=until)
    assert (text.is_scheduled(), text.published_at) == (True, until)


def test_nor_by_another_hour_for_what_is_scheduled(contributor, editor, managing_editor):
    text, until = approved(contributor, editor), soon(5)
    text.replan(Plan(embargo_until=until), by=editor)
    text.apply("publish", by=managing_editor, at=until)
    text.save_revision(payload(title="غيره"), base=text.working_revision_id, by=editor)
    text.apply("approve", by=editor)
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor, at=soon(1))
    text.refresh_from_db()
    assert text.published_at == until
    text.apply("publish", by=managing_editor)
    assert (text.published_at, text.title) == (until, "غيره")


def test_nor_by_the_urgent_path(contributor, editor, managing_editor):
    text = draft(contributor)
    text.replan(Plan(embargo_until=soon()), by=editor)
    with pytest.raises(TransitionRefused):
        text.apply("publish_urgently", by=managing_editor, note="زلزال")
    assert not Article.objects.published().exists()


def test_an_embargo_never_contradicts_what_is_public_or_scheduled(contributor, editor, managing_editor):
    with pytest.raises(TransitionRefused):
        article().replan(Plan(embargo_until=soon()), by=editor)
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor, at=soon(1))
    with pytest.raises(TransitionRefused):
        text.replan(Plan(embargo_until=soon(2)), by=editor)
    text.refresh_from_db()
    assert text.embargo_until is None


def test_a_plan_ends_with_publishing(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    text.replan(Plan(assignee=contributor, due_at=soon(-1)), by=editor)
    assert text.is_overdue()
    text.apply("publish", by=managing_editor)
    assert (text.assignee, text.due_at, text.is_overdue()) == (None, None, False)


def test_what_is_changed_leaves_the_rest_of_the_plan_as_it_is_now(contributor, editor):
    text, due = draft(contributor), soon()
    read_before = Article.objects.get(pk=text.pk)
    text.replan(Plan(assignee=contributor, due_at=due), by=editor)
    read_before.change_plan(by=editor, priority=Priority.HIGH)
    assert read_before.plan == Plan(assignee=contributor, due_at=due, priority=Priority.HIGH)
