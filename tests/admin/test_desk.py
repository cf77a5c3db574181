"""The first page of the back office."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from articles import dashboard
from articles.models import Plan
from tests import factories

pytestmark = pytest.mark.django_db

DESK = "/admin/"


def page(client, user) -> str:
    client.force_login(user)
    answer = client.get(DESK)
    assert answer.status_code == 200
    return answer.content.decode()


def test_somebody_with_nothing_to_do_is_told_so(client, contributor):
    shown = page(client, contributor)
    assert 'class="desk__calm"' in shown
    assert 'class="road"' in shown


def test_the_stations_lead_to_lists_with_as_many_rows(client, contributor, editor, managing_editor):
    factories.draft(contributor, body="")
    factories.draft(contributor).apply("submit", by=contributor)
    ready = factories.draft(contributor)
    ready.apply("submit", by=contributor)
    ready.apply("approve", by=editor)
    factories.article()
    factories.article(published_at=timezone.now() + timedelta(days=1))
    client.force_login(managing_editor)
    for station in client.get(DESK).context["desk"].road:
        rows = client.get(f"/admin/articles/article/?{station.query}").context["cl"].result_count
        assert rows == station.count, station.name


def test_late_texts_and_reasons_are_named(client, contributor, editor):
    late = factories.draft(contributor, title="متأخّر عن موعده")
    late.apply("submit", by=contributor)
    late.replan(Plan(due_at=timezone.now() - timedelta(hours=2), assignee=contributor), by=editor)
    back = factories.draft(contributor, title="يعود إلى كاتبه")
    back.apply("submit", by=contributor)
    back.apply("send_back", by=editor, note="أين المصدر؟")
    shown = page(client, editor)
    assert "road__stop--late" in shown
    assert 'id="desk-overdue"' in shown
    assert "أين المصدر؟" in shown
    assert "أين المصدر؟" in page(client, contributor)


def test_nothing_of_others_is_on_a_contributors_desk(client, contributor, editor):
    factories.draft(editor, title="كناري").apply("submit", by=editor)
    factories.article(title="منشور لغيره")
    shown = page(client, contributor)
    assert "كناري" not in shown
    assert "منشور لغيره" not in shown


def test_an_administrator_sees_accounts_and_no_texts(client, admin_user, editor):
    factories.draft(editor, title="كناري")
    factories.article(title="منشور")
    shown = page(client, admin_user)
    assert "/admin/accounts/invitation/add/" in shown
    assert "/admin/articles/article/" not in shown
    assert "كناري" not in shown
    assert "منشور" not in shown


def test_the_clock_has_its_zone_beside_it(client, editor):
    assert 'title="Asia/Damascus"' in page(client, editor)


def test_titles_are_text(client, editor):
    factories.draft(editor, title="<script>alert(1)</script>")
    assert "<script>alert" not in page(client, editor)


def test_the_whole_page_asks_only_so_often(client, managing_editor, contributor):
    for _ in range(12):
        factories.draft(contributor).apply("submit", by=contributor)
        factories.article()
    client.force_login(managing_editor)
    with CaptureQueriesContext(connection) as queries:
        client.get(DESK)
    # Besides the desk: the session, the account, its permissions twice, its notices, the templates.
    assert len(queries) <= dashboard.MOST_QUERIES + 10


@pytest.mark.parametrize("role", list(Role))
def test_looking_changes_nothing(client, role, editor):
    article = factories.draft(editor)
    client.force_login(factories.user(role=role))
    # The first page of a session writes down where it is.
    client.get(DESK)
    with CaptureQueriesContext(connection) as queries:
        client.get(DESK)
    written = [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []
    assert article.log.count() == 0
