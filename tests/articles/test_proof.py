"""A proof: the page a text would have, made without writing anything."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import proof
from articles.models import Article, Author, Payload, Series, Source, Tag
from articles.models.payload import Kind
from articles.workflow import Stage, Status
from images.models import Gallery
from tests.factories import article, author, draft, image, payload, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich():
    """A payload that refers to everything a text can refer to."""
    gallery = Gallery.objects.create(name="رحلة")
    gallery.items.create(image=image(), caption="في الطريق")
    inside = image()
    return {
        "title": "سدّ على نهر صغير",
        "deck": "مقدّمة طويلة",
        "body": f'<p>متن <strong>الخبر</strong>.</p><figure data-image="{inside.pk}"><img data-image="{inside.pk}" '
        f'alt="سدّ"></figure>' + "<p>كلمة كلمة كلمة.</p>" * 90,
        "section": section("أخبار").pk,
        "sections": (section("ثقافة").pk, section("بيئة").pk),
        "bylines": ((author("ليلى", portrait=image()).pk, "writer"), (author("عمر").pk, "translator")),
        "image": image(caption="السدّ", credit="رويدا").pk,
        "gallery": gallery.pk,
        "source": Source.objects.create(name="مجلّة الضفّة", url="https://diffa.example/").pk,
        "source_url": "https://diffa.example/1",
        "series": Series.objects.create(name="مدن").pk,
        "series_part": 2,
        "tags": ("المياه", "السدود"),
    }


def page(context: dict) -> str:
    request = RequestFactory().get("/")
    return render_to_string("articles/proof.html", context, request)


def main(html: str) -> str:
    return re.search(r"(?s)<main.*</main>", html)[0]


@pytest.mark.parametrize("kind", Kind.values)
def test_it_is_the_page_that_readers_find_letter_for_letter(kind, rich, client, managing_editor):
    for part in (1, 3):
        article(**rich | {"title": f"جزء {part}", "series_part": part})
    text = article(**rich | {"kind": kind}, published_at=timezone.now() - timedelta(days=3))
    text.correct("correction", "الصواب غير ذلك.", by=managing_editor)
    article(section=rich["section"], title="جار")
    public = client.get(text.get_absolute_url()).content.decode()
    # What counts is the one thing that a proof leaves out.
    assert main(page(proof.of_revision(text.live_revision) | {"counted": True})) == main(public)


def test_a_proof_counts_nothing_and_shows_no_numbers(rich):
    html = page(proof.of_revision(article(**rich).live_revision))
    for word in ("data-counted", "seen.gif", "count.js", "data-number", "data-most-read"):
        assert word not in html


def test_it_shows_the_revision_and_not_what_readers_have(rich, managing_editor):
    text = article(**rich)
    newer = text.save_revision(
        Payload.from_json(text.working_revision.payload | {"title": "عنوان جديد", "tags": ()}),
        base=text.working_revision_id,
        by=managing_editor,
    )
    html = page(proof.of_revision(newer))
    assert "عنوان جديد" in html
    assert "المياه" not in html
    text.refresh_from_db()
    assert text.title == rich["title"]
    assert text.tags.count() == 2


def test_it_writes_nothing(rich, contributor):
    text = draft(contributor, **rich)
    with CaptureQueriesContext(connection) as made:
        page(proof.of_revision(text.working_revision))
    assert [query["sql"] for query in made if not query["sql"].lstrip().upper().startswith("SELECT")] == []


def test_what_was_deleted_since_is_left_out(rich, contributor):
    text = draft(contributor, **rich)
    for model in (Source, Series, Gallery, Tag):
        model.objects.all().delete()
    Author.objects.filter(name="ليلى").delete()
    html = page(proof.of_revision(text.working_revision))
    assert rich["title"] in html
    assert "عمر" in html
    for gone in ("مجلّة الضفّة", "المياه", "ليلى", "في الطريق"):
        assert gone not in html


def test_an_idea_without_anything_but_a_title_has_a_page(contributor):
    text = draft(contributor, title="فكرة", deck="", body="", section=None)
    assert text.stage == Stage.IDEA
    assert "فكرة" in page(proof.of_revision(text.working_revision))


def test_so_has_what_is_stored_nowhere_with_tags_that_there_are_not_yet():
    html = page(proof.context_of(payload(title="جديد"), new_tags=("وسم لم يوجد",)))
    assert "جديد" in html
    assert "وسم لم يوجد" in html
    assert (Article.objects.count(), Tag.objects.count()) == (0, 0)


def test_a_text_that_was_not_cleaned_is_cleaned():
    html = page(proof.context_of(payload(body='<p onclick="x()">متن<script>alert(1)</script></p>')))
    assert "onclick" not in html
    assert "alert(1)" not in html


def test_a_proof_says_nothing_to_machines(rich, contributor):
    html = page(proof.of_revision(draft(contributor, **rich).working_revision))
    assert 'name="robots" content="noindex, nofollow"' in html
    assert not re.search(r'property="og:|rel="canonical"|name="description"', html)


def test_an_unpublished_part_stands_in_its_place_in_the_series(rich, contributor):
    for part in (1, 3):
        article(**rich | {"title": f"جزء {part}", "series_part": part})
    text = draft(contributor, **rich)
    context = proof.of_revision(text.working_revision)
    assert [part.title for part in context["parts"]] == ["جزء 1", rich["title"], "جزء 3"]
    assert (context["earlier"].title, context["later"].title) == ("جزء 1", "جزء 3")
    assert text.status == Status.UNPUBLISHED
