"""The list of everybody who has written for the paper."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import writers
from articles.models import Author, Byline
from tests.articles.hidden import CANARY, STATES, hidden
from tests.factories import article, author, image
from tests.page_tree import read

pytestmark = pytest.mark.django_db

LIST = "/authors/"
BUDGET = 7


def signed(*names: str, **fields) -> list[Author]:
    made = [author(name, **fields) for name in names]
    article(bylines=tuple((one.pk, "writer") for one in made))
    return made


def page(client, address: str = LIST):
    answer = client.get(address)
    assert answer.status_code == 200
    return read(answer.content.decode())


def names(shown) -> list[str]:
    return shown.texts(".byline__name")


def test_writers_stand_under_their_letters_without_the_article_and_hamza(client):
    signed("مازن", "الأسعد", "باسم", "إبراهيم", "أحمد السالم", "Zeina", "بشرى")
    shown = page(client)
    assert names(shown) == ["Zeina", "إبراهيم", "أحمد السالم", "الأسعد", "باسم", "بشرى", "مازن"]
    assert shown.texts(".register__mark") == shown.texts(".letters a") == ["Z", "ا", "ب", "م"]
    assert [link.attributes["href"] for link in shown.all(".letters a")] == ["#Z", "#ا", "#ب", "#م"]
    assert shown.all("#م .byline") == []
    assert not shown.all(".paging")


def test_a_writer_is_shown_with_a_face_and_one_line(client):
    signed("ليلى", portrait=image(), role="شاعرة", bio="سيرة")
    signed("مازن", bio="وُلد في حلب " + "وعاش فيها " * 20)
    first, second = page(client).all(".register__people li")
    assert len(first.all("img")) == 1
    assert first.texts(".byline__role") == ["شاعرة"]
    assert second.texts(".byline__role")[0].startswith("وُلد في حلب")
    assert second.texts(".byline__role")[0].endswith("…")
    assert not second.all("img")


@pytest.mark.parametrize("state", STATES)
def test_whose_texts_readers_do_not_find_is_not_listed(state, client):
    hidden(state, bylines=((author(f"{CANARY} كاتب").pk, "writer"),))
    author(f"{CANARY} بلا نصوص")
    signed("ليلى")
    assert names(page(client)) == ["ليلى"]


def test_whose_name_was_taken_away_is_not_listed(client):
    for one in signed("باسم", "غادة"):
        one.anonymise()
    signed("كاتب سابق في الصحيفة", "ليلى")
    assert names(page(client)) == ["كاتب سابق في الصحيفة", "ليلى"]


def test_a_long_list_has_pages_and_each_letter_leads_to_its_own(client, monkeypatch):
    monkeypatch.setattr(writers, "ON_A_PAGE", 3)
    everybody = ["أحمد", "إيمان", "باسم", "بشرى", "جاد", "ليلى", "مازن", "مريم"]
    signed(*reversed(everybody))
    met, address = [], LIST
    while address:
        shown = page(client, address)
        met += names(shown)
        assert shown.texts(".letters a") == ["ا", "ب", "ج", "ل", "م"]
        onward = shown.all("[rel=next]")
        address = onward[0].attributes["href"] if onward else ""
        address = address and LIST + address
    assert met == everybody
    to_m = next(link for link in shown.all(".letters a") if link.text == "م").attributes["href"]
    shown = page(client, LIST + to_m)
    assert names(shown) == ["مازن", "مريم"]
    assert names(page(client, LIST + shown.all("[rel=prev]")[0].attributes["href"])) == everybody[3:6]


@pytest.mark.parametrize("begins", ["مازن", "مآزن", "\0مازن", "مَازن"])
def test_one_begins_where_one_likes_as_one_spells(begins, client):
    signed("باسم", "مازن")
    assert names(page(client, f"{LIST}?from={begins}")) == ["مازن"]
    assert names(page(client, f"{LIST}?from=يي")) == []


def test_what_is_asked_does_not_grow_with_the_writers(client, monkeypatch, django_assert_max_num_queries):
    signed("ليلى", portrait=image())
    with CaptureQueriesContext(connection) as one:
        page(client)
    for number in range(20):
        signed(f"كاتب {number:02}", portrait=image((60, 40)))
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(many) == len(one) <= BUDGET
    monkeypatch.setattr(writers, "ON_A_PAGE", 5)
    with django_assert_max_num_queries(BUDGET):
        page(client, f"{LIST}?from=كاتب 10")


def test_readers_come_there_from_the_foot_and_from_a_writer(client):
    (writer,) = signed("ليلى")
    assert page(client, "/").all(f"footer [href={LIST}]")
    assert page(client, writer.get_absolute_url()).texts(f".writer [href={LIST}]") == ["الكتّاب"]


def test_a_paper_without_texts_has_a_list_without_names(client):
    assert page(client).all(".empty")
    assert not Byline.objects.exists()
