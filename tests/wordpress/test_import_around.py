"""What comes with the texts: pictures, comments, standing pages, old addresses."""

import re

import pytest

from articles.models import Author, Section, Tag
from images.models import Image
from pages.models import Page, Redirect
from readers.models import Comment
from tests import factories
from tests.wordpress import wxr
from tests.wordpress.paper import imported

pytestmark = pytest.mark.django_db


# Pictures


def test_attachments_become_pictures_without_files(bring):
    report = bring(
        wxr.attachment(
            9, "https://old.example/a.jpg", excerpt="<b>تعليق</b>", meta=[("_wp_attachment_image_alt", "وصف")]
        ),
        wxr.attachment(10, "https://old.example/a.mp3"),
        wxr.item(5, meta=[("_thumbnail_id", "9")]),
    )
    picture = Image.objects.get()
    assert (picture.caption, picture.alt, picture.source_url) == ("تعليق", "وصف", "https://old.example/a.jpg")
    assert not picture.file
    assert imported(5).image == picture
    assert [entry["item"] for entry in report.left_out] == [10]


def test_pictures_in_texts_are_the_attachments_where_they_can_be(bring):
    body = (
        '<p>أ</p><img src="https://old.example/a-300x200.jpg"><img class="wp-image-10" src="/x.jpg">'
        '<img src="https://old.example/alien.jpg"><img src="https://old.example/alien.jpg">'
    )
    report = bring(
        wxr.attachment(9, "https://old.example/a.jpg"),
        wxr.attachment(10, "https://old.example/b.jpg"),
        wxr.item(5, body=body),
    )
    shown = re.findall(r'data-image="(\d+)"', imported(5).body)
    pictures = [Image.objects.get(pk=pk).source_url for pk in shown]
    assert pictures == [f"https://old.example/{name}.jpg" for name in ("a", "b", "alien", "alien")]
    assert "<img" not in imported(5).body
    assert report["images"].created == 2
    assert report["pictures_in_texts"].created == 1


def test_a_gallery_shows_what_is_attached_to_the_post(bring):
    bring(
        wxr.item(5, body="[gallery]"),
        *(wxr.attachment(n, f"https://old.example/{n}.jpg", parent=5) for n in (9, 10)),
    )
    assert imported(5).body.count("<figure") == 2


# Comments


def test_comments_keep_state_and_thread_and_lose_the_network_address(bring):
    report = bring(
        wxr.item(
            5,
            comments=[
                wxr.comment(2, "جواب", parent=1),
                wxr.comment(1, "سطر\n<script>x</script><b>وسطر</b>", name="قارئ\u202e"),
                wxr.comment(3, approved="0", email="not an address"),
                wxr.comment(4, approved="spam", parent=99),
                wxr.comment(5, approved="trash"),
                wxr.comment(6, type="pingback"),
            ],
        )
    )
    comments = {comment.import_ref.rpartition(":")[2]: comment for comment in Comment.objects.all()}
    assert {number: comment.state for number, comment in comments.items()} == {
        "1": "approved",
        "2": "approved",
        "3": "pending",
        "4": "spam",
    }
    assert comments["2"].parent == comments["1"]
    assert comments["1"].text == "سطر\nوسطر"
    assert comments["1"].name == "قارئ"
    assert comments["3"].email == ""
    assert comments["4"].parent is None
    assert {entry["reason"] for entry in report.left_out} == {
        "comment in the trash",
        "not a comment of a reader: pingback",
    }


def test_comments_in_a_circle_are_not_hung_in_one(bring):
    bring(wxr.item(5, comments=[wxr.comment(1, parent=2), wxr.comment(2, parent=1)]))
    assert Comment.objects.get(import_ref="wp:old.example:1").parent is None


# Pages


def test_pages_become_standing_pages(bring):
    report = bring(
        wxr.item(2, type="page", title="من نحن", body="نص الصفحة", link="https://old.example/about-us/"),
        wxr.item(3, type="page", title="مسودة", status="draft"),
        wxr.item(4, type="page", title="محمية", password="x", comments=[wxr.comment(1)]),
    )
    pages = {page.title: page for page in Page.objects.all()}
    assert pages["من نحن"].body == "<p>نص الصفحة</p>"
    assert {title for title, page in pages.items() if page.is_public} == {"من نحن"}
    assert report.left_out[0]["reason"].startswith("1 comments")
    assert Redirect.objects.get(old_path="/about-us").new_path == pages["من نحن"].get_absolute_url()


def test_a_page_of_ours_at_the_address_is_left_alone(bring):
    ours = Page.objects.create(title="من نحن", slug="about", body="<p>كتبناه هنا</p>")
    page = wxr.item(2, type="page", title="عنّا").replace("post_name>2<", "post_name>about<")
    report = bring(page)
    assert Page.objects.get() == ours
    assert "already" in report["pages"].refused[0]["reason"]


# Old addresses


def test_old_addresses_lead_on(bring, client):
    cut = "https://old.example/2024/05/01/%d8%b9%d9%86%d9%88%d8%a7%d9%86-%d8"
    bring(
        wxr.item(5, link=cut, categories=["أخبار"], tags=["وسم"]),
        categories=[("أخبار", "%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1", "")],
        tags=[("وسم", "tag")],
    )
    address = imported(5).get_absolute_url()
    for old in (
        "/2024/05/01/%d8%b9%d9%86%d9%88%d8%a7%d9%86-%d8/",
        "/2024/05/01/%D8%B9%D9%86%D9%88%D8%A7%D9%86-%D8",
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, address)
    assert client.get("/?p=5")["Location"] == address
    assert client.get("/category/أخبار/")["Location"] == Section.objects.get().get_absolute_url()
    assert client.get("/tag/tag/")["Location"] == Tag.objects.get().get_absolute_url()


def test_the_page_of_a_picture_leads_to_the_text_that_shows_it(bring, client):
    bring(
        wxr.attachment(9, "https://old.example/a.jpg", parent=5, link="https://old.example/?attachment_id=9"),
        wxr.attachment(
            10, "https://old.example/b.jpg", parent=6, link="https://old.example/?attachment_id=10"
        ),
        wxr.item(5),
        wxr.item(6, status="draft"),
    )
    assert client.get("/?attachment_id=9")["Location"] == imported(5).get_absolute_url()
    assert client.get("/?attachment_id=10").status_code == 200


@pytest.mark.parametrize("status", ["draft", "pending", "private"])
def test_the_old_address_of_what_is_not_public_tells_nothing(bring, client, status):
    bring(wxr.item(5, status=status, link="https://old.example/secret/"))
    assert not Redirect.objects.filter(old_path__in=["/secret", "/?p=5"]).exists()
    assert client.get("/secret/").status_code == 404


def test_what_was_published_here_meanwhile_gets_its_old_address_on_the_next_run(bring):
    post = wxr.item(5, status="pending", categories=["أخبار"])
    bring(post)
    editor = factories.user(is_superuser=True)
    article = imported(5)
    for move in ("approve", "publish"):
        article.apply(move, editor)
    bring(post)
    assert Redirect.objects.get(old_path="/?p=5").new_path == article.get_absolute_url()


def test_an_address_an_editor_set_stays(bring):
    Redirect.objects.create(old_path="/?p=5", new_path="/elsewhere/")
    bring(wxr.item(5))
    assert Redirect.objects.get(old_path="/?p=5").new_path == "/elsewhere/"


def test_the_page_of_an_account_leads_to_what_it_signed(bring, client):
    bring(
        wxr.item(5, creator="Leila.S", categories=["أخبار"]),
        wxr.item(6, creator="secret", status="draft", categories=["أخبار"]),
        wxr.item(7, creator="admin", categories=["أخبار"]),
        accounts=[("Leila.S", "ليلى شعبان"), ("secret", "كاتب المسودّة"), ("admin", "admin")],
    )
    writer = Author.objects.get(name="ليلى شعبان")
    assert client.get("/author/leila-s/")["Location"] == writer.get_absolute_url()
    assert client.get("/author/leila-s/feed/")["Location"] == f"/feeds{writer.get_absolute_url()}"
    # The paper's own account signed everything.
    assert client.get("/author/admin/")["Location"] == "/archive/"
    # Who has written what is not public is told to nobody.
    assert client.get("/author/secret/").status_code == 404


def test_categories_that_are_no_section_lead_to_where_their_texts_are(bring, client):
    bring(
        wxr.item(5, categories=["كاريكاتير"]),
        wxr.item(6, categories=["غير مصنف"]),
        categories=[("كاريكاتير", "cartoon", ""), ("غير مصنف", "uncategorized", "")],
    )
    for old, number in (("/category/cartoon/", 5), ("/category/uncategorized/", 6)):
        assert client.get(old)["Location"] == imported(number).section.get_absolute_url()
