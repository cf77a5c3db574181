"""Who is writing in a text: told to others, taken over, and let go. The check of the version guards without it too."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from articles.models import EditLock
from articles.models.edit_lock import SILENCE
from tests import factories
from tests.admin.forms import as_filled, change_url
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

SCRIPT = {"Accept": "application/json"}


def url(name: str, article) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def beat(client, article, **sent) -> dict:
    return client.post(url("heartbeat", article), {"base": article.working_revision_id, **sent}).json()


def test_the_first_who_writes_holds_the_text(client, editor, managing_editor):
    article = factories.draft(editor)
    client.force_login(editor)
    assert beat(client, article)["lock"] == ""
    client.force_login(managing_editor)
    said = beat(client, article)["lock"]
    assert "editor" in said
    assert re.search(r"\d\d:\d\d \(.+\)", said)
    assert EditLock.objects.get().by == editor


def test_looking_takes_no_lock_and_tells_who_holds_it(client, editor, managing_editor):
    article = factories.draft(editor)
    client.force_login(editor)
    assert not client.get(change_url(article)).context["lock_said"]
    assert not EditLock.objects.exists()
    EditLock.hold(article, editor)
    assert not client.get(change_url(article)).context["lock_said"]
    client.force_login(managing_editor)
    page = client.get(change_url(article))
    assert str(editor) in page.context["lock_said"]
    assert page.context["lock_said"] in page.content.decode()
    for name in ("heartbeat", "take_over", "let_go"):
        assert client.get(url(name, article)).status_code == 405
    assert EditLock.objects.get().by == editor


def test_it_lives_while_it_is_heard_of(editor, managing_editor):
    article, now = factories.draft(editor), timezone.now()
    since = EditLock.hold(article, editor, now).since
    later = now + SILENCE - timedelta(seconds=1)
    assert EditLock.hold(article, editor, later).since == since
    assert EditLock.hold(article, managing_editor, later + SILENCE / 2).by == editor
    assert EditLock.of(article, later + SILENCE) is None
    taken = EditLock.hold(article, managing_editor, later + SILENCE)
    assert (taken.by, taken.since) == (managing_editor, later + SILENCE)
    # Who comes back after a silence begins anew.
    again = later + 3 * SILENCE
    assert EditLock.hold(article, managing_editor, again).since == again


def test_taking_over_tells_the_one_who_lost_it(client, editor, managing_editor, caplog):
    caplog.set_level("INFO", "maseer.newsroom")
    article = factories.draft(editor)
    client.force_login(editor)
    beat(client, article)
    client.force_login(managing_editor)
    answer = client.post(url("take_over", article), headers=SCRIPT)
    assert answer.json()["lock"] == ""
    assert f"taken over: article={article.pk} by={managing_editor.pk}" in caplog.text
    client.force_login(editor)
    watching, lost = beat(client, article)["lock"], beat(client, article, held="1")["lock"]
    assert "managing_editor" in watching
    assert "managing_editor" in lost
    assert watching != lost


def test_without_scripts_taking_over_leads_back_to_the_text(client, editor, managing_editor):
    article = factories.draft(editor)
    EditLock.hold(article, editor)
    client.force_login(managing_editor)
    answer = client.post(url("take_over", article))
    assert (answer.status_code, answer.url) == (302, change_url(article))
    assert EditLock.objects.get().by == managing_editor


def test_a_save_lets_go_and_needs_no_lock(client, editor, managing_editor):
    article = factories.draft(editor)
    EditLock.hold(article, managing_editor)
    client.force_login(editor)
    # The version decides, not the lock; and the lock of somebody else stays theirs.
    assert client.post(change_url(article), as_filled(article, title="جديد")).status_code == 302
    assert EditLock.objects.get().by == managing_editor
    client.force_login(managing_editor)
    article.refresh_from_db()
    assert client.post(change_url(article), as_filled(article, title="أجدّ")).status_code == 302
    assert not EditLock.objects.exists()


def test_letting_go_lets_go_of_ones_own_only(client, editor, managing_editor):
    article = factories.draft(editor)
    EditLock.hold(article, editor)
    client.force_login(managing_editor)
    client.post(url("let_go", article))
    assert EditLock.objects.exists()
    client.force_login(editor)
    client.post(url("let_go", article))
    assert not EditLock.objects.exists()


def test_who_may_not_edit_holds_nothing(client, contributor, editor, caplog):
    article = factories.draft(contributor)
    article.apply("submit", by=contributor)
    client.force_login(contributor)
    assert beat(client, article)["lock"] == ""
    assert not EditLock.objects.exists()
    assert client.post(url("take_over", article)).status_code == 403
    assert f"refused: edit lock article={article.pk} by={contributor.pk}" in caplog.text
    with pytest.raises(PermissionDenied):
        EditLock.hold(article, contributor)
    EditLock.hold(article, editor)
    assert str(editor) in beat(client, article)["lock"]


def test_who_may_not_see_a_text_does_not_learn_who_writes_it(client, contributor, editor):
    article = factories.draft(factories.user(role=Role.CONTRIBUTOR))
    EditLock.hold(article, editor)
    client.force_login(contributor)
    for name in ("heartbeat", "take_over", "let_go"):
        assert client.post(url(name, article)).status_code == 403
    assert EditLock.objects.get().by == editor


def test_a_beat_tells_of_a_newer_text(client, editor, managing_editor):
    article = factories.draft(editor)
    opened = article.working_revision_id
    client.force_login(editor)
    assert beat(client, article)["newer"] == ""
    article.save_revision(factories.payload(), opened, managing_editor)
    assert "managing_editor" in beat(client, article, base=opened)["newer"]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_at_once_one_holds_it_and_all_agree_who():
    people = [factories.user(role=Role.EDITOR) for _ in range(5)]
    article = factories.draft(people[0])
    article.working_revision.content  # noqa: B018  read before the threads share the row
    answers = at_once(*((lambda by=person: EditLock.hold(article, by).by_id) for person in people))
    assert set(answers) == {EditLock.objects.get().by_id}
