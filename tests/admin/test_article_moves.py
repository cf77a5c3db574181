from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.roles import Role
from articles.models import TransitionLog
from articles.workflow import Stage, Status
from tests import factories
from tests.admin.forms import change_url, move_url, press

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
    press(client, article, "publish", at="2031-05-04T07:30")
    article.refresh_from_db()
    assert article.published_at == datetime(2031, 5, 4, 7, 30, tzinfo=ZoneInfo(settings.TIME_ZONE))
    assert article.is_scheduled()


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


def test_bulk_actions_are_those_of_the_role(client, contributor, managing_editor):
    article = at_stage(Stage.APPROVED, contributor)
    client.force_login(contributor)
    offered = {
        value
        for value, _label in client.get("/admin/articles/article/")
        .context["action_form"]["action"]
        .field.choices
    }
    assert offered == {"", "submit"}
    client.post("/admin/articles/article/", {"action": "publish", "_selected_action": [article.pk]})
    assert state(article)[1] == Status.UNPUBLISHED
