from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import Article, TransitionLog
from articles.models.article import StaleRevision, TransitionRefused
from articles.workflow import TRANSITIONS, Stage, Status
from maseer.models import Invalidation
from tests.factories import article, draft, payload, section

pytestmark = pytest.mark.django_db


def approved(contributor, editor, **fields):
    text = draft(contributor, **fields)
    text.apply("submit", by=contributor)
    text.apply("claim", by=editor)
    text.apply("approve", by=editor)
    return text


def test_a_text_goes_from_draft_to_published(contributor, editor, managing_editor):
    text = approved(contributor, editor, title="ماء النهر", body="<p>كلمة</p>")
    assert Article.objects.get().body == ""
    text.apply("publish", by=managing_editor)

    row = Article.objects.published().get()
    assert (row.title, row.body, row.slug) == ("ماء النهر", "<p>كلمة</p>", "ماء-النهر")
    assert row.live_revision == row.approved_revision == row.working_revision
    assert row.published_at == row.first_published_at
    assert row.search_document.text.startswith("ماء النهر")
    log = list(
        TransitionLog.objects.order_by("pk").values_list(
            "transition", "by__username", "to_stage", "to_status"
        )
    )
    assert log == [
        ("submit", "contributor", Stage.SUBMITTED, Status.UNPUBLISHED),
        ("claim", "editor", Stage.IN_EDIT, Status.UNPUBLISHED),
        ("approve", "editor", Stage.APPROVED, Status.UNPUBLISHED),
        ("publish", "managing_editor", Stage.APPROVED, Status.PUBLISHED),
    ]
    assert {f"article:{row.pk}", "home"} <= set(Invalidation.objects.values_list("tag", flat=True))


# Who may make which move, written by hand, apart from the code's own tables.
MAY = {
    "submit": {"contributor", "editor", "managing_editor"},
    "claim": {"editor", "managing_editor"},
    "send_back": {"editor", "managing_editor"},
    "approve": {"editor", "managing_editor"},
    "publish": {"managing_editor"},
    "unschedule": {"managing_editor"},
    "withdraw": {"managing_editor"},
    "archive": {"managing_editor"},
    "reopen": {"managing_editor"},
}


def test_every_move_is_in_the_table_above():
    assert set(MAY) == set(TRANSITIONS)


def ready_for(move: str, contributor) -> Article:
    """A contributor's text in a state from which the move is possible."""
    status, stage, published_at = {
        "submit": (Status.UNPUBLISHED, Stage.DRAFT, None),
        "claim": (Status.UNPUBLISHED, Stage.SUBMITTED, None),
        "send_back": (Status.UNPUBLISHED, Stage.IN_EDIT, None),
        "approve": (Status.UNPUBLISHED, Stage.IN_EDIT, None),
        "publish": (Status.UNPUBLISHED, Stage.APPROVED, None),
        "unschedule": (Status.PUBLISHED, Stage.APPROVED, timezone.now() + timedelta(days=1)),
        "withdraw": (Status.PUBLISHED, Stage.APPROVED, None),
        "archive": (Status.PUBLISHED, Stage.APPROVED, None),
        "reopen": (Status.ARCHIVED, Stage.APPROVED, None),
    }[move]
    text = article(status=status, stage=stage, published_at=published_at)
    Article.objects.filter(pk=text.pk).update(created_by=contributor)
    return Article.objects.get(pk=text.pk)


@pytest.mark.parametrize("move", TRANSITIONS)
@pytest.mark.parametrize("role", ["contributor", "editor", "managing_editor", "admin_user", "outsider"])
def test_only_who_may_makes_a_move(move, role, contributor, request):
    person = request.getfixturevalue(role)
    text = ready_for(move, contributor)
    before = (text.status, text.stage, text.log.count())
    if role in MAY[move]:
        text.apply(move, by=person, note="سبب")
        assert text.log.count() == before[2] + 1
        assert text.log.first().by == person
        return
    with pytest.raises(PermissionDenied):
        text.apply(move, by=person, note="سبب")
    text.refresh_from_db()
    assert (text.status, text.stage, text.log.count()) == before


def test_a_contributor_moves_only_their_own(contributor, editor):
    text = draft(editor)
    with pytest.raises(PermissionDenied):
        text.apply("submit", by=contributor)
    assert text.stage == Stage.DRAFT


@pytest.mark.parametrize("move", TRANSITIONS)
@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.SUPERSEDED}))
@pytest.mark.parametrize("status", sorted(Status))
def test_a_move_is_made_only_from_where_the_table_says(move, stage, status, managing_editor):
    text = article(
        status=status, stage=stage, published_at=timezone.now() if status != Status.UNPUBLISHED else None
    )
    rule = TRANSITIONS[move]
    possible = (
        stage in rule.stages
        and status in rule.statuses
        and (rule.is_due is None or rule.is_due == (status == Status.PUBLISHED))
        and not (move == "publish" and status == Status.PUBLISHED)
    )
    assert (rule in text.moves_for(managing_editor)) == possible
    if possible:
        text.apply(move, by=managing_editor, note="سبب")
        assert text.stage == (rule.to_stage or stage)
        assert text.status == (rule.to_status or status)
        return
    with pytest.raises(TransitionRefused):
        text.apply(move, by=managing_editor, note="سبب")
    text.refresh_from_db()
    assert (text.status, text.stage) == (status, stage)


def test_sending_back_needs_a_reason(contributor, editor):
    text = draft(contributor)
    text.apply("submit", by=contributor)
    with pytest.raises(TransitionRefused):
        text.apply("send_back", by=editor, note="  ")
    text.apply("send_back", by=editor, note="اختصر الفقرة الثانية")
    assert text.stage == Stage.CHANGES_REQUESTED
    assert text.log.first().note == "اختصر الفقرة الثانية"


def test_editing_a_live_text_changes_nothing_for_readers(contributor, editor, managing_editor):
    text = approved(contributor, editor, title="قبل")
    text.apply("publish", by=managing_editor)
    published_at = text.published_at
    text.save_revision(payload(title="بعد"), base=text.working_revision_id, by=editor)

    live = Article.objects.published().get()
    assert (live.title, live.stage) == ("قبل", Stage.IN_EDIT)
    live.apply("approve", by=editor)
    live.apply("publish", by=managing_editor)
    live = Article.objects.published().get()
    assert (live.title, live.published_at, live.first_published_at) == ("بعد", published_at, published_at)


def test_approval_belongs_to_the_text_that_was_read(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    read = text.working_revision_id
    text.save_revision(payload(title="نصّ آخر"), base=read, by=editor)
    assert text.stage == Stage.IN_EDIT
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor)
    with pytest.raises(StaleRevision):
        text.apply("approve", by=editor, revision=read)
    assert not Article.objects.published().exists()


def test_a_schedule_is_public_from_its_second_without_any_job(contributor, editor, managing_editor):
    due = timezone.now() + timedelta(hours=1)
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor, at=due)
    assert text.is_scheduled()
    assert not Article.objects.published(now=due - timedelta(seconds=1)).exists()
    assert Article.objects.published(now=due).exists()
    assert text.placements.get().public_at == due
    text.apply("unschedule", by=managing_editor)
    assert not Article.objects.published(now=due).exists()
    assert text.placements.get().public_at is None


def test_what_is_public_cannot_be_put_off(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor)
    text.save_revision(payload(), base=text.working_revision_id, by=editor)
    text.apply("approve", by=editor)
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor, at=timezone.now() + timedelta(days=1))
    assert Article.objects.published().exists()


def test_withdrawing_keeps_the_reason_and_leaves_every_list(managing_editor):
    text = article(section=section("أخبار").pk)
    text.apply("withdraw", by=managing_editor, note="تراجع المصدر")
    assert text.withdrawn_note == "تراجع المصدر"
    assert not Article.objects.published().exists()
    assert not Article.objects.in_section(text.section).exists()
    text.apply("publish", by=managing_editor)
    assert text.withdrawn_note == ""


def test_a_text_without_section_cannot_be_published(contributor, editor, managing_editor):
    text = approved(contributor, editor, section=None)
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor)


def test_the_log_cannot_be_rewritten(managing_editor):
    entry = article().log.get()
    entry.note = "غير ذلك"
    with pytest.raises(TypeError):
        entry.save()
