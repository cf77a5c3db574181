"""What is looked at before a text goes out, and how strictly."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from articles.models import CheckLevel, Level, SearchDocument, Series, Source
from articles.models import checks as rules
from articles.models.payload import BylineRole, Kind
from articles.models.refusals import TransitionRefused
from articles.models.search_document import place
from articles.workflow import Stage, Status
from images.models import Gallery
from pages.models import Page, Redirect
from tests import factories

pytestmark = pytest.mark.django_db

LONG = "كلمة " * 60
BODY = f"<p>{LONG}</p>"


def whole(**changes):
    """A text in which nothing is found."""
    fields = {
        "title": "وصل القطار الأوّل إلى ميناء الرمل",
        "deck": "بعد أحد عشر عامًا من الانقطاع.",
        "body": BODY,
        "tags": ("قطارات",),
    } | changes
    if "bylines" not in fields:
        fields["bylines"] = ((factories.author().pk, BylineRole.WRITER),)
    if "image" not in fields:
        fields["image"] = factories.image(credit="تصوير: ليان").pk
    return factories.payload(**fields)


def found(payload, at=None, article=None) -> dict[str, str]:
    """The names of the checks that find something, with their levels."""
    article = article or factories.article(status=Status.UNPUBLISHED)
    return {finding.check.name: finding.level for finding in rules.findings(article, payload, at)}


def only(name: str) -> dict[str, str]:
    return {name: rules.CHECKS[name].level}


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


# Moves


def handed_in(by, **changes):
    text = factories.draft(by)
    text.save_revision(whole(**changes), base=text.working_revision_id, by=by)
    text.apply("submit", by=by)
    return text


def test_what_stops_a_text_stops_its_approval_and_says_why(contributor, editor, caplog):
    text = handed_in(contributor, bylines=(), kind=Kind.OPINION, source_url="https://example.com/")
    entries = text.log.count()
    with pytest.raises(TransitionRefused) as refusal:
        text.apply("approve", by=editor)
    text.refresh_from_db()
    assert (text.stage, text.approved_revision, text.log.count()) == (Stage.SUBMITTED, None, entries)
    article = factories.article(status=Status.UNPUBLISHED)
    expected = [f.message for f in rules.findings(article, text.working_revision.content) if f.stops]
    assert refusal.value.messages[1:] == expected
    assert len(expected) == 2
    assert f"refused: approve article={text.pk} by={editor.pk} (TransitionRefused)" in caplog.text


def test_what_was_approved_is_looked_at_again_before_it_is_published(contributor, editor, managing_editor):
    target = factories.article()
    text = handed_in(contributor, body=f'{BODY}<p><a href="/{target.pk}/">رابط</a></p>')
    text.apply("approve", by=editor)
    target.apply("withdraw", by=managing_editor, note="خطأ")
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor)
    text.refresh_from_db()
    assert (text.status, text.published_at) == (Status.UNPUBLISHED, None)


def test_what_only_warns_stops_nothing(contributor, editor, managing_editor):
    text = handed_in(contributor, deck="", tags=(), image=None)
    assert len(rules.findings(text, text.working_revision.content)) == 3
    text.apply("approve", by=editor)
    text.apply("publish", by=managing_editor)
    assert text.is_public()


def test_a_schedule_is_checked_for_its_own_hour(contributor, editor, managing_editor):
    CheckLevel.objects.create(check_name="links_later", level=Level.BLOCK)
    tomorrow = timezone.now() + timedelta(days=1)
    coming = factories.article(published_at=tomorrow)
    text = factories.article(status=Status.UNPUBLISHED, body=f'{BODY}<p><a href="/{coming.pk}/">رابط</a></p>')
    with pytest.raises(TransitionRefused):
        text.apply("publish", by=managing_editor)
    text.apply("publish", by=managing_editor, at=tomorrow + timedelta(hours=1))
    assert text.is_scheduled()


def test_the_urgent_path_passes_over_them_and_says_which(contributor, managing_editor):
    text = handed_in(contributor, bylines=(), kind=Kind.OPINION)
    [finding] = rules.findings(text, text.working_revision.content)
    text.apply("publish_urgently", by=managing_editor, note="زلزال")
    assert text.is_public()
    note = text.log.first().note
    assert note.startswith("زلزال")
    assert finding.message in note


def test_but_not_over_what_no_paper_can_do_without(contributor, managing_editor):
    for name in ("title", "section"):
        CheckLevel.objects.create(check_name=name, level=Level.OFF)
    nowhere, nameless = handed_in(contributor, section=None), handed_in(contributor)
    # As an old program may have left it: no form lets it through.
    revision = nameless.working_revision
    revision.payload["title"] = "…"
    revision.save()
    for text in (nowhere, nameless):
        assert Level.BLOCK in found(text.working_revision.content, article=text).values()
        with pytest.raises(TransitionRefused):
            text.apply("publish_urgently", by=managing_editor, note="زلزال")
        text.refresh_from_db()
        assert (text.status, text.log.first().transition) == (Status.UNPUBLISHED, "submit")


def test_what_is_brought_in_is_not_checked():
    assert factories.article(kind=Kind.OPINION, body="").is_public()


# Levels


def test_a_paper_decides_how_strictly_it_is(contributor, editor):
    text = handed_in(contributor, tags=(), bylines=(), kind=Kind.OPINION)
    CheckLevel.objects.create(check_name="byline", level=Level.OFF)
    CheckLevel.objects.create(check_name="tags", level=Level.BLOCK)
    CheckLevel.objects.create(check_name="no longer there", level=Level.BLOCK)
    assert found(text.working_revision.content) == {"tags": Level.BLOCK}
    with pytest.raises(TransitionRefused):
        text.apply("approve", by=editor)
    CheckLevel.objects.filter(check_name="tags").update(level=Level.WARN)
    text.apply("approve", by=editor)
    assert text.stage == Stage.APPROVED


def test_taking_levels_is_for_who_may(editor, managing_editor, caplog):
    with pytest.raises(PermissionDenied):
        rules.take_levels({"tags": Level.BLOCK}, by=editor)
    assert not CheckLevel.objects.exists()
    caplog.set_level("INFO", "maseer.newsroom")
    rules.take_levels({"tags": Level.BLOCK, "section": Level.OFF, "deck": Level.WARN}, by=managing_editor)
    assert [record.message for record in caplog.records if record.levelname == "INFO"] == [
        f"level of check tags: block, was warn, by={managing_editor.pk}"
    ]
    assert list(CheckLevel.objects.values_list("check_name", "level")) == [("tags", Level.BLOCK)]
    assert rules.levels()["section"] == Level.BLOCK
