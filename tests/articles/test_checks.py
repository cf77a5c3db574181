"""What is looked at before a text goes out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Level, SearchDocument, Series, Source
from articles.models import checks as rules
from articles.models.payload import Kind
from articles.models.search_document import place
from articles.workflow import Status
from images.models import Gallery
from pages.models import Page, Redirect
from tests import factories
from tests.articles.whole import BODY, found, only, whole

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Kind)
def test_a_whole_text_passes(kind):
    gallery = Gallery.objects.create(name="معرض")
    gallery.items.create(image=factories.image(credit="تصوير: ليان"))
    assert found(whole(kind=kind, gallery=gallery.pk)) == {}


SHORT_TITLE = "قصير"
NEWS_TITLE = "وصل القطار الأوّل إلى ميناء الرمل"

# Fields that differ from a whole text, and the check that finds something then (None: none does).
CASES = [
    ({"section": None}, "section"),
    ({"title": SHORT_TITLE}, "title_length"),
    ({"title": SHORT_TITLE, "kind": Kind.LITERATURE}, None),
    ({"title": "حرف " * 30}, "title_length"),
    # 20 letters that a reader counts, whatever stands above, below and between them.
    ({"title": "عَـــــنَـــــا" * 5}, "title_length"),
    ({"title": "عَـنَـا" * 7}, None),
    ({"title": f"{NEWS_TITLE}."}, "title_end"),
    ({"title": f"{NEWS_TITLE}…"}, "title_end"),
    ({"title": f"{NEWS_TITLE}؟"}, None),
    ({"deck": ""}, "deck"),
    ({"deck": "", "kind": Kind.CARTOON}, None),
    ({"deck": "كلام " * 50}, "deck"),
    ({"body": "<p>سطر واحد.</p>"}, "body_length"),
    ({"body": "<p>سطر واحد.</p>", "kind": Kind.LITERATURE}, None),
    ({"bylines": ()}, "signature"),
    ({"bylines": (), "kind": Kind.OPINION}, "byline"),
    ({"bylines": (), "kind": Kind.LITERATURE}, "byline"),
    ({"image": None}, "picture"),
    ({"image": None, "kind": Kind.CARTOON}, "drawn"),
    ({"kind": Kind.GALLERY}, "drawn"),
    ({"source_url": "https://example.com/x"}, "source"),
    ({"body": f"{BODY}<p>المصدر: وكالة الأنباء</p>"}, "source_line"),
    ({"body": f"{BODY}<p>قال المصدر: لا تعليق.</p>"}, None),
    ({"tags": ()}, "tags"),
    ({"tags": tuple(f"وسم {letter}" for letter in "ابتثجحخد")}, None),
    ({"tags": tuple(f"وسم {letter}" for letter in "ابتثجحخدذ")}, "tags"),
]


@pytest.mark.parametrize(("changes", "name"), CASES)
def test_each_check_finds_what_it_looks_for_and_nothing_else(changes, name):
    assert found(whole(**changes)) == (only(name) if name else {})


def test_a_title_without_letters_and_an_empty_text_are_found():
    assert found(replace(whole(), title="…"))["title"] == Level.BLOCK
    assert found(whole(body="")) == only("body")
    assert found(whole(body="", kind=Kind.CARTOON)) == {}


def test_every_check_is_in_a_case():
    elsewhere = {
        "title",
        "body",
        "title_repeated",
        "alt",
        "credit",
        "original",
        "links",
        "links_later",
        "part",
    }
    assert {name for _changes, name in CASES if name} | elsewhere == set(rules.CHECKS)


def test_a_title_that_another_text_of_these_days_has_is_found():
    old, new = timezone.now() - timedelta(days=30), timezone.now() - timedelta(days=2)
    twin = factories.article(title="وَصَلَ القطار الأول إلى ميناء الرمل", published_at=old)
    assert found(whole()) == {}
    SearchDocument.objects.filter(article=twin).update(ord=place(new, twin.pk))
    assert found(whole()) == only("title_repeated")
    # Its own title is no other text's.
    assert found(whole(), article=twin) == {}
    SearchDocument.objects.filter(article=twin).update(ord=-twin.pk)
    assert found(whole()) == {}


def test_the_search_for_a_twin_is_the_head_of_an_index():
    recent = SearchDocument.objects.filter(pk__gte=place(timezone.now())).exclude(article=1)
    plan = recent.filter(heading="ا").order_by("-pk").explain()
    # PostgreSQL reads a table of no rows as it lies.
    assert "INTEGER PRIMARY KEY (rowid>?)" in plan or connection.vendor == "postgresql"


# Pictures


def test_a_picture_without_description_stops_a_text_wherever_it_stands():
    bare = factories.image(alt="", credit="تصوير: ليان", caption="جسر")
    gallery = Gallery.objects.create(name="معرض")
    gallery.items.create(image=bare)
    for changes, field in (
        ({"image": bare.pk}, "image"),
        ({"body": f'{BODY}<figure data-image="{bare.pk}"></figure>'}, "body"),
        ({"body": f'{BODY}<p><img data-image="{bare.pk}"></p>'}, "body"),
        ({"gallery": gallery.pk}, "gallery"),
    ):
        article = factories.article(status=Status.UNPUBLISHED)
        [finding] = rules.findings(article, whole(**changes))
        assert (finding.check.name, finding.level) == ("alt", Level.BLOCK)
        assert (finding.fault.field, finding.fault.picture) == (field, bare.pk)
        assert "جسر" in finding.message


def test_a_picture_that_stands_in_two_places_is_told_of_once():
    bare = factories.image(alt="", credit="تصوير: ليان")
    article = factories.article(status=Status.UNPUBLISHED)
    payload = whole(image=bare.pk, body=f'{BODY}<figure data-image="{bare.pk}"></figure>')
    [finding] = rules.findings(article, payload)
    assert finding.fault.field == "image"


def test_a_description_given_in_the_text_is_one():
    bare = factories.image(alt="", credit="تصوير: ليان")
    assert found(whole(body=f'{BODY}<p><img data-image="{bare.pk}" alt="جسر قديم"></p>')) == {}


def test_a_picture_without_credit_is_found():
    assert found(whole(image=factories.image().pk)) == only("credit")


def test_a_long_gallery_is_told_of_in_a_few_sentences():
    gallery = Gallery.objects.create(name="معرض")
    for _ in range(9):
        gallery.items.create(image=factories.image())
    article = factories.article(status=Status.UNPUBLISHED)
    messages = [finding.message for finding in rules.findings(article, whole(gallery=gallery.pk))]
    assert len(messages) == rules.MOST_OF_A_KIND
    assert "4" in messages[-1]


# Sources


def test_a_source_that_asks_for_it_needs_the_address_of_the_original():
    strict = Source.objects.create(name="وكالة", is_canonical=True)
    free = Source.objects.create(name="نشرة", is_canonical=False)
    assert found(whole(source=strict.pk)) == only("original")
    assert found(whole(source=strict.pk, source_url="https://example.com/x")) == {}
    assert found(whole(source=free.pk)) == {}


def test_who_republishes_needs_no_writer():
    free = Source.objects.create(name="نشرة", is_canonical=False)
    assert found(whole(source=free.pk, bylines=(), body=f"{BODY}<p>المصدر: نشرة</p>")) == {}


def test_a_text_in_a_series_says_which_part_it_is():
    series = Series.objects.create(name="سلسلة").pk
    assert found(whole(series=series)) == only("part")
    assert found(whole(series=series, series_part=2)) == {}


# Links


def linked(*addresses, **changes):
    links = "".join(f'<p><a href="{address}">رابط</a></p>' for address in addresses)
    return whole(body=BODY + links, **changes)


def test_links_that_lead_nowhere_are_found(settings):
    hidden = factories.article(status=Status.UNPUBLISHED)
    gone = factories.article(status=Status.WITHDRAWN, published_at=timezone.now())
    Page.objects.create(title="مسوّدة", slug="hidden", is_public=False)
    for address in (
        f"/{hidden.pk}/",
        f"/{gone.pk}/كلمات/",
        f"{settings.SITE_URL}/{hidden.pk}/",
        "/999999/",
        "/99999999999999999999999/",
        "/sections/لا-قسم/",
        "/authors/nobody/",
        "/tags/nothing/",
        "/series/nothing/",
        "/sources/nothing/",
        "/pages/hidden/",
        "/pages/nothing/",
        "/nowhere",
        "nowhere/",
        "/admin/articles/article/",
    ):
        assert found(linked(address)) == only("links"), address


def test_links_that_lead_somewhere_are_not(settings):
    there, section, author = factories.article(), factories.section("أخبار الناس"), factories.author("ليلى")
    Page.objects.create(title="شروط", slug="terms")
    Redirect.objects.create(old_path="/old-one", new_path=f"/{there.pk}/")
    own = factories.article(status=Status.UNPUBLISHED)
    good = linked(
        f"/{there.pk}/",
        there.get_absolute_url(),
        f"/{there.pk}/other-words",
        f"{settings.SITE_URL}/{there.pk}/?from=mail#top",
        section.get_absolute_url(),
        f"/authors/{author.slug}",
        "/pages/terms/",
        "/contact/",
        "/search/?q=ماء",
        "/",
        settings.SITE_URL,
        "/Old-One/",
        "#note",
        f"/{own.pk}/",
        "https://example.com/nowhere/",
        "//example.com/nowhere/",
        "mailto:desk@example.com",
        "http://[broken",
    )
    assert found(good, article=own) == {}


def test_a_link_to_a_text_to_come_warns_unless_that_is_public_first():
    tomorrow = timezone.now() + timedelta(days=1)
    coming = factories.article(published_at=tomorrow)
    text = linked(f"/{coming.pk}/")
    assert found(text) == only("links_later")
    assert found(text, at=tomorrow + timedelta(hours=1)) == {}


def test_many_links_and_pictures_cost_no_more_questions_than_one(django_assert_max_num_queries):
    article = factories.article(status=Status.UNPUBLISHED)
    pictures = [factories.image() for _ in range(12)]
    shown = "".join(f'<figure data-image="{image.pk}"></figure>' for image in pictures)
    names = ("sections", "authors", "tags", "series", "sources", "pages")
    addresses = [f"/{name}/{slug}/" for name in names for slug in "abcdefgh"]
    addresses += [f"/{number}/" for number in range(10**6, 10**6 + 30)]
    gallery = Gallery.objects.create(name="معرض")
    payload = linked(*addresses, gallery=gallery.pk, source=Source.objects.create(name="وكالة").pk)
    payload = replace(payload, body=payload.body + shown)
    # Levels, pictures, gallery, source, twin; articles, six kinds of rows, old addresses.
    with django_assert_max_num_queries(13):
        rules.findings(article, payload)
