"""Saving a text to one's reading lists, from the page for it and by its script."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.workflow import Status
from readers.models import ReadingList, reading_list
from tests.factories import article, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    someone = user("owner")
    client.force_login(someone)
    return someone


@pytest.fixture
def kept(owner):
    return ReadingList.begin(owner, "للسفر")


def to_save(text) -> str:
    return reverse("readers:save", args=[text.pk])


def save(client, text, **sent):
    return client.post(to_save(text), sent)


def test_a_text_is_saved_to_the_chosen_lists_and_taken_off_the_others(client, owner, kept):
    text, other = article(), ReadingList.begin(owner, "للبيت")
    other.add(text)
    unseen = ReadingList.begin(owner, "من هاتفي")
    unseen.add(text)
    response = save(client, text, lists=[kept.pk], shown=[kept.pk, other.pk])
    assert response["Location"] == to_save(text)
    assert [kept.entries.count(), other.entries.count(), unseen.entries.count()] == [1, 0, 1]
    html = client.get(to_save(text)).content.decode()
    assert "حُفظ" in html or "Saved" in html
    assert len(re.findall(r'value="\d+" checked', html)) == 2


def test_a_text_is_saved_to_a_new_list(client, owner):
    text = article()
    assert 'value="' in client.get(to_save(text)).content.decode()
    save(client, text, name="لاحقًا")
    assert list(ReadingList.objects.get(owner=owner).articles.all()) == [text]


def test_a_list_that_is_full_takes_no_text_and_nothing_else_changes(client, owner, kept, monkeypatch):
    monkeypatch.setattr(reading_list, "MOST_ARTICLES", 1)
    kept.add(article())
    text, other = article(), ReadingList.begin(owner, "للبيت")
    other.add(text)
    html = save(client, text, lists=[kept.pk], shown=[kept.pk, other.pk], name="جديدة").content.decode()
    assert "للسفر" in html
    assert 'role="alert"' in html
    assert "جديدة" in html
    assert list(other.articles.all()) == [text]
    assert ReadingList.objects.count() == 2


def test_nobody_saves_to_the_lists_of_others(client, owner):
    foreign, text = ReadingList.begin(user(), "غيرها"), article()
    foreign.add(article())
    save(client, text, lists=[foreign.pk, "x", "9" * 30], shown=[foreign.pk])
    assert foreign.entries.count() == 1
    assert not foreign.entries.filter(article=text).exists()


@pytest.mark.parametrize("status", [Status.UNPUBLISHED, Status.WITHDRAWN, Status.ARCHIVED])
def test_what_is_not_public_has_no_page_to_save_it(client, owner, status):
    when = None if status == Status.UNPUBLISHED else timezone.now()
    text = article(status=status, published_at=when, title="الخزنة الحمراء")
    for response in (client.get(to_save(text)), save(client, text, name="لاحقًا")):
        assert response.status_code == 404
        assert "الخزنة الحمراء" not in response.content.decode()
    assert not ReadingList.objects.exists()


def test_a_script_gets_the_form_alone_and_is_told_what_came_of_it(client, kept):
    text, aside = article(), {"X-Fragment": "yes"}
    fragment = client.get(to_save(text), headers=aside).content.decode()
    assert "<html" not in fragment
    assert "csrfmiddlewaretoken" in fragment
    done = client.post(to_save(text), {"lists": kept.pk, "shown": kept.pk}, headers=aside)
    assert (done.status_code, done["Content-Type"]) == (201, "text/plain; charset=utf-8")
    assert "للسفر" in done.content.decode()
    taken_off = client.post(to_save(text), {"shown": kept.pk}, headers=aside)
    assert taken_off.status_code == 200
    refused = client.post(to_save(text), {"name": "للسفر"}, headers=aside)
    assert refused.status_code == 422
    assert "<html" not in refused.content.decode()
