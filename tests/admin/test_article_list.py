import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
    assert counts[0] <= 12


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


@pytest.mark.parametrize(
    ("question", "found"),
    [("احمد", ["رحلة أحمد"]), ("الاقتصاد", ["مسوّدة عن الاقتصاد"]), ("لا شيء", [])],
)
def test_search_folds_live_titles_and_looks_into_drafts(client, editor, question, found):
    factories.article(title="رحلة أحمد")
    factories.draft(editor, title="مسوّدة عن الاقتصاد")
    client.force_login(editor)
    assert titles(client.get(LIST, {"q": question})) == found


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
