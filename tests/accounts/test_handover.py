"""What somebody has in work passes to a colleague, by an administrator who reads none of it."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AccountEvent
from accounts.roles import Role
from articles import handover
from articles.models import Article, EditLock, Plan, TransitionLog
from maseer.models import QueuedMail
from tests import factories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

HANDED_OVER = AccountEvent.Kind.HANDED_OVER


def url(person) -> str:
    return f"/admin/accounts/user/{person.pk}/hand-over/"


@pytest.fixture
def other(db):
    return factories.user("other", Role.CONTRIBUTOR, email="other@example.com")


def published(by) -> Article:
    made = factories.article()
    Article.objects.filter(pk=made.pk).update(created_by=by)
    return made


def test_drafts_pass_on_and_what_was_done_keeps_its_names(client, admin_user, contributor, other):
    idea, draft, out = (
        factories.draft(contributor, body=""),
        factories.draft(contributor),
        published(contributor),
    )
    draft.apply("submit", by=contributor)
    strangers = factories.draft(other)
    client.force_login(admin_user)
    assert client.post(url(contributor), {"receiver": other.pk}).status_code == 302
    for text in (idea, draft):
        text.refresh_from_db()
        assert text.created_by == other
        assert text.working_revision.created_by == contributor
        entry = text.log.first()
        assert (entry.transition, entry.by) == (TransitionLog.HANDED_OVER, admin_user)
        assert (entry.from_stage, entry.to_stage) == (text.stage, text.stage)
        assert text.may_see(other)
        assert not text.may_see(contributor)
    assert draft.log.filter(transition="submit", by=contributor).exists()
    out.refresh_from_db()
    assert out.created_by == contributor
    assert not strangers.log.filter(transition=TransitionLog.HANDED_OVER).exists()
    for person in (contributor, other):
        event = person.events.get(kind=HANDED_OVER)
        assert event.by == admin_user
        assert event.detail.startswith("2:")


def test_what_somebody_is_in_charge_of_passes_on_too(admin_user, contributor, editor, other):
    text = factories.draft(editor)
    text.replan(Plan(assignee=contributor), by=editor)
    assert handover.hand_over(contributor, other, by=admin_user) == 1
    text.refresh_from_db()
    assert (text.created_by, text.assignee) == (editor, other)


def test_who_receives_is_told_once_for_all(admin_user, contributor, other):
    texts = [factories.draft(contributor) for _ in range(3)]
    handover.hand_over(contributor, other, by=admin_user)
    notice = other.notices.get()
    assert notice.article == texts[-1]
    assert str(contributor) in notice.note
    assert "3" in notice.note
    assert [mail.to for mail in QueuedMail.objects.all()] == ["other@example.com"]


def test_the_administrator_sees_the_number_and_no_title(client, admin_user, contributor, other):
    factories.draft(contributor, title="كناري")
    client.force_login(admin_user)
    shown = client.get(url(contributor))
    assert shown.context["work"].texts == 1
    assert "كناري" not in shown.content.decode()
    done = client.post(url(contributor), {"receiver": other.pk}, follow=True)
    assert "كناري" not in done.content.decode()


def test_only_who_may_write_receives(client, admin_user, contributor, outsider):
    factories.draft(contributor)
    suspended = factories.user("gone", Role.CONTRIBUTOR, is_active=False)
    # An administrator who also writes would get to read what they may not see.
    admin_user.take_role(Role.CONTRIBUTOR)
    client.force_login(admin_user)
    for receiver in (outsider, suspended, contributor, admin_user):
        answer = client.post(url(contributor), {"receiver": receiver.pk})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert handover.in_work(contributor).count() == 1


def test_a_suspended_persons_drafts_pass_on(admin_user, contributor, other):
    factories.draft(contributor)
    contributor.suspend(by=admin_user)
    assert handover.hand_over(contributor, other, by=admin_user) == 1


def test_where_there_is_nothing_nothing_is_written(admin_user, contributor, other):
    with pytest.raises(ValidationError):
        handover.hand_over(contributor, other, by=admin_user)
    assert not AccountEvent.objects.exists()


def test_a_text_that_was_being_written_is_let_go(admin_user, contributor, other):
    draft = factories.draft(contributor)
    EditLock.hold(draft, contributor)
    handover.hand_over(contributor, other, by=admin_user)
    draft.refresh_from_db()
    assert EditLock.hold(draft, other).by == other


def test_an_open_form_of_an_editor_still_holds(admin_user, contributor, editor, other):
    draft = factories.draft(contributor)
    draft.apply("submit", by=contributor)
    seen = draft.last_move
    handover.hand_over(contributor, other, by=admin_user)
    draft.refresh_from_db()
    draft.apply("claim", by=editor, seen=seen)
    assert draft.claimed_by == editor


@pytest.mark.parametrize("role", ["contributor", "editor", "managing_editor"])
def test_only_administrators_hand_over(request, client, other, role):
    mine = factories.draft(other)
    person = request.getfixturevalue(role)
    client.force_login(person)
    assert client.post(url(other), {"receiver": person.pk}).status_code == 403
    mine.refresh_from_db()
    assert mine.created_by == other


def test_nobody_hands_over_for_themselves_or_for_a_superuser(client, admin_user, contributor):
    root = factories.user("root", is_staff=True, is_superuser=True)
    client.force_login(admin_user)
    for person in (admin_user, root):
        assert client.post(url(person), {"receiver": contributor.pk}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_handed_over_to_two_people_at_once_one_receives():
    boss = factories.user("boss", Role.ADMIN)
    writer, one, two = (factories.user(name, Role.CONTRIBUTOR) for name in ("writer", "one", "two"))
    texts = [factories.draft(writer) for _ in range(3)]

    def pass_on(receiver):
        def action():
            try:
                return handover.hand_over(writer, receiver, by=boss)
            except ValidationError:
                return 0

        return action

    assert sorted(at_once(pass_on(one), pass_on(two))) == [0, 3]
    assert len(set(Article.objects.filter(pk__in=[text.pk for text in texts]).values_list("created_by"))) == 1
    assert TransitionLog.objects.filter(transition=TransitionLog.HANDED_OVER).count() == 3
