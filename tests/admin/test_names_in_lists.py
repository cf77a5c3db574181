"""Names stand in lists, and are found in them, where a reader looks: ال, hamza and tashkeel do not count."""

import importlib

import pytest
from django.apps import apps

from accounts.roles import Role
from articles.models import Author, SavedFilter, SearchSynonym, StoryTemplate, Tag
from images.models import Gallery, Image
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


def test_templates_kept_lists_and_synonyms_are_sorted_in_the_same_way(client):
    editor = factories.user("editor", Role.MANAGING_EDITOR)
    client.force_login(editor)
    for name in reversed(NAMES):
        template = StoryTemplate()
        template.fill(name, factories.payload())
        template.save()
        SavedFilter.keep(editor, name, "kind__exact=news")
        SearchSynonym.objects.create(one=name, other="غيره")
    listed = client.get("/admin/articles/article/").context
    assert [kept.name for kept in listed["saved_filters"]] == NAMES
    assert [template.name for template in listed["templates"]] == NAMES
    templates = client.get("/admin/articles/storytemplate/").context["cl"].result_list
    assert [template.name for template in templates] == NAMES
    pairs = client.get("/admin/articles/searchsynonym/").context["cl"].result_list
    assert [pair.one for pair in pairs] == NAMES


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


def test_templates_and_synonyms_from_before_get_their_place():
    pair = SearchSynonym.objects.create(one="الزيتون", other="غيره")
    template = StoryTemplate.objects.create(name="الزيتون", payload={})
    for model in (SearchSynonym, StoryTemplate):
        model.objects.update(sorted_as="")
    importlib.import_module("articles.migrations.0016_fill_sorted_templates_and_synonyms").fill(apps, None)
    for row in (pair, template):
        row.refresh_from_db()
        assert row.sorted_as == "زيتون"


def test_pictures_and_galleries_are_found_as_names_are(client):
    client.force_login(factories.user("editor", Role.EDITOR))
    picture = factories.image(alt="سوق المدينةِ", credit="أحمد السالم")
    factories.image(alt="غيرها")
    gallery = Gallery.objects.create(name="أبواب المدينة")
    for field, row, words in (("image", picture, "مدينه احمد"), ("gallery", gallery, "ابواب المدينه")):
        asked = {"app_label": "articles", "model_name": "article", "field_name": field, "term": words}
        offered = client.get("/admin/autocomplete/", asked).json()["results"]
        assert [found["id"] for found in offered] == [str(row.pk)], field
    picture.credit = "باسم"
    picture.save(update_fields=["credit"])
    assert client.get("/admin/images/image/", {"q": "احمد"}).context["cl"].result_count == 0
    assert client.get("/admin/images/image/", {"q": "باسم"}).context["cl"].result_count == 1


def test_pictures_from_before_are_found_too():
    picture = factories.image(alt="سوق المدينةِ")
    Image.objects.update(words="")
    importlib.import_module("images.migrations.0003_fill_words").fill(apps, None)
    picture.refresh_from_db()
    assert "المدينه" in picture.words


def test_what_is_made_of_a_field_is_saved_with_it_and_with_no_other():
    picture, person = factories.image(alt="سوق"), factories.user("someone", display_name="باسم")
    picture.caption, person.display_name = "المدينة", "الأحمد"
    picture.save(update_fields=["failures"])
    person.save(update_fields=["is_staff"])
    for row in (picture, person):
        row.refresh_from_db()
    assert ("المدينه" in picture.words, person.sorted_as) == (False, "باسم")
    picture.caption, person.display_name = "المدينة", "الأحمد"
    picture.save(update_fields=["caption"])
    person.save(update_fields=["display_name"])
    for row in (picture, person):
        row.refresh_from_db()
    assert ("المدينه" in picture.words, person.sorted_as) == (True, "احمد")
