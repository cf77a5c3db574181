"""What comes first: which texts are read for a question, and what a word weighs before one is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import SearchDocument, SearchTally
from articles.models.search_document import number_of
from articles.search import Question, candidates, ranking, search
from articles.search.frequencies import Frequencies
from tests.factories import article
from tests.search.test_finding import about, titles

pytestmark = pytest.mark.django_db


def test_of_many_texts_those_are_read_first_that_have_most_of_it_for_their_age(monkeypatch):
    now = timezone.now()
    # The same weight, but in a long text a word says less.
    article(title="قصير", body="<p>كناري</p>", published_at=now - timedelta(days=10))
    article(title="طويل", body=f"<p>كناري {'كلام ' * 200}</p>", published_at=now - timedelta(days=1))
    article(title="قديم", body="<p>كناري</p>", published_at=now - timedelta(days=4000))
    SearchTally.add_up()
    assert titles("كناري") == ["قصير", "قديم", "طويل"]
    # One at a time: the order in which they are read.
    monkeypatch.setattr(ranking, "FEWEST", 1)
    monkeypatch.setattr(ranking, "MOST", 1)
    assert titles("كناري") == ["طويل", "قصير", "قديم"]
    # Further ones with the first, if they weigh about as much.
    monkeypatch.setattr(ranking, "MOST", 3)
    assert titles("كناري") == ["قصير", "طويل", "قديم"]
    monkeypatch.setattr(ranking, "NEAR", 0.99)
    assert titles("كناري") == ["طويل", "قصير", "قديم"]


@pytest.mark.parametrize("further", ["", " صقر"])
def test_the_likeliest_are_shown_page_after_page_each_once(further, monkeypatch):
    monkeypatch.setattr(ranking, "FEWEST", 2)
    monkeypatch.setattr(ranking, "MOST", 3)
    written = about(*["كناري" + " كناري" * (at % 4) for at in range(17)])
    SearchTally.add_up()
    seen, after = [], ""
    for _page in range(9):
        found = search(f"كناري{further}", after=after, size=4)
        assert found.total == 17
        seen += [row.pk for row in found.articles]
        if not (after := found.next):
            break
    assert sorted(seen) == sorted(row.pk for row in written)


def test_no_more_texts_are_read_than_are_needed(monkeypatch):
    monkeypatch.setattr(ranking, "FEWEST", 2)
    monkeypatch.setattr(ranking, "MOST", 2)
    about(*["كناري"] * 9)
    SearchTally.add_up()
    question, now = Question.read("كناري"), timezone.now().timestamp()
    known = Frequencies(question.groups)
    chosen = candidates.with_all(question, (), (1, 1 << 62), known)
    assert [len(ranking.rank(question, chosen, known, now, enough)) for enough in (1, 3, 9, 99)] == [
        2,
        4,
        9,
        9,
    ]


def test_what_the_index_alone_takes_for_a_phrase_is_shown_last_and_counted():
    """As in documents that were written without borders."""
    texts = about(*["كناري أزرق"] * 23, "كناري أزرق")
    SearchDocument.objects.filter(article=texts[-1]).update(body=" كنار | ازرق ")
    SearchTally.add_up()
    for asked in ('"كناري أزرق"', '"كناري أزرق" خبر'):
        first = search(asked)
        assert (first.total, len(first.articles)) == (24, 20)
        second = search(asked, after=first.next)
        assert (second.total, second.next) == (24, "")
        assert {row.pk for row in first.articles + second.articles} == {text.pk for text in texts}
        assert second.articles[-1] == texts[-1]


def test_a_word_weighs_the_same_however_its_lists_are_asked_for():
    """By its place and how often it stands there, as the sum of all lists it stands in."""
    often = f"<p>كناري كناري {'كلام ' * 200}</p>"
    places = {
        "there": {"body": "<p>كناري</p>"},
        "title": {"title": "كناري"},
        "often": {"body": often},
        "very often": {"body": f"<p>{'كناري ' * 9}</p>"},
        "title, often": {"title": "كناري", "body": often},
        "title, very often": {"title": "كناري", "body": f"<p>{'كناري ' * 9}</p>"},
        "not": {"title": "صقر"},
    }
    numbers = {name: article(**given).pk for name, given in places.items()}
    SearchTally.add_up()
    question = Question.read("كناري نسر")
    known = Frequencies(question.groups)
    bounds = (1, 1 << 62)
    found = dict(candidates.with_any(question, (), bounds, known))
    weights = {number_of(ord): weight for ord, weight in found.items()}
    one = known.weight(question.groups[0])
    there, title, often, very = (int(one * share) for share in (80, 60, 40, 40))
    assert {name: weights.get(number) for name, number in numbers.items()} == {
        "there": there,
        "title": there + title,
        "often": there + often,
        "very often": there + often + very,
        "title, often": there + title + often,
        "title, very often": there + title + often + very,
        "not": None,
    }
