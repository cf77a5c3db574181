"""What deleting something would do is counted, whatever the size of the archive."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Series, Source, Tag
from images.models import Gallery, Image
from maseer.lib import backoffice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client, managing_editor):
    client.force_login(managing_editor)
    return managing_editor


def confirmation(client, row):
    return client.get(f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/delete/")


def make(kind: str):
    """A row, and what makes one more article that refers to it."""
    if kind == "tag":
        row = Tag.objects.called("ماء")
        return row, lambda: factories.article(tags=("ماء",))
    if kind == "author":
        row = factories.author()
        return row, lambda: factories.article(bylines=((row.pk, "writer"),))
    if kind == "section":
        row = factories.section()
        return row, lambda: factories.article(section=row.pk)
    if kind == "image":
        row = factories.image()
        return row, lambda: factories.article(image=row.pk)
    row = {"source": Source, "series": Series}[kind].objects.create(name="اسم")
    return row, lambda: factories.article(**{kind: row.pk})


@pytest.mark.parametrize("kind", ["tag", "author", "section", "source", "series", "image"])
def test_the_queries_do_not_grow_and_nothing_of_an_article_is_read(client, boss, kind):
    row, one_more = make(kind)
    # A session's first page is written down.
    client.get(reverse("admin:index"))
    counts = []
    for more in (1, 12):
        for _ in range(more):
            one_more()
        with CaptureQueriesContext(connection) as queries:
            answer = confirmation(client, row)
        assert answer.status_code == 200
        counts.append(len(queries))
        assert not [query for query in queries if '"articles_article"."body"' in query["sql"]]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", ["author", "section", "source", "series"])
def test_what_articles_need_is_protected(client, boss, kind):
    row, one_more = make(kind)
    one_more()
    assert confirmation(client, row).context["protected"]
    client.post(f"/admin/articles/{kind}/{row.pk}/delete/", {"post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_section_with_parts_and_a_picture_in_a_gallery_are_protected(client, boss):
    parent, image = factories.section(), factories.image()
    factories.section(parent=parent)
    Gallery.objects.create(name="النهر").items.create(image=image)
    for row in (parent, image):
        assert confirmation(client, row).context["protected"]


def test_what_goes_and_what_stays_behind_is_counted(client, boss, monkeypatch):
    monkeypatch.setattr(backoffice, "MOST_COUNTED", 2)
    tag, one_more_tagged = make("tag")
    image, one_more_pictured = make("image")
    for _ in range(3):
        one_more_tagged()
        one_more_pictured()
    assert "2+" in dict(confirmation(client, tag).context["model_count"]).values()
    assert "2+" in confirmation(client, image).content.decode()
    for row in (tag, image):
        address = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/delete/"
        assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Tag.objects.exists()
    assert not Image.objects.exists()


def test_many_are_deleted_together_unless_one_is_protected(client, boss):
    free, used = factories.section("حرّ"), factories.section("مستعمل")
    factories.article(section=used.pk)
    chosen = {"action": "delete_selected", "_selected_action": [free.pk, used.pk], "post": "yes"}
    assert client.post("/admin/articles/section/", chosen).status_code == 200
    assert type(free).objects.count() == 2
    client.post("/admin/articles/section/", chosen | {"_selected_action": [free.pk]})
    assert list(type(free).objects.all()) == [used]


def test_who_may_not_delete_is_told_so(client, editor):
    client.force_login(editor)
    row, _ = make("tag")
    assert confirmation(client, row).status_code == 403
    assert Tag.objects.exists()


def test_texts_are_not_deleted_from_their_list_not_even_by_a_superuser(client):
    """Each on its own page, which says what goes with it; the list asks nobody whether it was ever public."""
    chief = factories.user(is_staff=True, is_superuser=True)
    text = factories.article()
    client.force_login(chief)
    sent = {"action": "delete_selected", "_selected_action": text.pk, "post": "yes"}
    client.post("/admin/articles/article/", sent)
    assert type(text).objects.filter(pk=text.pk).exists()
    assert "delete_selected" not in client.get("/admin/articles/article/").content.decode()
