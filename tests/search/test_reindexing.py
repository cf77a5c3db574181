"""Reading all articles anew: killed anywhere, it goes on; nobody notices but by better results."""

import os
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import tasks
from articles.models import (
    SearchDocument,
    SearchDue,
    SearchState,
    SearchTally,
    SearchTerm,
    Tag,
    search_rebuild,
)
from articles.models import article_queryset as querysets
from articles.search import search
from articles.search.engines import sqlite
from maseer.lib import arabic
from tests.factories import article


@pytest.mark.django_db
def test_the_command_reads_all_articles():
    texts = [article(title=f"كناري {number}") for number in range(5)]
    SearchDocument.objects.all().delete()
    SearchTerm.objects.all().delete()
    SearchTally.objects.all().delete()
    assert not search("كناري")
    out = StringIO()
    call_command("reindex_search", stdout=out)
    assert set(search("كناري").articles) == set(texts)
    assert "5 of 5" in out.getvalue()
    assert SearchTerm.objects.get(word="كنار").texts == 5
    assert SearchState.load().version == arabic.VERSION
    # A second time it begins anew, and changes nothing.
    before = set(SearchTerm.objects.values_list("word", "texts"))
    call_command("reindex_search", stdout=out)
    assert set(SearchTerm.objects.values_list("word", "texts")) == before


@pytest.mark.django_db
def test_it_goes_on_where_it_was():
    texts = [article(title=f"كناري {number}") for number in range(5)]
    SearchDocument.objects.all().delete()
    search_rebuild.begin()
    assert search_rebuild.go_on(2) == 2
    assert SearchState.load().position == texts[1].pk
    assert search("كناري").total == 2
    SearchDocument.objects.filter(article=texts[0]).delete()
    call_command("reindex_search", stdout=StringIO())
    # What was read before is not read again.
    assert set(search("كناري").articles) == set(texts[1:])


@pytest.mark.django_db
def test_it_begins_with_the_first_again_where_that_is_asked():
    texts = [article(title=f"كناري {number}") for number in range(3)]
    search_rebuild.begin()
    search_rebuild.go_on(2)
    SearchDocument.objects.all().delete()
    call_command("reindex_search", "--anew", stdout=StringIO())
    assert set(search("كناري").articles) == set(texts)


@pytest.mark.django_db
def test_a_text_that_says_the_same_is_not_written_again():
    text, other = article(title="كناري"), article(title="صقر")
    SearchTally.add_up()
    SearchDocument.objects.filter(article=other).update(surface=" ")
    search_rebuild.begin()
    with CaptureQueriesContext(connection) as asked:
        assert search_rebuild.go_on() == 2
    written = [row["sql"] for row in asked if 'O "articles_searchdocument"' in row["sql"]]
    assert len(written) == 1
    assert ("صقر" in written[0], "كناري" in written[0]) == (True, False)
    assert SearchDocument.objects.get(article=other).surface == SearchDocument.of(other).surface
    assert search("كناري").articles == [text]
    # What is counted is as it was.
    assert not SearchTally.objects.exists()


@pytest.mark.django_db
def test_the_worker_reads_all_anew_when_the_analyser_has_changed(monkeypatch):
    text = article(title="كناري")
    while tasks.read_for_search():
        pass
    assert tasks.read_for_search() == 0
    monkeypatch.setattr(arabic, "VERSION", arabic.VERSION + 1)
    SearchDocument.objects.update(title=" خطا ")
    while tasks.read_for_search():
        pass
    document = SearchDocument.objects.get(article=text)
    assert (document.title, document.version) == (" كنار ", arabic.VERSION)
    assert not search_rebuild.is_due()


def pieces_of_the_index() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT segid) FROM articles_searchindex_idx")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_worker_puts_the_pieces_of_the_index_together(monkeypatch):
    words = ["كناري", "صقر", "نسر", "غراب", "حجل"]
    for word in words:
        article(title=word)
        assert search(word)
    if connection.vendor == "postgresql":
        # Its index is one.
        assert not tasks.merge_search_index()
        return
    assert pieces_of_the_index() > 2
    while tasks.merge_search_index():
        pass
    assert pieces_of_the_index() == 1
    assert all(search(word).total == 1 for word in words)


def write_long_texts(numbers):
    for number in numbers:
        article(
            title=f"كناري {number}", body=f"<p>{' '.join(f'كلمة{number}{word}' for word in range(200))}</p>"
        )
        assert search(str(number))


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "postgresql", reason="its index is one")
def test_pieces_wait_until_they_are_a_share_of_the_largest():
    write_long_texts(range(40))
    while tasks.merge_search_index():
        pass
    assert pieces_of_the_index() == 1
    article(title="صقر")
    assert search("صقر")
    assert not tasks.merge_search_index()
    assert pieces_of_the_index() == 2
    write_long_texts(range(40, 46))
    while tasks.merge_search_index():
        pass
    assert pieces_of_the_index() == 1
    assert search("كناري").total == 46


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "postgresql", reason="its index is one")
def test_pieces_are_put_together_while_others_are_written(monkeypatch):
    write_long_texts(range(40))
    monkeypatch.setattr(sqlite, "MANY", 2)
    monkeypatch.setattr(sqlite, "PAGES", 1)
    most, written = 0, 0
    while tasks.merge_search_index():
        most = max(most, pieces_of_the_index())
        if written < 40:
            article(title=f"صقر {written}")
            assert search("صقر")
            written += 1
    # Begun anew for each text, it would leave a piece more each time.
    assert most < written
    assert pieces_of_the_index() == 1
    assert search("صقر").total == written


@pytest.mark.django_db
def test_many_articles_with_a_new_name_are_left_to_the_worker(monkeypatch):
    monkeypatch.setattr(querysets, "AT_ONCE", 2)
    texts = [article(tags=("قديم",)) for _ in range(3)]
    tag = Tag.objects.get()
    tag.name = "حديث"
    tag.save()
    assert SearchDue.objects.count() == 3
    assert search("قديم").total == 3
    while tasks.read_for_search():
        pass
    assert set(search("حديث").articles) == set(texts)
    assert not search("قديم")
    assert not SearchDue.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_killed_it_loses_nothing(tmp_path):
    texts = [
        article(title=f"كناري {number}", body="<p>" + "كلمة صغيرة " * 300 + "</p>") for number in range(60)
    ]
    SearchDocument.objects.all().delete()
    search_rebuild.begin()
    program = (
        "import os, django; django.setup()\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {str(connection.settings_dict['NAME'])!r}\n"
        "from articles.models import search_rebuild\n"
        "while search_rebuild.go_on(1): pass\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=_environment(tmp_path),
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 30
    while not SearchDocument.objects.exists() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    assert process.communicate(timeout=10)[1].decode() == ""
    assert process.returncode != 0
    read = SearchDocument.objects.count()
    assert 0 < read < 60
    call_command("reindex_search", stdout=StringIO())
    assert SearchDocument.objects.count() == 60
    assert search("كناري").total == len(texts)
    assert SearchTerm.objects.get(word="كنار").texts == 60


def _environment(tmp_path) -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "maseer.settings", "VAR_DIR": str(tmp_path)}
