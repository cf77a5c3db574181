from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import Article, Series, Source, Tag, TransitionLog
from articles.models.refusals import StaleRevision, TransitionRefused
from articles.workflow import Stage, Status
from images.models import Gallery
from maseer.models import Invalidation
from tests.factories import article, author, draft, image, payload, section

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
    assert row.search_document.heading.startswith("ماء النهر")
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


def test_a_contributor_moves_only_their_own(contributor, editor):
    text = draft(editor)
    with pytest.raises(PermissionDenied):
        text.apply("submit", by=contributor)
    assert text.stage == Stage.DRAFT


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


def test_publishing_again_keeps_the_hour_of_what_is_scheduled(contributor, editor, managing_editor):
    due = timezone.now() + timedelta(days=5)
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor, at=due)
    text.save_revision(payload(title="بلا خطأ"), base=text.working_revision_id, by=editor)
    text.apply("approve", by=editor)
    text.apply("publish", by=managing_editor)
    assert (text.published_at, text.title) == (due, "بلا خطأ")
    assert not Article.objects.published().exists()


def test_what_is_scheduled_is_not_sent_back_behind_the_clock(contributor, editor, managing_editor):
    text = approved(contributor, editor)
    text.apply("publish", by=managing_editor, at=timezone.now() + timedelta(days=5))
    with pytest.raises(TransitionRefused):
        text.apply("send_back", by=editor, note="سبب")
    text.apply("unschedule", by=managing_editor)
    assert (text.published_at, text.first_published_at) == (None, None)
    text.apply("send_back", by=editor, note="سبب")
    assert text.stage == Stage.CHANGES_REQUESTED


def test_an_old_text_comes_back_from_the_archive_with_its_date(managing_editor):
    long_ago = timezone.now() - timedelta(days=900)
    text = article(published_at=long_ago)
    text.apply("archive", by=managing_editor)
    # It rests there: nobody sends it back or takes it for editing meanwhile.
    assert [move.name for move in text.moves_for(managing_editor)] == ["reopen"]
    with pytest.raises(TransitionRefused):
        text.apply("send_back", by=managing_editor, note="لم يُقرأ")
    text.apply("reopen", by=managing_editor)
    text.apply("publish", by=managing_editor)
    assert (text.published_at, text.first_published_at) == (long_ago, long_ago)


@pytest.mark.parametrize("kind", ["image", "gallery", "source", "series", "bylines", "sections"])
def test_a_text_that_names_what_is_gone_is_not_published(kind, contributor, editor, managing_editor):
    rows = {
        "image": image,
        "gallery": lambda: Gallery.objects.create(name="معرض"),
        "source": lambda: Source.objects.create(name="مصدر", is_canonical=False),
        "series": lambda: Series.objects.create(name="سلسلة"),
        "bylines": author,
        "sections": section,
    }
    row = rows[kind]()
    named = {"bylines": ((row.pk, "writer"),), "sections": (row.pk,)}.get(kind, row.pk)
    text = approved(contributor, editor, **{kind: named})
    row.delete()
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor)
    text.refresh_from_db()
    assert (text.status, text.published_at) == (Status.UNPUBLISHED, None)


def test_a_tag_renamed_meanwhile_stays_renamed(contributor, editor, managing_editor):
    text = approved(contributor, editor, tags=("تبولوجيا",))
    tag = Tag.objects.get()
    tag.name = "طوبولوجيا"
    tag.save()
    text.apply("publish", by=managing_editor)
    assert [tag.name for tag in text.tags.all()] == ["طوبولوجيا"]
    assert "طوبولوجيا" in text.search_document.surface
    assert Tag.objects.count() == 1


def test_an_import_never_overwrites_what_was_approved_here(editor, managing_editor):
    text = article(status=Status.UNPUBLISHED, stage=Stage.SUBMITTED, title="كما جاء")
    text.apply("claim", by=editor)
    text.apply("approve", by=editor)
    text.apply("publish", by=managing_editor)
    assert not text.bring_up_to_date(payload(title="غيره"))
    text.refresh_from_db()
    assert text.title == "كما جاء"


def test_an_import_that_brings_a_text_up_to_date_is_logged():
    text = article(title="كما جاء")
    changed = payload(title="غيره")
    assert text.bring_up_to_date(changed)
    assert not text.bring_up_to_date(changed)
    text.refresh_from_db()
    assert text.title == "غيره"
    assert [entry.transition for entry in text.log.all()] == ["import", "import"]


def test_withdrawing_keeps_the_reason_and_leaves_every_list(managing_editor):
    text = article(section=section("أخبار").pk)
    text.apply("withdraw", by=managing_editor, note="تراجع المصدر")
    assert text.withdrawn_note == "تراجع المصدر"
    assert not Article.objects.published().exists()
    assert not Article.objects.in_section(text.section).exists()
    text.apply("publish", by=managing_editor)
    assert text.withdrawn_note == ""


def test_a_text_without_section_cannot_be_published(managing_editor):
    text = article(status=Status.UNPUBLISHED, section=None)
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor)


def test_the_log_cannot_be_rewritten(managing_editor):
    entry = article().log.get()
    entry.note = "غير ذلك"
    rows = TransitionLog.objects.filter(pk=entry.pk)
    for rewrite in (entry.save, entry.delete, rows.delete, lambda: rows.update(note="غير ذلك")):
        with pytest.raises(TypeError):
            rewrite()
    entry.refresh_from_db()
    assert entry.note == ""


def test_an_hour_that_never_came_is_not_when_it_was_first_public(contributor, editor, managing_editor):
    text, later = approved(contributor, editor), timezone.now() + timedelta(days=5)
    text.apply("publish", by=managing_editor, at=timezone.now() + timedelta(days=2))
    text.save_revision(payload(), base=text.working_revision_id, by=editor)
    text.apply("approve", by=editor)
    text.apply("publish", by=managing_editor, at=later)
    assert (text.published_at, text.first_published_at, text.updated_at) == (later, later, later)
    text.apply("unschedule", by=managing_editor)
    assert (text.published_at, text.first_published_at) == (None, None)


def test_a_move_that_readers_do_not_notice_leaves_their_pages_and_lists_alone(
    contributor, editor, django_assert_max_num_queries
):
    text = draft(contributor)
    text.apply("submit", by=contributor)
    text.apply("claim", by=editor)
    Invalidation.objects.all().delete()
    with django_assert_max_num_queries(18):
        text.apply("approve", by=editor)
    assert not Invalidation.objects.exists()


def test_publishing_again_brings_the_bylines_up_to_date_and_keeps_those_that_stay(
    contributor, editor, managing_editor
):
    first, second = author(), author()

    def signed_by(*authors):
        signed = tuple((one.pk, "writer") for one in authors)
        text.save_revision(payload(bylines=signed), base=text.working_revision_id, by=editor)
        text.apply("approve", by=editor)
        text.apply("publish", by=managing_editor)
        return list(text.bylines.values_list("pk", "author"))

    text = approved(contributor, editor, bylines=((first.pk, "writer"),))
    text.apply("publish", by=managing_editor)
    before = list(text.bylines.values_list("pk", "author"))
    assert signed_by(first) == before
    assert [author for _pk, author in signed_by(second, first)] == [second.pk, first.pk]
    assert [author for _pk, author in signed_by(first, second)] == [first.pk, second.pk]
    assert not text.bylines.filter(public_at=None).exists()
