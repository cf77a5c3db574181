"""What stands above the foot of every page: true numbers, or nothing."""

import pytest

from articles import most_read
from articles.models import ArticleCount
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_paper_without_numbers_or_drawings_has_nothing_there(client):
    answer = client.get("/foot/")
    assert answer.status_code == 200
    assert (answer.context["viewed"], answer.context["cartoon"]) == ([], None)


def test_the_two_most_viewed_and_the_newest_drawing_that_are_public(client, managing_editor):
    texts = [factories.article(title=f"نصّ {number}") for number in range(3)]
    drawing = factories.article(kind="cartoon", image=factories.image().pk, title="رسم")
    for number, text in enumerate(texts):
        ArticleCount.objects.create(article=text, views=100 * (number + 1), shares=number)
    most_read.work_out()
    answer = client.get("/foot/")
    assert [text for text, _ways in answer.context["viewed"]] == [texts[2], texts[1]]
    assert answer.context["cartoon"] == drawing
    assert "200 مشاهدة" in answer.content.decode()
    texts[2].apply("withdraw", managing_editor, note="خطأ")
    answer = client.get("/foot/")
    assert [text for text, _ways in answer.context["viewed"]] == [texts[1], texts[0]]
    # What nobody has shared says nothing of shares.
    assert "لا مشاركات" not in answer.content.decode()


def test_it_costs_few_questions_and_is_the_same_for_everybody(client, django_assert_max_num_queries):
    factories.article(kind="cartoon", image=factories.image().pk)
    with django_assert_max_num_queries(8):
        answer = client.get("/foot/")
    assert answer["Cache-Control"].startswith("public")
    assert not answer.cookies


def test_pages_name_the_rules_by_which_browsers_fetch_ahead(client):
    assert client.get("/")["Speculation-Rules"] == '"/speculation-rules.json"'
    answer = client.get("/speculation-rules.json")
    assert answer["Content-Type"] == "application/speculationrules+json"
    (rule,) = answer.json()["prefetch"]
    assert rule["eagerness"] == "moderate"
    assert "/accounts/*" in str(rule)
    assert "Speculation-Rules" not in client.get("/accounts/login/")
