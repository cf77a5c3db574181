"""Two names that are one: everything moves, the old address leads on, and nobody does it who may not."""

import pytest
from django.contrib.admin.models import LogEntry

from accounts.roles import Role
from articles import joining
from articles.models import Article, Author, Autosave, StoryTemplate, Tag
from articles.search import search
from pages.models import Redirect
from tests import factories

pytestmark = pytest.mark.django_db

AUTHORS, TAGS = "/admin/articles/author/", "/admin/articles/tag/"


@pytest.fixture
def chief(client):
    person = factories.user("chief", Role.MANAGING_EDITOR)
    client.force_login(person)
    return person


def ask(client, address: str, *rows, **sent):
    return client.post(
        address, {"action": "join", "_selected_action": [row.pk for row in rows]} | sent, follow=True
    )


def test_a_writer_becomes_another_everywhere(client, chief):
    stays, goes = factories.author("محمد الأحمد"), factories.author("د. محمد الأحمد", bio="كاتب")
    public = factories.article(bylines=((goes.pk, "writer"),))
    both = factories.article(bylines=((stays.pk, "writer"), (goes.pk, "writer"), (goes.pk, "translator")))
    draft = factories.draft(chief, bylines=((goes.pk, "writer"),))
    other = factories.article(bylines=((factories.author("سواه").pk, "writer"),))
    StoryTemplate.objects.create(name="زاوية", payload={"title": "", "bylines": [[goes.pk, "writer"]]})
    kept = Autosave.objects.create(
        article=draft, by=chief, data={"writers": [str(goes.pk)]}, saved_at=draft.working_revision.created_at
    )
    old = goes.get_absolute_url()

    page = ask(client, AUTHORS, stays, goes)
    assert "الاسم الذي يبقى" in page.content.decode()
    assert Author.objects.filter(pk=goes.pk).exists()
    answer = ask(client, AUTHORS, stays, goes, sure="yes", into=stays.pk)

    assert "3 نصوص" in answer.content.decode()
    assert not Author.objects.filter(pk=goes.pk).exists()
    assert Author.objects.get(pk=stays.pk).bio == "كاتب"
    assert [*public.bylines.values_list("author", "role")] == [(stays.pk, "writer")]
    assert sorted(both.bylines.values_list("author", "role")) == [
        (stays.pk, "translator"),
        (stays.pk, "writer"),
    ]
    # Listed with the writer once, though signed twice.
    assert both.bylines.filter(public_at=None).count() == 1
    for text in Article.objects.exclude(pk=other.pk).select_related("working_revision"):
        assert {author for author, _role in text.working_revision.content.bylines} == {stays.pk}
    assert StoryTemplate.objects.get().payload["bylines"] == [[stays.pk, "writer"]]
    kept.refresh_from_db()
    assert kept.data["writers"] == [str(stays.pk)]
    assert other.bylines.get().author.name == "سواه"
    moved = client.get(old)
    assert (moved.status_code, moved["Location"]) == (301, stays.get_absolute_url())
    assert client.get(stays.get_absolute_url()).content.decode().count("listing__item") == 2
    assert {found.pk for found in search("الأحمد", author=stays).articles} == {public.pk, both.pk}
    entry = LogEntry.objects.get(object_id=str(stays.pk))
    assert entry.user == chief
    assert "د. محمد الأحمد" in entry.change_message


def test_a_tag_becomes_another_everywhere(client):
    client.force_login(factories.user("editor", Role.EDITOR))
    stays, goes = Tag.objects.create(name="المياه"), Tag.objects.create(name="الماء")
    public = factories.article(tags=("الماء",))
    both = factories.article(tags=("الماء", "المياه", "سدود"))
    writer = factories.user("writer", Role.CONTRIBUTOR)
    draft = factories.draft(writer, tags=("الماء",))
    old = goes.get_absolute_url()
    ask(client, TAGS, stays, goes, sure="yes", into=stays.pk)
    assert not Tag.objects.filter(pk=goes.pk).exists()
    assert [tag.name for tag in public.tags.all()] == ["المياه"]
    assert sorted(tag.name for tag in both.tags.all()) == ["المياه", "سدود"]
    draft.refresh_from_db()
    assert draft.working_revision.content.tags == (stays.pk,)
    assert len(Article.objects.get(pk=both.pk).live_revision.content.tags) == 2
    assert client.get(old)["Location"] == stays.get_absolute_url()
    assert client.get(f"/feeds{old}")["Location"] == f"/feeds{stays.get_absolute_url()}"
    assert client.get(f"/feeds{old}atom/")["Location"] == f"/feeds{stays.get_absolute_url()}atom/"
    assert client.get(stays.get_absolute_url()).content.decode().count("listing__item") == 2


def test_two_accounts_do_not_become_one(client, chief):
    one = factories.author("أوّل", user=factories.user("one", Role.CONTRIBUTOR))
    two = factories.author("ثانٍ", user=factories.user("two", Role.CONTRIBUTOR))
    answer = ask(client, AUTHORS, one, two, sure="yes", into=one.pk)
    assert "اثنان منها لحسابين" in answer.content.decode()
    assert Author.objects.count() == 2
    assert not Redirect.objects.exists()


def test_an_account_keeps_its_byline(client, chief):
    person = factories.user("one", Role.CONTRIBUTOR)
    goes, stays = factories.author("أوّل", user=person), factories.author("ثانٍ")
    ask(client, AUTHORS, goes, stays, sure="yes", into=stays.pk)
    assert Author.objects.get().user == person


@pytest.mark.parametrize(
    ("address", "model", "role", "may"),
    [
        (TAGS, Tag, Role.CONTRIBUTOR, False),
        (TAGS, Tag, Role.EDITOR, True),
        (AUTHORS, Author, Role.EDITOR, False),
        (AUTHORS, Author, Role.MANAGING_EDITOR, True),
    ],
)
def test_only_those_who_may_join_names(address, model, role, may, client):
    client.force_login(factories.user("somebody", role))
    rows = [model.objects.create(name=name) for name in ("أوّل", "ثانٍ")]
    ask(client, address, *rows, sure="yes", into=rows[0].pk)
    assert model.objects.count() == (1 if may else 2)


def test_one_name_alone_and_a_name_not_chosen_join_nothing(client, chief):
    rows = [Tag.objects.create(name=name) for name in ("أوّل", "ثانٍ", "ثالث")]
    assert "اختر اسمين على الأقلّ" in ask(client, TAGS, rows[0]).content.decode()
    ask(client, TAGS, rows[0], rows[1], sure="yes", into=rows[2].pk)
    ask(client, TAGS, rows[0], rows[1], sure="yes")
    assert Tag.objects.count() == 3


def test_what_fails_midway_changes_nothing(chief, monkeypatch):
    def fail(*_args):
        raise ConnectionError

    one, two = Tag.objects.create(name="أوّل"), Tag.objects.create(name="ثانٍ")
    text = factories.article(tags=("ثانٍ",))
    monkeypatch.setattr(joining.Redirect, "leave", fail)
    with pytest.raises(ConnectionError):
        joining.join([two], one, by=chief)
    assert text.tags.get() == two
    assert Article.objects.get(pk=text.pk).live_revision.content.tags == (two.pk,)
