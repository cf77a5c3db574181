"""A long study says what is in it, and is entered at any of its headings."""

import re

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

BODY = "<p>تمهيد</p>" + "".join(f"<h2>باب {number}</h2><p>كلام</p>" for number in (1, 2, 3))


def page_of(client, **fields) -> str:
    return client.get(factories.article(**fields).get_absolute_url()).content.decode()


def test_each_line_of_the_contents_leads_to_its_heading(client):
    page = page_of(client, kind="study", body=BODY)
    lines = re.findall(r'<li><a href="#(part-[0-9])">(.+?)</a>', page)
    assert lines == [("part-1", "باب 1"), ("part-2", "باب 2"), ("part-3", "باب 3")]
    assert re.findall(r'<h2 id="(part-[0-9])">', page) == [place for place, _words in lines]


def test_a_short_study_and_a_text_of_another_kind_have_none(client):
    assert "contents" not in page_of(client, kind="study", body=BODY.partition("<h2>باب 3")[0])
    assert "contents" not in page_of(client, kind="news", body=BODY)
