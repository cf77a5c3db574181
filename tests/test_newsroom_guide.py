"""docs/newsroom.md says what the code does, in the words of the interface."""

import re

import pytest
from django.utils.translation.trans_real import DjangoTranslation

from docs import newsroom_tables
from docs.newsroom_tables import GUIDE, OPEN, TABLES

TEXT = GUIDE.read_text(encoding="utf-8")


def test_every_table_is_in_the_guide():
    assert sorted(newsroom_tables.tables_in(TEXT)) == sorted(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_what_the_code_does(name):
    there = newsroom_tables.tables_in(TEXT)[name]
    built = newsroom_tables.as_it_should_be(name, there)
    assert there == built, f"`make guide` writes it so:\n\n{built}"


def test_no_cell_waits_for_its_words():
    waiting = [name for name, table in newsroom_tables.tables_in(TEXT).items() if f"| {OPEN} |" in table]
    assert waiting == []


def test_what_is_in_bold_is_a_word_of_the_interface():
    catalogue = DjangoTranslation("ar", domain="django")._catalog
    spoken = {words for part in catalogue._catalogs for words in part.values()}
    named = {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", TEXT, re.DOTALL)}
    assert named - spoken == set()


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it():
    pictures = re.findall(r"!\[(.*?)\]\((.+?)\)", TEXT)
    assert all(words for words, _file in pictures)
    files = {GUIDE.parent / file for _words, file in pictures}
    assert files == set((GUIDE.parent / "img").iterdir())
    assert sum(file.stat().st_size for file in files) < 700_000
