"""Importing again, not at all, or halfway; and the file that WordPress itself is tried with."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Author, CheckLevel, Level, Section, Series, Source, Tag
from articles.workflow import Status
from images.models import Image
from maseer.wordpress.export import ExportError
from maseer.wordpress.importer import Importer
from readers.models import Comment
from tests import factories
from tests.wordpress import wxr
from tests.wordpress.paper import NOW, counted, imported

pytestmark = pytest.mark.django_db


# Again


def whole_paper():
    return wxr.export(
        wxr.attachment(9, "https://old.example/a.jpg"),
        wxr.item(
            5,
            title="رؤية (1 – 2)",
            categories=["رشا عمران", "مقالات"],
            tags=["وسم"],
            body="رشا عمران\n\nنص\n\n<img src='https://x.example/b.jpg'>\n\nالمصدر: المدن",
            meta=[("_thumbnail_id", "9")],
            comments=[wxr.comment(1), wxr.comment(2, parent=1)],
            excerpt="ملخص",
        ),
        wxr.item(6, status="future", at="2025-01-01 00:00:00", categories=["مقالات"]),
        wxr.item(7, title="كاريكاتير", categories=["كاريكاتير"]),
        wxr.item(8, status="draft", title="مسودة"),
        wxr.item(2, type="page", title="صفحة"),
    )


def test_a_second_run_adds_and_changes_nothing(bring):
    bring(whole_paper())
    before, changed = counted(), list(Article.objects.order_by("pk").values())
    report = bring(whole_paper()).as_dict()
    assert counted() == before
    assert list(Article.objects.order_by("pk").values()) == changed
    for kind in (
        "articles",
        "pages",
        "sections",
        "authors",
        "tags",
        "images",
        "comments",
        "sources",
        "series",
    ):
        assert (report[kind]["created"], report[kind]["updated"]) == (0, 0), kind
        assert report[kind]["unchanged"] > 0, kind
    assert report["redirects"]["created"] == 0


def test_a_change_in_wordpress_is_taken_over(bring):
    bring(whole_paper())
    report = bring(whole_paper().replace("نص\n", "نص جديد\n"))
    assert report["articles"].updated == 1
    assert "نص جديد" in imported(5).body
    assert imported(5).status == Status.PUBLISHED


def test_an_edit_made_here_survives(bring):
    bring(whole_paper())
    editor = factories.user(is_superuser=True)
    # An old text lacks what the checks ask of a new one.
    CheckLevel.objects.bulk_create(
        CheckLevel(check_name=name, level=Level.WARN) for name in ("alt", "original")
    )
    article = imported(5)
    payload = article.working_revision.content
    article.save_revision(
        type(payload)(**payload.__dict__ | {"title": "عنوان من عندنا"}), article.working_revision_id, editor
    )
    article.apply("approve", editor)
    article.apply("publish", editor)
    report = bring(whole_paper().replace("نص\n", "نص جديد\n"))
    assert (imported(5).title, "نص جديد" in imported(5).body) == ("عنوان من عندنا", False)
    assert report.edited_here == 1
    assert report["articles"].updated == 0


@pytest.mark.parametrize("model", [Author, Section, Source, Series, Tag])
def test_a_name_changed_here_is_not_brought_back(bring, model):
    bring(whole_paper())
    row = model.objects.get(name={Section: "مقالات"}.get(model) or model.objects.order_by("pk").first().name)
    row.name = "اسم جديد"
    row.save()
    before = counted()
    bring(whole_paper())
    assert counted() == before


def test_a_moderated_comment_and_a_mended_caption_stay(bring):
    bring(whole_paper())
    Comment.objects.update(state=Comment.State.REMOVED)
    Image.objects.update(caption="كتبناه هنا")
    bring(whole_paper())
    assert set(Comment.objects.values_list("state", flat=True)) == {"removed"}
    assert set(Image.objects.values_list("caption", flat=True)) == {"كتبناه هنا"}


def test_two_sites_with_the_same_numbers_do_not_collide(bring):
    bring(wxr.item(5, title="هنا"))
    bring(wxr.item(5, title="هناك"), address="https://other.example")
    assert imported(5).title == "هنا"
    assert imported(5, "other.example").title == "هناك"


# Nothing, or everything


def test_a_dry_run_reports_the_same_and_keeps_nothing(bring):
    before = counted()
    dry = bring(whole_paper(), dry_run=True).as_dict()
    assert counted() == before
    wet = bring(whole_paper()).as_dict()
    assert dry.pop("dry_run")
    assert not wet.pop("dry_run")
    assert dry == wet


@pytest.mark.parametrize(
    "broken",
    [
        whole_paper().removesuffix(wxr.TAIL),
        whole_paper().replace("مسودة", "&unknown;"),
        whole_paper().replace("<rss", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss"),
    ],
)
def test_a_broken_file_leaves_the_database_as_it_was(bring, broken):
    before = counted()
    with pytest.raises(ExportError):
        bring(broken)
    assert counted() == before


def test_a_failure_halfway_leaves_the_database_as_it_was(bring, monkeypatch):
    before = counted()

    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("maseer.wordpress.comments.Comments.bring", stop)
    with pytest.raises(KeyboardInterrupt):
        bring(whole_paper())
    assert counted() == before


def test_unchanged_articles_cost_no_question_each(bring):
    posts = [wxr.item(number, categories=["أخبار"], tags=["وسم"]) for number in range(1, 41)]
    bring(*posts)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        bring(*posts)
    assert len(queries) < 40


# The real thing


@pytest.mark.skipif(not wxr.SHARED.is_dir(), reason="../shared/data is not here")
def test_the_test_data_of_wordpress_itself_goes_in(bring):
    report = Importer(wxr.SHARED / "themeunittestdata.wordpress.xml", now=NOW).run().as_dict()
    assert report["articles"]["by_status"] == {"publish": 56, "draft": 1, "future": 1}
    taken = sum(
        report[kind]["created"] + len(report[kind]["refused"]) for kind in ("articles", "pages", "images")
    )
    others = [entry["item"] for entry in report["left_out"] if entry["reason"].startswith("not a")]
    assert {entry["decided"] for entry in report["categories"]} == {"section", "unsorted"}
    assert set(Author.objects.values_list("name", flat=True)) == {"Theme Buster", "Theme Reviewer"}
    assert Article.objects.get(title__contains="Password").status == Status.ARCHIVED
    # 186 items: 58 posts, 21 pages, 35 pictures, 70 menu entries, a film and a song; and four linkbacks.
    assert taken == 58 + 21 + 35
    assert len(others) == 70 + 2 + 4
    assert not Article.objects.filter(body__contains="[caption").exists()
    assert not Article.objects.filter(body__contains="[gallery").exists()
