"""What is offered while somebody types."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.workflow import Status
from tests import factories
from tests.factories import article

pytestmark = pytest.mark.django_db


def offered(client, words: str) -> str:
    answer = client.get("/search/suggest/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_title_a_writer_and_a_tag_are_offered_by_their_beginning(client):
    writer = factories.author("أحمد السالم")
    found = article(
        title="مدينة الملح",
        bylines=((writer.pk, "writer"),),
        tags=("مدن",),
        published_at=timezone.make_aware(timezone.datetime(2026, 11, 24, 12)),
    )
    html = offered(client, "المدين")
    assert f'<a role="option" href="/{found.pk}/"><b><mark>مدينة</mark> الملح</b>' in html
    assert "<span>أحمد السالم · 24 نوفمبر 2026" in html
    assert html.startswith("<p>نتيجة واحدة</p>")
    assert writer.get_absolute_url() in offered(client, "احم")
    assert found.tags.get().get_absolute_url() in offered(client, "مدن")


def test_the_last_row_leads_to_all_results(client):
    article(title="مدينة & ملح")
    html = offered(client, "مدينة &")
    assert html.rstrip().endswith("عرض كلّ النتائج</a>")
    assert 'href="/search/?q=%D9%85%D8%AF%D9%8A%D9%86%D8%A9+%26"' in html


def test_where_nothing_begins_like_this_the_texts_are_offered(client):
    html = offered(client, "<زرافة>")
    assert html.startswith("<p>لا عنوان ولا اسم يبدأ بهذا.</p>")
    assert "ابحث عن «<bdi>&lt;زرافة&gt;</bdi>» في كلّ النصوص" in html


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_what_readers_may_not_see_is_not_offered(state, client):
    fields = {
        "draft": {"status": Status.UNPUBLISHED},
        "scheduled": {"published_at": timezone.now() + timedelta(days=1)},
        "withdrawn": {"status": Status.WITHDRAWN, "published_at": timezone.now()},
    }[state]
    writer = factories.author("كناري")
    article(title="كناري الحقل", bylines=((writer.pk, "writer"),), tags=("كناري",), **fields)
    assert offered(client, "كنا").count("role=") == 1


def test_an_answer_is_small_and_kept_for_everybody(client, django_assert_max_num_queries):
    for at in range(20):
        article(title=f"مدينة بعيدة جدًّا يطول الكلام عنها حتى يملأ السطر كلّه {at}")
    html = offered(client, "مدين")
    assert html.count("role=") == 7
    assert len(html.encode()) < 2048
    answer = client.get("/search/suggest/?q=مدين")
    assert (answer["Cache-Control"], answer.cache_seconds) == ("public, max-age=0, must-revalidate", 60)
    with django_assert_max_num_queries(14):
        client.get("/search/suggest/?q=مدينة")


@pytest.mark.parametrize("hostile", ["", "ع" * 10_000, "\0", '"*:', "\N{ARABIC FATHA}", "م"])
def test_odd_questions_get_an_answer(hostile, client):
    article(title="مدينة")
    assert "role=" in offered(client, hostile)
