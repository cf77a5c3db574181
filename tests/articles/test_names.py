"""Sections, writers, tags, sources and series: their names, their addresses, and what forgets them."""

import importlib
import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.encoding import iri_to_uri

from articles.models import Author, Section, Series, Source, Tag
from articles.search import search, suggest
from images.models import Gallery
from maseer.models import Invalidation
from pages.models import Redirect
from readers.models import ReadingList
from tests.factories import article, author, section, user

pytestmark = pytest.mark.django_db

KINDS = [Section, Author, Tag, Source, Series]


@pytest.fixture
def forgotten():
    """What caches have been told to forget since the last time it was asked."""

    def ask() -> set[str]:
        tags = set(Invalidation.objects.values_list("tag", flat=True))
        Invalidation.objects.all().delete()
        return tags

    return ask


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_has_an_empty_address(kind):
    assert kind.objects.create(name="مدن").slug == "مدن"
    with pytest.raises(ValidationError) as refused:
        kind(name="؟؟؟").full_clean()
    assert set(refused.value.message_dict) == {"name"}
    row = kind(name="قرى")
    row.full_clean()
    assert row.slug == "قرى"
    row.save()
    assert kind.objects.create(name="؟؟؟").slug == kind.cache_prefix
    with pytest.raises(IntegrityError):
        kind.objects.filter(pk=row.pk).update(slug="")


@pytest.mark.parametrize("kind", KINDS)
def test_names_that_only_signs_tell_apart_are_several(kind, client):
    rows = []
    for name in ("C", "C#", "C++"):
        row = kind(name=name)
        row.full_clean()
        row.save()
        rows.append(row)
    assert list(kind.objects.filter(name_key__startswith="c")) == rows
    assert [kind.objects.called(name) for name in ("c", "c#", "C++")] == rows
    assert [client.get(row.get_absolute_url()).status_code for row in rows] == [200, 200, 200]
    with pytest.raises(ValidationError):
        kind(name="c＋＋").full_clean()


def test_what_is_looked_for_with_signs_is_found():
    plus = article(title="لغة قديمة", tags=["C++"])
    channel = article(title="قناة جديدة", tags=["Disney+ العربية"])
    assert search("C++").articles == [plus]
    assert search("Disney+ العربية").articles == [channel]
    assert [tag.name for tag in suggest("disney+ العر").tags] == ["Disney+ العربية"]


def test_names_from_before_are_told_apart_by_their_signs(client):
    plus, reading = Tag.objects.create(name="C++"), user().reading_lists.create(name="C++")
    Tag.objects.update(name_key="c")
    ReadingList.objects.update(key="c")
    for module in (
        "articles.migrations.0014_names_apart_by_signs",
        "readers.migrations.0005_names_apart_by_signs",
    ):
        importlib.import_module(module).mark(apps, None)
    assert Tag.objects.called("C") != plus == Tag.objects.called("C++")
    assert not ReadingList.objects.named("C").exists()
    assert ReadingList.objects.named("c++").get() == reading


@pytest.mark.parametrize("kind", KINDS)
def test_an_old_address_leads_to_the_new_one(kind, client, forgotten):
    row = kind.objects.create(name="مدن", slug="first")
    first = row.get_absolute_url()
    forgotten()
    for slug in ("second", "third"):
        row.slug = slug
        row.save()
        assert {f"{kind.cache_prefix}:{slug}", "all"} <= forgotten()
    second = first.replace("first", "second")
    for old in (first, second):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, row.get_absolute_url())
    row.slug = "first"
    row.save()
    assert {f"{kind.cache_prefix}:first", f"{kind.cache_prefix}:third"} <= forgotten()
    assert client.get(first).status_code == 200
    assert client.get(second)["Location"] == client.get(first.replace("first", "third"))["Location"] == first
    assert not Redirect.objects.filter(new_path__contains="third").exists()


def test_the_old_address_is_that_of_the_row_not_of_the_form():
    row = Tag.objects.create(name="مدن", slug="first")
    opened_before = Tag.objects.get(pk=row.pk)
    row.slug = "second"
    row.save()
    opened_before.slug = "third"
    opened_before.save()
    assert set(Redirect.objects.values_list("old_path", "new_path")) == {
        ("/tags/first", "/tags/third/"),
        ("/tags/second", "/tags/third/"),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_name_is_forgotten_wherever_it_is_printed(kind, forgotten):
    row = kind.objects.create(name="مدن")
    forgotten()
    row.save()
    assert "all" not in forgotten()
    row.name = "مدائن"
    row.save()
    assert {f"{kind.cache_prefix}:{row.slug}", "all"} <= forgotten()
    assert not Redirect.objects.exists()


def test_what_articles_print_of_a_writer_is_forgotten_there(forgotten):
    writer = author("ليلى")
    forgotten()
    writer.role = "شاعرة"
    writer.save()
    assert "all" in forgotten()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("several", [False, True])
def test_what_is_deleted_is_forgotten(kind, several, forgotten):
    row = kind.objects.create(name="مدن", slug="cities")
    forgotten()
    if several:
        kind.objects.filter(pk=row.pk).delete()
    else:
        row.delete()
    assert not kind.objects.exists()
    assert {f"{kind.cache_prefix}:cities", "all"} <= forgotten()


def test_the_longest_address_can_be_forgotten(forgotten):
    """PostgreSQL refuses what does not fit; SQLite would not."""
    Section.objects.create(name="طويل", slug="ط" * 120)
    assert f"section:{'ط' * 120}" in forgotten()
    assert Invalidation._meta.get_field("tag").max_length >= 120 + len("section:")


@pytest.mark.parametrize("name", ["\u200b\u200c", "\u2060", "\u00ad"])
def test_a_name_that_nobody_can_see_is_none(name):
    with pytest.raises(ValidationError) as refused:
        Gallery(name=name).full_clean()
    assert set(refused.value.message_dict) == {"name"}


def test_a_line_that_may_be_empty_may_have_nothing_to_see():
    Author(name="ليلى", role="\u200b").full_clean()


# Sections in sections


def test_sections_have_two_levels_and_no_circles():
    top, other = section("أخبار"), section("ثقافة")
    part = section("محليات", parent=top)
    part.full_clean()
    for row, parent in ((top, top), (top, part), (top, other), (other, part)):
        row.parent = parent
        with pytest.raises(ValidationError) as refused:
            row.full_clean()
        assert "parent" in refused.value.message_dict
        row.refresh_from_db()


def test_the_parts_of_a_section_are_found_on_its_page(client):
    top = section("أخبار")
    part, hidden = section("محليات", parent=top), section("أرشيف", parent=top, in_menu=False)
    local = article(title="خبر محلّي", section=part.pk, sections=(top.pk,))
    old = article(title="خبر قديم", section=hidden.pk)
    html = client.get(top.get_absolute_url()).content.decode()
    links = re.search(r'<nav class="pagehead__links"[^>]*>(.*?)</nav>', html)[1]
    assert links == f'<a href="{part.get_absolute_url()}">محليات</a>'
    assert html.count(local.get_absolute_url()) == 1
    assert old.get_absolute_url() in html
    html = client.get(part.get_absolute_url()).content.decode()
    assert local.get_absolute_url() in html
    assert old.get_absolute_url() not in html
    assert f'<p class="pagehead__links"><a href="{top.get_absolute_url()}">' in html


def test_the_block_of_a_section_has_the_texts_of_its_parts(client):
    top = section("أخبار")
    part = section("محليات", parent=top)
    for number in range(12):
        article(title=f"رأي {number}", kind="opinion", section=part.pk)
    html = client.get("/").content.decode()
    assert html.count(f'href="{iri_to_uri(top.get_absolute_url())}"') > 1
    assert "رأي 8" in html
