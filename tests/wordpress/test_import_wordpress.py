"""The import of texts: the right state, never a more public one, and what their habits become."""

import pytest

from accounts.models import User
from articles.models import Article, Author, Section, Series, Source, Tag, TransitionLog
from articles.workflow import Stage, Status
from maseer.lib import html
from tests import factories
from tests.wordpress import wxr
from tests.wordpress.paper import NOW, imported

pytestmark = pytest.mark.django_db


# States


@pytest.mark.parametrize(
    ("fields", "status", "stage", "reported"),
    [
        ({"status": "publish"}, Status.PUBLISHED, Stage.APPROVED, None),
        ({"status": "draft", "gmt": "0000-00-00 00:00:00"}, Status.UNPUBLISHED, Stage.DRAFT, None),
        ({"status": "pending"}, Status.UNPUBLISHED, Stage.SUBMITTED, None),
        ({"status": "private"}, Status.ARCHIVED, Stage.APPROVED, None),
        ({"status": "publish", "password": "x"}, Status.ARCHIVED, Stage.APPROVED, "notes"),
        ({"status": "future", "at": "2025-08-01 09:00:00"}, Status.PUBLISHED, Stage.APPROVED, None),
        ({"status": "future", "at": "2025-06-01 09:00:00"}, Status.UNPUBLISHED, Stage.APPROVED, "overdue"),
        ({"status": "pitch"}, Status.UNPUBLISHED, Stage.DRAFT, "notes"),
    ],
)
def test_a_post_keeps_its_state_or_a_less_public_one(bring, fields, status, stage, reported):
    report = bring(wxr.item(5, categories=["أخبار"], **fields)).as_dict()
    article = imported(5)
    assert (article.status, article.stage) == (status, stage)
    assert report["articles"]["by_status"] == {fields["status"]: 1}
    assert Article.objects.published(NOW).exists() == (fields == {"status": "publish"})
    assert [entry["item"] for entry in report["overdue"]] == ([5] if reported == "overdue" else [])
    assert [entry["item"] for entry in report["notes"]] == ([5] if reported == "notes" else [])
    assert article.log.get().transition == TransitionLog.IMPORT


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "trash"}, "in the trash"),
        ({"status": "auto-draft"}, "never written: auto-draft"),
        ({"type": "nav_menu_item"}, "not an article or page: nav_menu_item"),
    ],
)
def test_what_is_left_out_is_reported(bring, fields, reason):
    report = bring(wxr.item(5, title="متروك", **fields)).as_dict()
    assert report["left_out"] == [{"item": 5, "title": "متروك", "reason": reason}]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": "ع" * 251}, "longer than 250 letters"),
        ({"title": "", "body": "<p> </p>"}, "neither a title nor words"),
        ({"body": "ك" * (html.MAX_LENGTH + 1)}, f"longer than {html.MAX_LENGTH} letters"),
        ({"at": "0000-00-00 00:00:00"}, "no date"),
        ({"id": 0}, "no number"),
        ({"id": "٥"}, "no number"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_the_rest_goes_in(bring, fields, reason):
    report = bring(wxr.item(**{"id": 5} | fields), wxr.item(6, categories=["أخبار"])).as_dict()
    assert [reason in entry["reason"] for entry in report["articles"]["refused"]] == [True]
    assert [article.import_ref for article in Article.objects.all()] == ["wp:old.example:6"]


def test_a_number_used_twice_is_refused(bring):
    report = bring(wxr.item(5, title="الأول"), wxr.item(5, title="الثاني"))
    assert Article.objects.get().title == "الأول"
    assert report["articles"].refused[0]["title"] == "الثاني"


def test_a_post_without_a_title_is_called_by_its_first_words(bring):
    bring(wxr.item(5, title="", body="كلام كثير في البداية"))
    assert imported(5).title == "كلام كثير في البداية"


# What it becomes


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("مقالات", "opinion"),
        ("حوارات", "interview"),
        ("أبحاث ودراسات", "study"),
        ("أدب وثقافة", "literature"),
        ("تحقيقات وتقارير", "report"),
        ("متابعات", "report"),
        ("أخبار", "news"),
        ("المعرض", "gallery"),
        ("شيء آخر", "news"),
    ],
)
def test_the_section_gives_the_kind(bring, category, kind):
    bring(wxr.item(5, categories=[category]))
    assert (imported(5).kind, imported(5).section.name) == (kind, category)


def test_a_writer_kept_as_a_category_signs_and_is_no_section(bring):
    bring(
        wxr.item(5, categories=["رشا عمران", "مقالات"], body="رشا عمران\n\nنص"),
        wxr.item(6, categories=["مقالات"]),
    )
    article = imported(5)
    assert [writer.name for writer in article.writers] == ["رشا عمران"]
    assert article.body == "<p>نص</p>"
    assert [section.name for section in Section.objects.all()] == ["مقالات"]
    assert not imported(6).writers


def test_a_writer_known_here_is_found_by_folded_name(bring):
    known = factories.author("أحمد العلي")
    bring(wxr.item(5, categories=["مقالات"], body="احمد العلى\n\nنص"))
    assert imported(5).writers == [known]
    assert Author.objects.count() == 1


def test_the_account_signs_where_nobody_else_does(bring):
    accounts = [("samar", "سمر يزبك"), ("old", "old")]
    bring(wxr.item(5, creator="samar"), wxr.item(6, creator="old"), accounts=accounts)
    assert [writer.name for writer in imported(5).writers] == ["سمر يزبك"]
    assert imported(6).writers == []


def test_sections_tags_and_sources_are_found_by_folded_name(bring):
    section, source = factories.section("أخبار"), Source.objects.create(name="القدس العربي")
    tag = Tag.objects.create(name="إدلب")
    bring(wxr.item(5, categories=["اخبار"], tags=["ادلب", "إدلب"], body="نص\n\nالمصدر: القدس العربى"))
    article = imported(5)
    assert (article.section, article.source, list(article.tags.all())) == (section, source, [tag])
    assert article.body == "<p>نص</p>"


def test_of_two_sections_the_inner_one_is_first(bring):
    bring(
        wxr.item(5, categories=["أم", "بنت"]),
        categories=[("أم", "mother", ""), ("بنت", "daughter", "mother")],
    )
    article = imported(5)
    assert article.section.name == "بنت"
    assert article.section.parent.name == "أم"
    assert {placement.section.name for placement in article.placements.all()} == {"أم", "بنت"}


def test_what_is_public_without_a_category_gets_a_section_outside_the_menu(bring):
    bring(wxr.item(5), wxr.item(6, status="draft"))
    assert imported(5).section.name == "متفرقات"
    assert not imported(5).section.in_menu
    assert imported(6).working_revision.content.section is None


def test_a_large_blog_gets_a_menu_of_ten(bring):
    bring(*(wxr.item(categories=[f"قسم {number}"]) for number in range(15)))
    assert Section.objects.count() == 15
    assert Section.objects.in_menu().count() == 10


@pytest.mark.parametrize(
    ("categories", "body", "title"),
    [
        (["المعرض", "كاريكاتير"], "", "كاريكاتير — 1 مايو 2024"),
        (["كاريكاتير"], "", "كاريكاتير — 1 مايو 2024"),
        (["المعرض", "كاريكاتير"], "بقلم: علي فرزات", "كاريكاتير: علي فرزات — 1 مايو 2024"),
    ],
)
def test_a_cartoon_called_cartoon_gets_a_title(bring, categories, body, title):
    bring(wxr.item(5, title="كاريكاتير", categories=categories, body=body))
    article = imported(5)
    assert (article.title, article.kind, article.section.name) == (title, "cartoon", "المعرض")
    assert not Section.objects.named("كاريكاتير").exists()


def test_a_cartoon_shows_the_picture_of_its_text(bring):
    bring(wxr.item(5, categories=["كاريكاتير"], body='<img src="https://old.example/c.jpg">'))
    assert imported(5).image.source_url == "https://old.example/c.jpg"


def test_parts_make_a_series(bring):
    bring(wxr.item(5, title="رؤية (1 – 2)"), wxr.item(6, title="رؤية (2 - 2) "))
    series = Series.objects.get()
    assert series.name == "رؤية"
    assert [(part.pk, part.series_part) for part in Article.objects.in_parts(series)] == [
        (imported(5).pk, 1),
        (imported(6).pk, 2),
    ]


def test_only_twenty_tags_are_kept_and_it_says_so(bring):
    report = bring(wxr.item(5, tags=[f"وسم {number}" for number in range(25)]))
    assert imported(5).tags.count() == 20
    assert "20 of 25" in report.notes[0]["reason"]


def test_nobody_gets_an_account_or_a_right(bring):
    bring(wxr.item(5, creator="boss"), accounts=[("boss", "المدير")])
    assert not User.objects.exists()
    assert Author.objects.get().user is None
