"""Names stand in lists where a reader looks for them: ال and hamza do not count."""

import importlib

import pytest
from django.apps import apps

from accounts.roles import Role
from articles.models import Author, Tag
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = ["إبراهيم", "أحمد السالم", "الأسعد", "باسم", "الزيتون", "مازن"]


def test_writers_and_tags_are_sorted_without_the_article_and_hamza(client):
    client.force_login(factories.user("editor", Role.EDITOR))
    for name in reversed(NAMES):
        factories.author(name)
        Tag.objects.called(name)
    assert [author.name for author in Author.objects.all()] == NAMES
    assert [tag.name for tag in Tag.objects.all()] == NAMES
    asked = {"app_label": "articles", "model_name": "byline", "field_name": "author", "term": ""}
    offered = client.get("/admin/autocomplete/", asked).json()["results"]
    assert [row["text"] for row in offered] == NAMES
    listed = client.get("/admin/articles/tag/").context["cl"].result_list
    assert [tag.name for tag in listed] == NAMES


def test_a_new_name_moves_to_its_place():
    author = factories.author("مازن")
    factories.author("باسم")
    author.name = "الأحمد"
    author.save()
    assert Author.objects.first() == author


def test_names_from_before_get_their_place():
    author = factories.author("الزيتون")
    Author.objects.update(sorted_as="")
    importlib.import_module("articles.migrations.0012_fill_sorted_names").fill(apps, None)
    author.refresh_from_db()
    assert author.sorted_as == "زيتون"
