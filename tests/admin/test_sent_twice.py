"""A double click, a second tab, the Back button: the same form twice does what it says once."""

import uuid

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from articles.models import Article, Revision, TransitionLog
from articles.workflow import Stage
from tests import factories
from tests.admin.forms import add_url, as_filled, change_url, press
from tests.at_once import at_once


def new(**typed) -> dict:
    return {"kind": "report", "title": "عنوان", "body": "<p>متن</p>", "form_key": str(uuid.uuid4())} | typed


def levels(answer) -> list[str]:
    return [message.level_tag for message in get_messages(answer.wsgi_request)]


@pytest.mark.django_db
def test_a_new_text_sent_twice_is_one_text(client, contributor):
    client.force_login(contributor)
    opened = client.get(add_url()).context["adminform"].form
    typed = new(form_key=opened["form_key"].value(), tags=["وسم جديد،"])
    assert client.post(add_url(), typed).status_code == 302
    article = Article.objects.get()
    again = client.post(add_url(), typed)
    assert (again.status_code, again.url) == (302, change_url(article))
    assert "error" not in levels(again)
    assert Article.objects.count() == Revision.objects.count() == 1
    assert client.get(add_url()).context["adminform"].form["form_key"].value() != typed["form_key"]


@pytest.mark.django_db
def test_what_was_added_after_going_back_is_saved_on_top(client, contributor):
    client.force_login(contributor)
    typed = new()
    client.post(add_url(), typed)
    assert client.post(add_url(), typed | {"title": "عنوان أطول"}).status_code == 302
    article = Article.objects.get()
    assert article.working_revision.title == "عنوان أطول"
    assert article.revisions.count() == 2


@pytest.mark.django_db
def test_what_was_added_after_going_back_writes_over_nobody(client, contributor, editor):
    client.force_login(contributor)
    typed = new()
    client.post(add_url(), typed)
    article = Article.objects.get()
    newer = article.save_revision(
        factories.payload(title="عنوان المحرّر"), article.working_revision_id, editor
    )
    answer = client.post(add_url(), typed | {"title": "عنوان أطول"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "عنوان أطول" in page
    assert "عنوان المحرّر" in page
    # Whoever saves again has seen it, and saves the text that there is.
    assert f'action="{change_url(article)}"' in page
    assert f'name="base" value="{newer.pk}"' in page
    article.refresh_from_db()
    assert article.working_revision == newer
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_the_key_of_somebody_elses_form_opens_nothing(client, contributor, editor, caplog):
    client.force_login(contributor)
    typed = new()
    client.post(add_url(), typed)
    client.force_login(editor)
    assert client.post(add_url(), typed | {"title": "لغيره"}).status_code == 403
    assert Article.objects.get().working_revision.title == "عنوان"
    assert f"refused: begin again article={Article.objects.get().pk} by={editor.pk}" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_new_text_sent_twice_in_the_same_moment_is_one_text(contributor):
    typed = new()

    def send():
        client = Client()
        client.force_login(contributor)
        return client.post(add_url(), typed).status_code

    assert at_once(*[send] * 4) == [302] * 4
    assert Article.objects.count() == Revision.objects.count() == 1


@pytest.mark.django_db
def test_a_change_sent_twice_is_saved_once(client, editor):
    article = factories.draft(editor)
    typed = as_filled(article, title="عنوان جديد")
    client.force_login(editor)
    for _press in range(2):
        answer = client.post(change_url(article), typed)
        assert answer.status_code == 302
        assert set(levels(answer)) == {"success"}
    assert article.revisions.count() == 2


@pytest.mark.django_db
def test_another_text_from_the_same_place_is_not_the_same_form(client, editor):
    article = factories.draft(editor)
    client.force_login(editor)
    client.post(change_url(article), as_filled(article, title="عنوان جديد"))
    answer = client.post(change_url(article), as_filled(article, title="عنوان آخر"))
    assert answer.status_code == 200
    assert "عنوان آخر" in answer.content.decode()
    assert article.revisions.count() == 2


@pytest.mark.django_db
def test_the_same_words_of_a_colleague_are_not_the_same_form(client, editor, managing_editor):
    article = factories.draft(editor)
    typed = as_filled(article, title="عنوان جديد")
    client.force_login(editor)
    client.post(change_url(article), typed)
    client.force_login(managing_editor)
    assert client.post(change_url(article), typed).status_code == 200


@pytest.mark.django_db
def test_a_button_pressed_twice_is_calm(client, contributor):
    article = factories.draft(contributor)
    client.force_login(contributor)
    sent = {"revision": article.working_revision_id, "seen": article.last_move}
    first, second = (press(client, article, "submit", **sent) for _press in range(2))
    assert levels(first) == ["success"]
    assert levels(second)[-1] == "info"
    assert TransitionLog.objects.filter(transition="submit").count() == 1
    article.refresh_from_db()
    assert article.stage == Stage.SUBMITTED
