"""What the desk shows to whom; each list asks an index, and all of them together only so often."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import dashboard
from articles.models import Article, Autosave, Plan, Priority
from articles.workflow import Stage, Status
from tests import factories

pytestmark = pytest.mark.django_db


def hours(number: float):
    return timezone.now() + timedelta(hours=number)


def titles(lines) -> list[str]:
    return [line.title for line in lines]


def road(user) -> dict[str, int]:
    return {str(station.name): station.count for station in dashboard.desk(user).road if station.count}


def submitted(writer, **fields) -> Article:
    article = factories.draft(writer, **fields)
    article.apply("submit", by=writer)
    return article


def approved(writer, editor, **fields) -> Article:
    article = submitted(writer, **fields)
    article.apply("approve", by=editor)
    return article


def again(user) -> User:
    """With its sections and permissions read anew."""
    return User.objects.get(pk=user.pk)


def test_the_road_counts_what_stands_at_each_station(contributor, editor, managing_editor):
    factories.draft(contributor, body="")
    factories.draft(contributor)
    submitted(contributor)
    submitted(contributor).apply("claim", by=editor)
    approved(contributor, editor)
    approved(contributor, editor).apply("publish", by=managing_editor)
    approved(contributor, editor).apply("publish", by=managing_editor, at=hours(5))
    assert road(editor) == {
        "idea": 1,
        "draft": 1,
        "submitted": 1,
        "in_edit": 1,
        "to_publish": 1,
        "today": 1,
        "scheduled": 1,
    }


def test_what_was_put_away_stands_nowhere(contributor, managing_editor):
    factories.draft(contributor).apply("archive", by=managing_editor)
    assert road(managing_editor) == {}


def test_a_new_text_over_a_public_one_is_ready_again_once_it_is_approved(editor, managing_editor):
    article = factories.article()
    article.save_revision(factories.payload(), article.working_revision_id, editor)
    assert "to_publish" not in road(editor)
    article.apply("approve", by=managing_editor)
    assert road(editor)["to_publish"] == 1


def test_stations_of_steps_are_there_where_a_section_asks_for_them(editor):
    assert "legal_review" not in [station.name for station in dashboard.desk(editor).road]
    factories.section(needs_legal_review=True)
    assert "legal_review" in [station.name for station in dashboard.desk(editor).road]


def test_counts_stop_at_a_hundred(editor, monkeypatch):
    monkeypatch.setattr(dashboard, "MOST_COUNTED", 2)
    for _ in range(5):
        factories.draft(editor)
    assert road(editor)["draft"] == 3


def test_late_texts_are_named_at_their_station(contributor, editor):
    article = submitted(contributor)
    article.replan(Plan(due_at=hours(-1)), by=editor)
    found = dashboard.desk(editor)
    assert {station.name: station.late for station in found.road if station.late} == {Stage.SUBMITTED: 1}
    assert titles(found.overdue) == [article.working_revision.title]


def test_what_waits_comes_by_priority_then_by_the_hour_it_is_due(contributor, editor):
    for title, plan in (
        ("بلا موعد", Plan()),
        ("بعد غد", Plan(due_at=hours(40))),
        ("اليوم", Plan(due_at=hours(2))),
        ("عاجل", Plan(priority=Priority.URGENT)),
    ):
        submitted(contributor, title=title).replan(plan, by=editor)
    taken = submitted(contributor, title="في يد غيري")
    taken.apply("claim", by=factories.user(role=Role.EDITOR))
    found = dashboard.desk(editor)
    assert titles(found.waiting) == ["عاجل", "اليوم", "بعد غد", "بلا موعد"]
    assert titles(found.read_by_others) == ["في يد غيري"]


def test_ones_own_text_waits_for_somebody_else(editor):
    submitted(editor)
    found = dashboard.desk(editor)
    assert found.waiting == []
    assert len(found.mine) == 1


def test_steps_wait_for_those_who_may_let_a_text_pass(contributor, editor, managing_editor):
    section = factories.section(needs_legal_review=True)
    article = submitted(contributor, section=section.pk, title="عند المحامي")
    article.apply("claim", by=editor)
    article.apply("review_legally", by=editor)
    assert titles(dashboard.desk(editor).waiting) == []
    assert titles(dashboard.desk(managing_editor).waiting) == ["عند المحامي"]


def test_ready_and_urgent_texts_wait_for_the_managing_editor(contributor, editor, managing_editor):
    approved(contributor, editor, title="جاهز")
    submitted(contributor, title="عاجل").apply("publish_urgently", by=managing_editor, note="حريق")
    assert set(titles(dashboard.desk(managing_editor).waiting)) == {"جاهز", "عاجل"}
    assert titles(dashboard.desk(editor).waiting) == ["عاجل"]


def test_an_editor_is_shown_only_their_sections(contributor, editor):
    own, other = factories.section(), factories.section()
    editor.sections.add(own)
    submitted(contributor, section=own.pk, title="لي")
    submitted(contributor, section=other.pk, title="لغيري")
    chief, late = factories.user(role=Role.MANAGING_EDITOR), Plan(due_at=hours(-1))
    submitted(contributor, section=other.pk).replan(late, by=chief)
    submitted(contributor, section=other.pk).apply("claim", by=chief)
    submitted(contributor, section=other.pk).apply("send_back", by=chief, note="لا")
    factories.article(section=own.pk, title="نُشر لي")
    factories.article(section=other.pk, title="نُشر لغيري")
    found = dashboard.desk(again(editor))
    assert titles(found.waiting) == ["لي"]
    assert found.overdue == found.read_by_others == found.sent_back == []
    assert titles(found.recent) == ["نُشر لي"]
    assert road(again(editor)) == {"submitted": 1, "today": 1}


def test_what_came_back_comes_first_and_says_why(contributor, editor):
    article = submitted(contributor, title="عاد")
    factories.draft(contributor, title="أحدث")
    article.apply("send_back", by=editor, note="الأرقام قديمة")
    article.apply("submit", by=contributor)
    article.apply("send_back", by=editor, note="وما زالت")
    found = dashboard.desk(contributor)
    assert titles(found.mine) == ["عاد", "أحدث"]
    assert found.mine[0].reason.note == "وما زالت"
    assert found.sent_back == []
    own = submitted(editor, title="لي")
    own.apply("send_back", by=factories.user(role=Role.EDITOR), note="لا")
    assert titles(dashboard.desk(editor).sent_back) == ["عاد"]


def test_a_contributor_sees_nothing_of_others(contributor, editor, managing_editor):
    stranger = factories.user(role=Role.CONTRIBUTOR)
    for article in (submitted(stranger), approved(stranger, editor), factories.draft(stranger)):
        article.replan(Plan(due_at=hours(-3)), by=managing_editor)
    submitted(stranger).apply("claim", by=editor)
    factories.article()
    found = dashboard.desk(contributor)
    assert not found.has_work
    assert road(contributor) == {}
    assert found.recent == []
    assert not any(day.lines for day in found.week)


def test_a_text_put_in_somebodys_charge_is_their_work(contributor, editor):
    factories.draft(editor, title="في عهدتي").replan(Plan(assignee=contributor), by=editor)
    assert titles(dashboard.desk(contributor).mine) == ["في عهدتي"]


def test_what_a_contributor_signs_is_among_what_was_published(contributor):
    writer = factories.author(user=contributor)
    factories.article(title="وقّعه", bylines=((writer.pk, "writer"),))
    factories.article(title="لغيره")
    assert titles(dashboard.desk(contributor).recent) == ["وقّعه"]


def test_unsaved_words_are_shown_once_for_each_text(contributor):
    article = factories.draft(contributor)
    for title in ("قديم", "جديد"):
        Autosave.objects.create(
            article=article, by=contributor, title=title, data={}, saved_at=timezone.now()
        )
    Autosave.objects.create(
        article=article,
        by=factories.user(role=Role.EDITOR),
        title="لغيره",
        data={},
        saved_at=timezone.now(),
    )
    assert [kept.title for kept in dashboard.desk(contributor).unsaved] == ["جديد"]


def test_the_week_shows_what_was_and_what_comes(editor, managing_editor, contributor):
    factories.article(title="أمس", published_at=hours(-24))
    factories.article(title="قبل شهر", published_at=hours(-24 * 30))
    approved(contributor, editor, title="غدًا").apply("publish", by=managing_editor, at=hours(24))
    week = dashboard.desk(editor).week
    assert [day.is_today for day in week] == [False, False, True, False, False, False, False]
    assert [titles(day.lines) for day in week] == [[], ["أمس"], [], ["غدًا"], [], [], []]


def test_a_full_day_says_that_there_is_more(editor):
    for _ in range(dashboard.SHOWN_OF_A_DAY + 2):
        factories.article(published_at=hours(-24))
    yesterday = dashboard.desk(editor).week[1]
    assert (len(yesterday.lines), yesterday.has_more) == (dashboard.SHOWN_OF_A_DAY, True)


def test_who_sees_no_texts_gets_none(admin_user):
    factories.draft(factories.user(role=Role.EDITOR))
    found = dashboard.desk(admin_user)
    assert found.road == []
    assert not found.has_work


@pytest.mark.usefixtures("admin_user")
def test_the_desk_asks_only_so_often(contributor, editor, managing_editor):
    writer = factories.author(user=contributor).pk

    def fill():
        submitted(contributor).apply("claim", by=editor)
        submitted(contributor).apply("send_back", by=editor, note="لا")
        approved(contributor, editor).apply("publish", by=managing_editor, at=hours(30))
        approved(contributor, editor).replan(Plan(due_at=hours(-1)), by=managing_editor)
        factories.article(bylines=((writer, "writer"),))

    def asked(role) -> int:
        user = User.objects.get(username=role.value)
        with CaptureQueriesContext(connection) as queries:
            dashboard.desk(user)
        return len(queries)

    counts = []
    for _ in range(2):
        for _ in range(3):
            fill()
        counts.append({role: asked(role) for role in Role})
    assert max(counts[0].values()) <= dashboard.MOST_QUERIES
    assert counts[0] == counts[1]


def test_no_list_reads_bodies(editor, contributor):
    submitted(contributor)
    factories.article()
    with CaptureQueriesContext(connection) as queries:
        dashboard.desk(editor)
    assert not [query for query in queries if '"articles_article"."body"' in query["sql"]]


def test_archived_texts_are_not_overdue(contributor, editor, managing_editor):
    article = submitted(contributor)
    article.replan(Plan(due_at=hours(-1)), by=editor)
    article.apply("archive", by=managing_editor)
    assert article.status == Status.ARCHIVED
    assert dashboard.desk(managing_editor).overdue == []
