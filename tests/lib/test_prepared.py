"""Prepared query sets find what plain ones find, whoever asks, and make their SQL once."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import NotSupportedError, connection
from django.db.models import Value
from django.db.models.sql.compiler import SQLCompiler

from articles.models import Article, SearchTerm
from maseer.lib.prepared import Given, Prepared
from tests import factories
from tests.at_once import at_once


@pytest.fixture
def words(db):
    return SearchTerm.objects.bulk_create(
        SearchTerm(word=f"w{number:02}", texts=number) for number in range(45)
    )


TEXTS = Prepared(lambda words: SearchTerm.objects.filter(word__in=words).values_list("word", "texts"))


@pytest.mark.parametrize("many", [0, 1, 19, 20, 21, 45])
def test_any_number_of_keys_is_asked_for(words, many):
    asked = [f"w{number:02}" for number in range(many)]
    assert dict(TEXTS(asked)) == {word: number for number, word in enumerate(asked)}
    assert TEXTS(["nothing"]) == []


def test_the_sql_is_made_once_for_lists_of_about_a_length(words, monkeypatch):
    made, plain = [], SQLCompiler.as_sql
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *given: made.append(1) or plain(*given))
    prepared = Prepared(lambda words: SearchTerm.objects.filter(word__in=words).order_by("word"))
    assert [row.texts for row in prepared(["w03", "w01"])] == [1, 3]
    assert [row.texts for row in prepared(["w07"])] == [7]
    assert len(made) == 1
    assert len(prepared(f"w{number:02}" for number in range(30))) == 30
    assert len(made) == 2


@pytest.mark.django_db
def test_what_goes_along_is_asked_for_by_name():
    texts = [factories.article(), factories.article()]
    at = texts[1].published_at
    prepared = Prepared(
        lambda numbers: (
            Article.objects.published(Given("now")).select_related("section").filter(pk__in=numbers)
        )
    )
    numbers = [texts[1].pk, 10**9, texts[0].pk]
    found = prepared.in_this_order(numbers, now=at)
    assert found == [texts[1], texts[0]]
    assert [text.section for text in found] == [text.section for text in reversed(texts)]
    # The same moment on another clock, and one before all of them.
    assert prepared.in_this_order(numbers, now=at.astimezone(timezone(timedelta(hours=3)))) == found
    assert prepared.in_this_order(numbers, now=datetime(2001, 1, 1, tzinfo=UTC)) == []


@pytest.mark.django_db
def test_objects_are_as_those_of_a_plain_query_set(django_assert_num_queries):
    picture = factories.image(alt="كناري")
    texts = [factories.article(image=picture.pk), factories.article()]
    assert [bool(text.image) for text in texts] == [True, False]

    def cards(numbers):
        queryset = Article.objects.select_related("section", "image", "search_document").order_by("pk")
        return queryset.defer("body").filter(pk__in=numbers)

    numbers = [text.pk for text in texts]
    prepared, plain = Prepared(cards)(numbers), list(cards(numbers))
    assert [vars(row).keys() for row in prepared] == [vars(row).keys() for row in plain]
    names = [field.attname for field in Article._meta.concrete_fields if field.name != "body"]
    for row, other in zip(prepared, plain, strict=True):
        with django_assert_num_queries(0):
            assert [getattr(row, name) for name in names] == [getattr(other, name) for name in names]
            assert (row.section, row.image, row.search_document) == (
                other.section,
                other.image,
                other.search_document,
            )
            assert row.search_document.article is row
        with django_assert_num_queries(1):
            assert row.body
        assert row.body == other.body
        assert (row._state.adding, row._state.db) == (False, "default")
    assert prepared[0].image.file.url == plain[0].image.file.url
    prepared[0].save()
    assert Article.objects.count() == 2
    assert Prepared(cards)([]) == []
    with pytest.raises(NotSupportedError):
        Prepared(lambda numbers: cards(numbers).annotate(one=Value(1)))(numbers)


@pytest.mark.django_db
def test_what_is_asked_is_no_pattern():
    for word in ("a%b", "axb", "a_b"):
        SearchTerm.objects.create(word=word, texts=1)
    words = SearchTerm.objects.order_by("word").values_list("word", flat=True)
    prepared = Prepared(lambda _keys: words.filter(word__startswith=Given("begins")))
    assert prepared(begins="a%") == ["a%b"]
    assert prepared(begins="a_") == ["a_b"]
    assert prepared(begins="a\\") == []
    assert set(prepared(begins="a")) == {"a%b", "axb", "a_b"}


@pytest.mark.django_db(transaction=True)
def test_each_thread_is_answered_what_it_asked():
    SearchTerm.objects.bulk_create(SearchTerm(word=f"w{number:02}", texts=number) for number in range(45))

    def asks(number):
        return lambda: {tuple(TEXTS([f"w{number:02}"])) for _ in range(50)}

    assert at_once(*map(asks, range(6))) == [{((f"w{number:02}", number),)} for number in range(6)]
    connection.close()
    assert TEXTS(["w44"]) == [("w44", 44)]
