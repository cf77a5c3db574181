"""A text that begins as another one."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from articles.models import Article
from articles.workflow import Stage, Status
from tests import factories
from tests.admin.forms import change_url

pytestmark = pytest.mark.django_db


def address(article) -> str:
    return f"/admin/articles/article/{article.pk}/duplicate/"


def test_a_copy_is_a_draft_of_whoever_asks(client, contributor, editor):
    article = factories.article(title="كاريكاتير اليوم", deck="مقدّمة", tags=["رسم"])
    client.force_login(editor)
    assert address(article) in client.get(change_url(article)).content.decode()
    answer = client.post(address(article), {"form_key": uuid.uuid4()})
    copy = Article.objects.exclude(pk=article.pk).get()
    assert answer.url == change_url(copy)
    assert copy.working_revision.content == article.working_revision.content
    assert (copy.created_by, copy.stage, copy.status) == (editor, Stage.DRAFT, Status.UNPUBLISHED)
    assert copy.published_at is None
    assert copy.plan.assignee is None
    article.refresh_from_db()
    assert article.is_public()


def test_a_button_pressed_twice_makes_one_copy(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    key = uuid.uuid4()
    answers = [client.post(address(article), {"form_key": key}) for _ in range(2)]
    assert Article.objects.count() == 2
    assert answers[0].url == answers[1].url


@pytest.mark.parametrize("key", ["", "nonsense"])
def test_a_key_is_no_condition(client, editor, key):
    article = factories.draft(editor)
    client.force_login(editor)
    assert client.post(address(article), {"form_key": key}).status_code == 302
    assert Article.objects.count() == 2


def test_nobody_copies_what_they_do_not_see(client, contributor, editor):
    article = factories.draft(editor)
    client.force_login(contributor)
    assert client.post(address(article)).status_code == 403
    administrator = factories.user(role=Role.ADMIN)
    client.force_login(administrator)
    assert client.post(address(article)).status_code == 403
    # The verb itself, too.
    for somebody in (contributor, administrator):
        with pytest.raises(PermissionDenied):
            article.duplicate(by=somebody)
    assert Article.objects.count() == 1


def test_looking_copies_nothing(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    assert client.get(address(article)).status_code == 405
    assert Article.objects.count() == 1
