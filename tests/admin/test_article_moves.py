import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.roles import Role
from articles.models import Revision, TransitionLog
from articles.workflow import Stage, Status
from tests import factories
from tests.admin.forms import as_filled, change_url, move_url, press

pytestmark = pytest.mark.django_db


def at_stage(stage, by):
    article = factories.draft(by)
    article.working_revision.stage = stage
    article.working_revision.save()
    if stage == Stage.APPROVED:
        article.approved_revision = article.working_revision
        article.save()
    return article


def state(article):
    article.refresh_from_db()
    return article.stage, article.status


MOVES = [
    ("submit", Stage.DRAFT, "contributor", (Stage.SUBMITTED, Status.UNPUBLISHED)),
    ("claim", Stage.SUBMITTED, "editor", (Stage.IN_EDIT, Status.UNPUBLISHED)),
    ("send_back", Stage.SUBMITTED, "editor", (Stage.CHANGES_REQUESTED, Status.UNPUBLISHED)),
    ("approve", Stage.IN_EDIT, "editor", (Stage.APPROVED, Status.UNPUBLISHED)),
    ("publish", Stage.APPROVED, "managing_editor", (Stage.APPROVED, Status.PUBLISHED)),
    ("archive", Stage.APPROVED, "managing_editor", (Stage.APPROVED, Status.ARCHIVED)),
]


@pytest.mark.parametrize(("move", "stage", "role", "after"), MOVES)
def test_each_button_makes_its_move(request, client, contributor, move, stage, role, after):
    article = at_stage(stage, contributor)
    client.force_login(request.getfixturevalue(role))
    assert f'name="move" value="{move}"' in client.get(change_url(article)).content.decode()
    answer = press(client, article, move, note="لأنّ")
    assert answer.status_code == 302
    assert state(article) == after
    assert article.log.first().transition == move


LOWER = {
    "claim": "contributor",
    "send_back": "contributor",
    "approve": "contributor",
    "publish": "editor",
    "archive": "editor",
}


@pytest.mark.parametrize(("move", "stage", "role", "after"), MOVES[1:])
def test_the_wrong_role_has_no_button_and_is_refused(request, client, contributor, move, stage, role, after):
    article = at_stage(stage, contributor)
    client.force_login(request.getfixturevalue(LOWER[move]))
    assert f'name="move" value="{move}"' not in client.get(change_url(article)).content.decode()
    answer = press(client, article, move, note="لأنّ")
    assert answer.status_code == 403
    assert state(article) == (stage, Status.UNPUBLISHED)
    assert not TransitionLog.objects.filter(transition=move).exists()


def test_withdrawing_needs_a_note(client, managing_editor):
    article = factories.article()
    client.force_login(managing_editor)
    press(client, article, "withdraw")
    assert state(article)[1] == Status.PUBLISHED
    press(client, article, "withdraw", note="خبر غير صحيح")
    assert state(article)[1] == Status.WITHDRAWN
    assert article.withdrawn_note == "خبر غير صحيح"


def test_looking_at_a_move_changes_nothing(client, managing_editor):
    article = at_stage(Stage.APPROVED, managing_editor)
    client.force_login(managing_editor)
    answer = client.get(move_url(article), {"move": "publish", "revision": article.working_revision_id})
    assert answer.status_code == 405
    assert state(article)[1] == Status.UNPUBLISHED


def test_a_move_out_of_order_is_refused_with_a_reason(client, managing_editor):
    article = at_stage(Stage.DRAFT, managing_editor)
    client.force_login(managing_editor)
    answer = client.post(
        move_url(article), {"move": "publish", "revision": article.working_revision_id}, follow=True
    )
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert state(article) == (Stage.DRAFT, Status.UNPUBLISHED)


@pytest.mark.parametrize(("days", "format_of_it"), [(0, "TIME_FORMAT"), (3, "SHORT_DATETIME_FORMAT")])
def test_who_changed_a_text_is_said_with_the_day_unless_it_is_today(
    client, contributor, editor, days, format_of_it
):
    article = at_stage(Stage.SUBMITTED, contributor)
    seen = article.working_revision_id
    newer = article.save_revision(factories.payload(), seen, editor)
    at = timezone.now() - timedelta(days=days)
    Revision.objects.filter(pk=newer.pk).update(created_at=at)
    expected = date_format(timezone.localtime(at), format_of_it)
    client.force_login(editor)
    answer = client.post(move_url(article), {"move": "approve", "revision": seen}, follow=True)
    [message] = answer.context["messages"]
    again = client.post(change_url(article), as_filled(article, base=seen, title="عنوان آخر"))
    for told in (message.message, str(again.context["adminform"].form.non_field_errors())):
        assert re.search(rf"(?<!\d\d ){re.escape(expected)}", told)


def test_what_moved_on_meanwhile_is_not_approved(client, contributor, editor):
    article = at_stage(Stage.SUBMITTED, contributor)
    seen = article.working_revision_id
    article.save_revision(factories.payload(title="تغيّر"), seen, editor)
    client.force_login(editor)
    client.post(move_url(article), {"move": "approve", "revision": seen})
    assert state(article)[0] == Stage.SUBMITTED


@pytest.mark.parametrize(
    "sent", [{"move": "explode"}, {"move": "publish", "revision": ""}, {"move": "publish", "at": "soon"}]
)
def test_nonsense_is_refused(client, managing_editor, sent):
    article = at_stage(Stage.APPROVED, managing_editor)
    client.force_login(managing_editor)
    answer = client.post(move_url(article), {"revision": article.working_revision_id} | sent, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert state(article) == (Stage.APPROVED, Status.UNPUBLISHED)


def test_publishing_later_is_by_the_papers_clock(client, managing_editor, settings):
    article = at_stage(Stage.APPROVED, managing_editor)
    client.force_login(managing_editor)
    day = timezone.localdate() + timedelta(days=90)
    answer = press(client, article, "publish", at=f"{day}T07:30")
    article.refresh_from_db()
    at = datetime(day.year, day.month, day.day, 7, 30, tzinfo=ZoneInfo(settings.TIME_ZONE))
    assert article.published_at == at
    assert article.is_scheduled()
    [message] = client.get(answer.url).context["messages"]
    assert date_format(timezone.localtime(at), "DATETIME_FORMAT") in message.message


@pytest.mark.parametrize("days", [-0.01, -400, 740])
def test_nothing_is_dated_back_or_into_another_age(client, managing_editor, days):
    article = at_stage(Stage.APPROVED, managing_editor)
    client.force_login(managing_editor)
    at = timezone.localtime() + timedelta(days=days)
    answer = client.post(
        move_url(article),
        {"move": "publish", "revision": article.working_revision_id, "at": f"{at:%Y-%m-%dT%H:%M}"},
        follow=True,
    )
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert state(article) == (Stage.APPROVED, Status.UNPUBLISHED)


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_the_ends_of_the_calendar_are_no_hour(client, managing_editor, at):
    article = at_stage(Stage.APPROVED, managing_editor)
    client.force_login(managing_editor)
    assert press(client, article, "publish", at=at).status_code == 302
    assert state(article)[1] == Status.UNPUBLISHED


def scheduled(by):
    article = at_stage(Stage.APPROVED, by)
    article.apply("publish", by=by, at=timezone.now() + timedelta(days=1))
    return article


def test_a_scheduled_text_is_published_at_its_hour_or_taken_off_the_schedule(client, managing_editor):
    article = scheduled(managing_editor)
    client.force_login(managing_editor)
    page = client.get(change_url(article)).content.decode()
    assert 'name="move" value="unschedule"' in page
    assert 'name="move" value="publish"' not in page
    assert 'name="at"' not in page
    press(client, article, "unschedule")
    page = client.get(change_url(article)).content.decode()
    assert 'name="move" value="publish"' in page
    assert 'name="at"' in page


def test_publishing_many_keeps_the_hour_of_what_is_scheduled(client, managing_editor):
    article, ready = scheduled(managing_editor), at_stage(Stage.APPROVED, managing_editor)
    hour = article.published_at
    client.force_login(managing_editor)
    answer = client.post(
        "/admin/articles/article/",
        {"action": "publish", "_selected_action": [article.pk, ready.pk]},
        follow=True,
    )
    assert [message.level_tag for message in answer.context["messages"]] == ["info", "success"]
    article.refresh_from_db()
    assert article.is_scheduled()
    assert article.published_at == hour


def test_who_publishes_is_told_that_it_is_public(client, managing_editor):
    article = at_stage(Stage.APPROVED, managing_editor)
    client.force_login(managing_editor)
    [message] = client.get(press(client, article, "publish").url).context["messages"]
    assert message.message == gettext("Published.")


def test_the_form_says_whether_readers_will_see_the_note(client, contributor, managing_editor):
    client.force_login(managing_editor)
    for article, is_public in ((factories.article(), True), (at_stage(Stage.SUBMITTED, contributor), False)):
        page = client.get(change_url(article)).content.decode()
        assert (gettext("Say why. Readers will see this note.") in page) is is_public
        assert (gettext("Say why. The note reaches those concerned.") in page) is not is_public


@pytest.mark.parametrize("note", ["", " \n "])
def test_sending_back_needs_a_note(client, contributor, editor, note):
    article = at_stage(Stage.SUBMITTED, contributor)
    client.force_login(editor)
    answer = press(client, article, "send_back", note=note)
    assert state(article) == (Stage.SUBMITTED, Status.UNPUBLISHED)
    assert not article.log.filter(transition="send_back").exists()
    assert [message.level_tag for message in client.get(answer.url).context["messages"]] == ["error"]


def test_a_stranger_to_a_text_moves_nothing(client, contributor):
    article = at_stage(Stage.DRAFT, factories.user(role=Role.CONTRIBUTOR))
    client.force_login(contributor)
    assert press(client, article, "submit").status_code == 403
    assert state(article)[0] == Stage.DRAFT


def test_bulk_actions_move_what_they_can_and_say_why_not(client, managing_editor):
    ready, unready = at_stage(Stage.APPROVED, managing_editor), at_stage(Stage.DRAFT, managing_editor)
    client.force_login(managing_editor)
    answer = client.post(
        "/admin/articles/article/",
        {"action": "publish", "_selected_action": [ready.pk, unready.pk]},
        follow=True,
    )
    assert [message.level_tag for message in answer.context["messages"]] == ["success", "warning"]
    assert unready.title in str(list(answer.context["messages"])[1])
    assert state(ready)[1] == Status.PUBLISHED
    assert state(unready)[1] == Status.UNPUBLISHED


def test_a_bulk_move_leaves_alone_what_moved_since_the_list_was_made(
    client, contributor, editor, managing_editor
):
    article = at_stage(Stage.APPROVED, contributor)
    client.force_login(managing_editor)
    shown = re.search(
        rf'name="shown-{article.pk}" value="([0-9-]+)"',
        client.get("/admin/articles/article/").content.decode(),
    )[1]
    article.save_revision(factories.payload(title="غيره"), base=article.working_revision_id, by=editor)
    article.apply("approve", by=editor)
    sent = {"action": "publish", "_selected_action": [article.pk], f"shown-{article.pk}": shown}
    answer = client.post("/admin/articles/article/", sent, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]
    assert state(article)[1] == Status.UNPUBLISHED


def test_bulk_actions_are_those_of_the_role(client, contributor, managing_editor):
    article = at_stage(Stage.APPROVED, contributor)
    client.force_login(contributor)
    offered = {
        value
        for value, _label in client.get("/admin/articles/article/")
        .context["action_form"]["action"]
        .field.choices
    }
    assert offered == {"", "submit", "recall"}
    client.post("/admin/articles/article/", {"action": "publish", "_selected_action": [article.pk]})
    assert state(article)[1] == Status.UNPUBLISHED


def test_a_forged_row_number_is_refused_by_the_list(client, managing_editor):
    client.force_login(managing_editor)
    for forged in ("abc", "9" * 25):
        answer = client.post("/admin/articles/article/", {"action": "archive", "_selected_action": [forged]})
        assert answer.status_code == 400


STANDS_OUT = re.compile(r'<(?:form|details) class="move move--on"')


@pytest.mark.parametrize(
    ("stage", "status", "role", "leads_on"),
    [
        (Stage.SUBMITTED, Status.UNPUBLISHED, "editor", True),
        (Stage.APPROVED, Status.UNPUBLISHED, "managing_editor", True),
        # To ask for changes, to withdraw, to archive: nothing that is to look like the next step.
        (Stage.APPROVED, Status.UNPUBLISHED, "editor", False),
        (Stage.APPROVED, Status.PUBLISHED, "managing_editor", False),
    ],
)
def test_only_a_button_that_leads_on_stands_out(request, client, stage, status, role, leads_on):
    article = factories.article(stage=stage, status=status)
    client.force_login(request.getfixturevalue(role))
    page = client.get(change_url(article)).content.decode()
    assert 'class="moves"' in page
    assert bool(STANDS_OUT.search(page)) == leads_on


def test_beside_a_text_stands_why_it_was_sent_back_until_it_is_handed_in_again(client, contributor, editor):
    article = at_stage(Stage.SUBMITTED, contributor)
    for reason in ("الأولى", "اختصر المقدّمة"):
        article.apply("send_back", by=editor, note=reason)
        last = article.why_sent_back()
        client.force_login(contributor)
        page = client.get(change_url(article)).content.decode()
        beside = page.partition('class="beside"')[2].partition('class="moves"')[0]
        assert reason in beside
        assert str(editor) in beside
        article.apply("submit", by=contributor)
    assert last.note == "اختصر المقدّمة"
    assert article.why_sent_back() is None
    page = client.get(change_url(article)).content.decode()
    assert 'class="reason"' not in page


def test_beside_a_text_stands_that_nobody_approved_it(client, contributor, editor, managing_editor):
    article = factories.draft(contributor)
    article.apply("publish_urgently", by=managing_editor, note="زلزال")
    client.force_login(editor)
    assert 'class="state__review"' in client.get(change_url(article)).content.decode()
    article.apply("review", by=editor)
    assert 'class="state__review"' not in client.get(change_url(article)).content.decode()
