"""The page of a public reading list, and what the editors can do about one."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.workflow import Status
from readers.models import ReadingList
from tests.factories import article, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return user("huda77", display_name="هدى الأمين", email="huda@example.com")


@pytest.fixture
def shared(owner):
    made = ReadingList.begin(owner, "للسفر")
    made.add(article(title="ماء الفرات"))
    made.publish()
    return made


def page(client, shared) -> str:
    return client.get(shared.get_absolute_url()).content.decode()


def test_a_public_list_shows_its_texts_and_the_display_name_of_its_owner(client, shared):
    html = page(client, shared)
    assert "للسفر" in html
    assert "ماء الفرات" in html
    assert "هدى الأمين" in html
    # Nothing that opens the account, and nothing of whoever looks.
    assert "huda77" not in html
    assert "huda@" not in html
    assert "csrfmiddlewaretoken" not in html
    client.force_login(shared.owner)
    assert page(client, shared) == html


def test_a_name_is_text_and_no_markup(client, owner, shared):
    owner.display_name = "<b>هدى</b>"
    owner.save()
    shared.rename("<script>alert(1)</script>")
    html = page(client, shared)
    assert "<b>هدى" not in html
    assert "<script>alert" not in html


def test_without_a_display_name_nobody_is_named(client, owner, shared):
    owner.display_name = ""
    owner.save()
    assert "huda77" not in page(client, shared)


def test_it_is_cached_for_everybody_until_the_list_or_a_text_on_it_changes(client, shared):
    response = client.get(shared.get_absolute_url())
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies
    text = shared.articles.get()
    assert response.cache_tags == [f"list:{shared.address}", "nav", "all", f"article:{text.pk}"]
    assert 'name="robots" content="noindex"' in response.content.decode()


@pytest.mark.parametrize(
    ("status", "hours"),
    [(Status.WITHDRAWN, -1), (Status.ARCHIVED, -1), (Status.PUBLISHED, 1)],
)
def test_what_is_not_public_at_this_moment_is_left_out(client, shared, status, hours):
    when = timezone.now() + timedelta(hours=hours)
    Article.objects.update(status=status, published_at=when)
    response = client.get(shared.get_absolute_url())
    assert response.status_code == 200
    assert "ماء الفرات" not in response.content.decode()
    assert response.cache_tags[3:] == []


def hidden(shared):
    """The ways in which a list is not public."""
    yield shared.unpublish
    yield shared.bar
    yield lambda: type(shared.owner).objects.update(is_active=False)
    yield shared.delete


@pytest.mark.parametrize("way", range(4))
def test_a_private_list_answers_like_one_that_never_was(client, shared, way):
    address = shared.get_absolute_url()
    list(hidden(shared))[way]()
    unknown = client.get(reverse("readers:public_list", args=["a" * len(shared.address)]))
    answer = client.get(address)
    assert (answer.status_code, answer.content) == (404, unknown.content)
    assert answer["Cache-Control"] == unknown["Cache-Control"] == "private, no-store"


def test_a_list_is_made_public_and_private_again_by_its_owner(client, owner, shared):
    client.force_login(owner)
    switch = reverse("readers:set_list_public", args=[shared.pk])
    for sent, is_public in (("no", False), ("yes", True)):
        client.post(switch, {"public": sent})
        shared.refresh_from_db()
        assert shared.is_public is is_public
    assert shared.get_absolute_url() in client.get(reverse("readers:list", args=[shared.pk])).content.decode()


def test_a_long_public_list_has_pages(client, shared, monkeypatch):
    monkeypatch.setattr("readers.list_page.SIZE", 1)
    shared.add(article(title="خبز"))
    assert "?from=1" in page(client, shared)
    second = client.get(f"{shared.get_absolute_url()}?from=1").content.decode()
    assert "خبز" in second
    assert "ماء الفرات" not in second


@pytest.mark.parametrize("place", ["x", "-1", "9" * 40, "", "%00"])
def test_odd_places_are_the_beginning_or_nothing(client, shared, place):
    assert client.get(f"{shared.get_absolute_url()}?from={place}").status_code == 200


def test_it_costs_the_same_however_long_it_is(client, shared, django_assert_max_num_queries):
    for _ in range(20):
        shared.add(article())
    with django_assert_max_num_queries(10):
        page(client, shared)


# What the editors can do


CHANGES = reverse("admin:readers_readinglist_changelist")


def act(client, name: str, *lists):
    sent = {"action": name, "_selected_action": [each.pk for each in lists]}
    return client.post(CHANGES, sent)


def test_a_managing_editor_makes_a_list_private_for_good(client, managing_editor, owner, shared):
    client.force_login(managing_editor)
    assert act(client, "make_private", shared).status_code == 302
    shared.refresh_from_db()
    assert (shared.is_public, shared.is_barred) == (False, True)
    assert LogEntry.objects.get().object_id == str(shared.pk)
    # The owner is told, and cannot undo it.
    client.force_login(owner)
    client.post(reverse("readers:set_list_public", args=[shared.pk]), {"public": "yes"})
    shared.refresh_from_db()
    assert not shared.is_public
    assert 'class="alert"' in client.get(reverse("readers:list", args=[shared.pk])).content.decode()
    client.force_login(managing_editor)
    act(client, "allow_public", shared)
    shared.refresh_from_db()
    assert (shared.is_public, shared.is_barred) == (False, False)


@pytest.mark.parametrize("who", ["contributor", "editor", "admin_user"])
def test_nobody_else_does(client, request, shared, who):
    client.force_login(request.getfixturevalue(who))
    assert act(client, "make_private", shared).status_code == 403
    shared.refresh_from_db()
    assert shared.is_public


def test_what_people_keep_for_themselves_is_not_the_editors_business(client, managing_editor, owner, shared):
    private = ReadingList.begin(owner, "خاصّة جدًّا")
    client.force_login(managing_editor)
    listed = client.get(CHANGES).content.decode()
    assert "للسفر" in listed
    assert private.name not in listed
    change = reverse("admin:readers_readinglist_change", args=[private.pk])
    assert private.name not in client.get(change, follow=True).content.decode()
    act(client, "make_private", private)
    private.refresh_from_db()
    assert not private.is_barred


def test_an_editor_sees_what_readers_see_of_a_list_and_changes_nothing(client, managing_editor, shared):
    hidden_text = article(title="سرّ لم يُنشر")
    shared.add(hidden_text)
    Article.objects.filter(pk=hidden_text.pk).update(status=Status.WITHDRAWN)
    client.force_login(managing_editor)
    change = reverse("admin:readers_readinglist_change", args=[shared.pk])
    html = client.get(change).content.decode()
    assert "ماء الفرات" in html
    assert "سرّ لم يُنشر" not in html
    assert client.post(change, {"name": "أخرى"}).status_code == 403
