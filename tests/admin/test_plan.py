"""The plan of a text: shown to all who see it, changed by those who may plan."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles.models import Plan, Priority
from tests import factories
from tests.admin.forms import change_url

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def plan_url(article) -> str:
    return f"{LIST}{article.pk}/plan/"


def typed(article, **changes) -> dict:
    """The form as it opens, with `changes` typed into it."""
    plan = article.plan
    shown = {
        "priority": plan.priority,
        "assignee": plan.assignee.pk if plan.assignee else "",
        "due_at": f"{timezone.localtime(plan.due_at):%Y-%m-%dT%H:%M}" if plan.due_at else "",
        "embargo_until": f"{timezone.localtime(plan.embargo_until):%Y-%m-%dT%H:%M}"
        if plan.embargo_until
        else "",
    }
    return shown | {f"initial-{name}": value for name, value in shown.items()} | changes


def state(article) -> Plan:
    article.refresh_from_db()
    return article.plan


def test_a_plan_is_agreed_on_by_the_papers_clock(client, contributor, editor, settings):
    article = factories.draft(contributor)
    client.force_login(editor)
    day = timezone.localdate() + timedelta(days=3)
    answer = client.post(
        plan_url(article),
        typed(
            article, priority=2, assignee=contributor.pk, due_at=f"{day}T18:30", embargo_until=f"{day}T07:00"
        ),
        follow=True,
    )
    assert answer.request["PATH_INFO"] == change_url(article)
    at = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(settings.TIME_ZONE))
    expected = Plan(contributor, at.replace(hour=18, minute=30), Priority.URGENT, at.replace(hour=7))
    assert state(article) == expected
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]
    assert article.log.get().transition == "plan"
    # Shown as it was sent, and nothing is changed by sending it again.
    assert f'value="{day}T18:30"' in answer.content.decode()
    client.post(plan_url(article), typed(article))
    assert article.log.count() == 1


def test_what_a_colleague_agreed_on_meanwhile_stays(client, contributor, editor):
    article = factories.draft(contributor)
    opened = typed(article, priority=1)
    due = timezone.now().replace(second=7, microsecond=0) + timedelta(days=1)
    article.replan(Plan(assignee=contributor, due_at=due), by=editor)
    client.force_login(editor)
    client.post(plan_url(article), opened)
    assert state(article) == Plan(contributor, due, Priority.HIGH)


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_at": "tomorrow"},
        {"due_at": "0001-01-01T00:00"},
        {"embargo_until": "9999-12-31T23:59"},
        {"priority": "7"},
        {"assignee": "999999"},
        {"assignee": "x"},
    ],
)
def test_what_cannot_be_read_is_said_and_kept(client, contributor, editor, wrong):
    article = factories.draft(contributor)
    client.force_login(editor)
    answer = client.post(plan_url(article), typed(article, priority=1) | wrong)
    assert answer.status_code == 200
    form = answer.context["plan_form"]
    assert list(form.errors) == list(wrong)
    [(name, value)] = wrong.items()
    assert str(form[name].value()) == value
    assert state(article) == Plan()
    assert article.log.count() == 0


def test_a_refusal_of_the_verb_is_shown_with_what_was_typed(client, editor):
    article = factories.article(title="منشور")
    client.force_login(editor)
    day = timezone.localdate() + timedelta(days=2)
    answer = client.post(plan_url(article), typed(article, embargo_until=f"{day}T10:00", priority=2))
    assert answer.context["plan_form"].non_field_errors()
    assert f'value="{day}T10:00"' in answer.content.decode()
    assert state(article) == Plan()


def test_those_who_may_not_plan_read_it_on_a_line(client, contributor, editor, caplog):
    article = factories.draft(contributor)
    due = timezone.now() - timedelta(hours=2)
    article.replan(Plan(contributor, due, Priority.HIGH), by=editor)
    client.force_login(contributor)
    page = client.get(change_url(article)).content.decode()
    assert plan_url(article) not in page
    assert 'class="plan-line"' in page
    assert "Asia/Damascus" in page
    assert client.get(plan_url(article)).status_code == 403
    assert client.post(plan_url(article), typed(article, priority=0)).status_code == 403
    assert state(article).priority == Priority.HIGH
    assert f"article={article.pk} by={contributor.pk}" in caplog.text


def test_an_editor_plans_in_their_sections_only(client, contributor, editor):
    own, other = factories.section(), factories.section()
    editor.sections.add(own)
    theirs = factories.draft(editor, section=other.pk)
    client.force_login(User.objects.get(pk=editor.pk))
    assert client.post(plan_url(theirs), typed(theirs, priority=2)).status_code == 403
    assert state(theirs).priority == Priority.NORMAL


def test_people_of_the_newsroom_are_offered_without_their_addresses(client, contributor, editor, outsider):
    gone = factories.user("gone", Role.EDITOR, is_active=False)
    administrator = factories.user("mails", Role.ADMIN, email="someone@paper.example")
    writer = factories.user("writer", Role.CONTRIBUTOR, email="writer@paper.example", display_name="كاتبة")
    article = factories.draft(contributor)
    client.force_login(editor)
    answer = client.get(plan_url(article))
    offered = set(answer.context["plan_form"].fields["assignee"].queryset)
    assert {contributor, editor, writer} <= offered
    assert offered.isdisjoint({gone, outsider, administrator})
    assert "@paper.example" not in answer.content.decode()


def test_the_list_says_who_and_when(client, contributor, editor):
    article = factories.draft(contributor)
    article.apply("submit", by=contributor)
    other = factories.user("other", Role.EDITOR, display_name="عمر الشامي")
    article.apply("claim", by=other)
    late = timezone.now() - timedelta(hours=3)
    article.replan(Plan(contributor, late, Priority.URGENT), by=editor)
    client.force_login(editor)
    page = client.get(LIST).content.decode()
    cell = page.partition('class="plan-line"')[2].partition("</tr>")[0]
    for shown in ("عمر الشامي", str(contributor), 'class="late"', str(Priority.URGENT.label)):
        assert shown in cell


def test_looking_at_a_plan_changes_nothing(client, contributor, editor):
    article = factories.draft(contributor)
    client.force_login(editor)
    assert client.get(plan_url(article), typed(article, priority=2)).status_code == 200
    assert state(article) == Plan()
