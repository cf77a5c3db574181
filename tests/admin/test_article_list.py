import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from articles.admin import finding
from articles.models import Article
from articles.workflow import Stage, Status
from maseer.lib.backoffice import CappedPaginator
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def titles(answer) -> list[str]:
    return [article.working_revision.title for article in answer.context["cl"].result_list]


def test_the_number_of_queries_does_not_grow_with_the_rows(client, editor):
    client.force_login(editor)
    # The first page of a session writes down where it is.
    client.get(LIST)
    counts = []
    for more in (5, 45):
        for _ in range(more):
            factories.article(bylines=((factories.author().pk, "writer"),))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 13


def test_the_list_reads_no_bodies(client, editor):
    factories.article()
    client.force_login(editor)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert not [query for query in queries if '"articles_article"."body"' in query["sql"]]


def test_it_shows_working_titles_and_working_names(client, editor):
    article = factories.article(title="الحيّ")
    writer = factories.author("سلمى الكاتبة")
    article.save_revision(
        factories.payload(title="قيد العمل", bylines=((writer.pk, "writer"),)),
        article.working_revision_id,
        editor,
    )
    client.force_login(editor)
    page = client.get(LIST).content.decode()
    assert "قيد العمل" in page
    assert "سلمى الكاتبة" in page


def test_its_clocks_say_whose_hours_they_are(client, editor):
    factories.article()
    client.force_login(editor)
    page = client.get(LIST).content.decode()
    assert page.count("بتوقيت دمشق") == 2


@pytest.mark.parametrize(
    ("question", "found"),
    [("احمد", ["رحلة أحمد"]), ("الاقتصاد", ["مسوّدة عن الاقتصاد"]), ("لا شيء", [])],
)
def test_search_folds_live_titles_and_looks_into_drafts(client, editor, question, found):
    factories.article(title="رحلة أحمد")
    factories.draft(editor, title="مسوّدة عن الاقتصاد")
    client.force_login(editor)
    assert titles(client.get(LIST, {"q": question})) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("الفلسطينيين", "زيارة"),
        ("مدينه", "عنوان"),
        ("٢٠٢٤", "زيارة"),
        ("مدي", "عنوان"),
        ("صحفي", "عنوان"),
        ("عاجله", "زيارة"),
    ],
)
def test_editors_find_what_readers_find_and_drafts_and_new_titles_besides(client, editor, question, found):
    text = factories.article(title="زيارة", body="<p>إلى فلسطين عام 2024</p>")
    draft = factories.draft(editor, title="مسوّدة عن المدينةِ", body="<p>بقلم الصحفيّين</p>")
    text.save_revision(factories.payload(title="زيارة عاجلة"), text.working_revision_id, editor)
    factories.article(title="سواهما")
    client.force_login(editor)
    expected = {"زيارة": "زيارة عاجلة", "عنوان": draft.working_title}[found]
    assert titles(client.get(LIST, {"q": question})) == [expected]


def test_a_contributor_finds_by_stems_too_and_nothing_of_others(client, contributor, editor):
    factories.draft(contributor, title="مسوّدة", body="<p>في المدينةِ</p>")
    factories.draft(editor, title="لغيره", body="<p>في المدينة</p>")
    client.force_login(contributor)
    assert titles(client.get(LIST, {"q": "مدينه"})) == ["مسوّدة"]


def test_search_takes_a_number(client, editor):
    factories.article(title="غيره")
    article = factories.article(title="برقمه")
    client.force_login(editor)
    assert titles(client.get(LIST, {"q": str(article.pk)})) == ["برقمه"]


def test_filters(client, editor):
    factories.article(title="منشور")
    factories.draft(editor, title="مسودة")
    factories.article(title="مؤرشف", status=Status.ARCHIVED)
    client.force_login(editor)
    assert titles(client.get(LIST, {"status": "archived"})) == ["مؤرشف"]
    assert titles(client.get(LIST, {"stage": Stage.DRAFT})) == ["مسودة"]
    assert titles(client.get(LIST, {"stage": Stage.APPROVED})) == ["مؤرشف", "منشور"]
    assert titles(client.get(LIST, {"status": "scheduled"})) == []


def test_a_long_table_is_not_counted(client, editor, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "most", 2)
    for _ in range(4):
        factories.article()
    client.force_login(editor)
    assert "<bdi>2+</bdi>" in client.get(LIST).content.decode()
    paginator = CappedPaginator(Article.objects.all(), 50)
    assert (paginator.count, paginator.is_capped) == (2, True)


def test_names_are_found_as_readers_spell_them(client, editor):
    author = factories.author("أحمد الأحمد")
    client.force_login(editor)
    asked = {"app_label": "articles", "model_name": "byline", "field_name": "author", "term": "احمد"}
    found = client.get("/admin/autocomplete/", asked).json()["results"]
    assert [row["id"] for row in found] == [str(author.pk)]


def test_a_contributor_finds_their_own_texts_behind_any_number_of_others(client, contributor, monkeypatch):
    monkeypatch.setattr(finding, "MOST_FOUND", 2)
    writer = factories.author(user=contributor)
    factories.article(title="رحلة إلى النهر", bylines=((writer.pk, "writer"),))
    factories.draft(contributor, title="رحلة ثانية")
    stranger = factories.user(role=Role.EDITOR)
    for _ in range(3):
        factories.article(title="رحلة لغيره")
        factories.draft(stranger, title="رحلة مسوّدة")
    client.force_login(contributor)
    assert titles(client.get(LIST, {"q": "رحلة"})) == ["رحلة ثانية", "رحلة إلى النهر"]


def test_a_contributor_sees_what_they_began_and_what_they_sign(client, contributor, editor):
    writer = factories.author(user=contributor)
    factories.draft(editor, title="لغيره")
    factories.article(title="وقّعه", bylines=((writer.pk, "writer"), (writer.pk, "translator")))
    factories.draft(contributor, title="بدأه")
    client.force_login(contributor)
    assert titles(client.get(LIST)) == ["بدأه", "وقّعه"]


MANY = " ".join(f"word{number}x" for number in range(60))


@pytest.mark.parametrize(
    "address",
    [
        LIST,
        "/admin/images/image/",
        "/admin/images/gallery/",
        "/admin/articles/author/",
        "/admin/articles/tag/",
    ],
)
def test_a_question_of_many_words_is_cut(client, managing_editor, address):
    client.force_login(managing_editor)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, {"q": MANY}).status_code == 200
    asked = " ".join(query["sql"] for query in queries)
    assert "word7x" in asked
    assert "word8x" not in asked


def test_a_zero_byte_in_a_question_harms_nobody(client, editor):
    client.force_login(editor)
    asked = {"app_label": "articles", "model_name": "article", "field_name": "image", "term": "a\0b"}
    assert client.get("/admin/autocomplete/", asked).status_code == 200


def test_only_what_a_filter_offers_can_be_asked(client, editor):
    client.force_login(editor)
    assert client.get(LIST, {"kind__exact": "news"}).status_code == 200
    assert client.get(LIST, {"body__icontains": "x"}).status_code == 400
    assert client.get("/admin/articles/revision/", {"stage__exact": "submitted"}).status_code == 400


def test_the_list_of_revisions_repeats_the_condition_of_its_index(client, editor):
    article = factories.draft(editor, title="في الطابور")
    article.apply("submit", by=editor)
    factories.draft(editor, title="مسودة")
    client.force_login(editor)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/admin/articles/revision/", {"stage": Stage.SUBMITTED})
    assert [revision.title for revision in answer.context["cl"].result_list] == ["في الطابور"]
    rows = [query["sql"] for query in queries if '"articles_revision"."title"' in query["sql"]]
    assert rows
    assert all("'approved'" in sql and "'superseded'" in sql for sql in rows)
