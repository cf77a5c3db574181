"""The page of what was found: typed as a reader would on a phone, narrowed, ordered, turned over, odd on purpose."""

import re
import time
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles import search_page
from articles.models import SearchTally
from tests import factories
from tests.factories import article

pytestmark = pytest.mark.django_db


def ask(client, words: str, **how) -> str:
    answer = client.get("/search/", {"q": words, **how})
    assert answer.status_code == 200
    return answer.content.decode()


def titles(html: str) -> list[str]:
    found = re.findall(
        r'<article class="result">.*?<h2[^>]*><a class="story__link" href="[^"]*">(.*?)</a></h2>', html, re.S
    )
    return [unescape(re.sub("</?mark>", "", title)) for title in found]


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


@pytest.mark.parametrize(
    ("typed", "written", "marked"),
    [
        ("احمد", "قال أحمد إنّه عائد", "<mark>أحمد</mark>"),
        ("مدينه", "في المدينةِ القديمة", "<mark>المدينةِ</mark>"),
        ("الفلسطينيين", "زار فلسطين أمس", "<mark>فلسطين</mark>"),
        ("٢٠٢٤", "في ربيع 2024 كان", "<mark>2024</mark>"),
        ("مُرَّاكُش", "وصل إلى مراكش", "<mark>مراكش</mark>"),
        ("مراكش", "وصل إلى مَرَّاكُش", "<mark>مَرَّاكُش</mark>"),
    ],
)
def test_what_is_typed_on_a_phone_is_found_and_marked_as_it_was_written(typed, written, marked, client):
    article(title="سواه", deck="", body="<p>لا شيء هنا</p>")
    article(title="المطلوب", deck="", body=f"<p>{written}</p>")
    html = ask(client, typed)
    assert titles(html) == ["المطلوب"]
    assert marked in html


def test_words_are_marked_in_the_title_and_nothing_else_of_it_becomes_html(client):
    article(title="كناري <b>& صقر")
    assert "<mark>كناري</mark> &lt;b&gt;&amp; <mark>صقر</mark>" in ask(client, "صقر كناري")


@pytest.mark.parametrize(
    ("number", "words"), [(1, "نتيجة واحدة"), (2, "نتيجتان"), (3, "3 نتائج"), (11, "11 نتيجة")]
)
def test_results_are_counted_as_arabic_counts(number, words, client):
    for at in range(number):
        article(title=f"كناري {at}")
    assert f'role="status"><span>{words}</span>' in ask(client, "كناري")


def test_results_are_narrowed_by_section_kind_writer_and_day(client):
    news, culture = factories.section("أخبار"), factories.section("ثقافة")
    writer = factories.author("غادة")
    day = timezone.make_aware(timezone.datetime(2024, 5, 17, 23, 30))
    article(title="كناري أوّل", section=news.pk, kind="news", bylines=((writer.pk, "writer"),))
    article(title="كناري ثانٍ", section=culture.pk, kind="opinion", published_at=day)
    asked = {
        "كناري أوّل": [
            {"section": news.slug},
            {"kind": "news"},
            {"author": writer.slug},
            {"from": "2024-05-18"},
        ],
        "كناري ثانٍ": [
            {"section": culture.slug},
            {"kind": "opinion"},
            {"to": "2024-05-17"},
            # The wrong way round, and in the reader's digits.
            {"from": "٢٠٢٤-٠٥-١٨", "to": "2024-05-16"},
        ],
    }
    for title, questions in asked.items():
        for how in questions:
            assert titles(ask(client, "كناري", **how)) == [title], how
    assert titles(ask(client, "كناري", section=news.slug, kind="opinion")) == []
    # What is asked wrongly is not asked.
    for how in (
        {"section": "x\0"},
        {"kind": "x"},
        {"author": "\0"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
    ):
        assert len(titles(ask(client, "كناري", **how))) == 2, how


def test_who_narrowed_too_much_is_led_back(client):
    article(title="كناري", kind="news")
    html = ask(client, "كناري", kind="opinion")
    assert "لا نتائج عن «كناري»" in words_of(html)
    everywhere = unescape(re.search(r'<a href="([^"]*)"[^>]*>ابحث في كلّ الأقسام', html)[1])
    assert titles(client.get(f"/search/{everywhere}").content.decode()) == ["كناري"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ('"كناري أزرق"', "كناري أزرق"),
        ("«كناري أزرق»", "كناري أزرق"),
        ('""كناري أزرق""', "كناري أزرق"),
        ('«"كناري أزرق"»', "كناري أزرق"),
        ('"كناري أزرق" في', "كناري أزرق في"),
        ('"كناري-أزرق"', "كناري-أزرق"),
    ],
)
def test_who_quoted_what_nobody_wrote_is_led_to_the_words(question, words, client):
    article(title="كناري", deck="طائر لا هو أزرق ولا هو أخضر")
    html = ask(client, question)
    assert titles(html) == []
    assert f"لا نتائج عن «{words}»" in words_of(html)
    loosely = unescape(re.search(r'<a href="([^"]*)"[^>]*>ابحث عن هذه الكلمات حيثما وردت', html)[1])
    assert titles(client.get(f"/search/{loosely}").content.decode()) == ["كناري"]


@pytest.mark.parametrize(
    "question", ["حسون أزرق", '"حسون"', '"حسون أزرق', 'صقر "حسون أزرق"', '"حسون" "صقر"', '"حسون !"', '""']
)
def test_there_is_no_way_to_what_finds_nothing_either(question, client):
    article(title="كناري")
    html = ask(client, question)
    assert titles(html) == []
    assert "حيثما وردت" not in html


def test_the_newest_are_first_for_who_wants_that(client):
    now = timezone.now()
    article(title="كناري كناري", deck="كناري", published_at=now - timedelta(days=3))
    article(title="عصفور", body="<p>كناري وكلام كثير عن غيره</p>", published_at=now)
    assert titles(ask(client, "كناري")) == ["كناري كناري", "عصفور"]
    assert titles(ask(client, "كناري", order="newest")) == ["عصفور", "كناري كناري"]


def test_what_has_only_some_of_the_words_is_there_in_either_order(client):
    now = timezone.now()
    for at in range(25):
        article(title=f"كناري {at}", published_at=now - timedelta(days=at))
    article(title="حسون", published_at=now - timedelta(days=3, hours=1))
    by_relevance, address, by_date = set(), "/search/?q=كناري حسون&order=newest", []
    for after in ("0", "20"):
        by_relevance |= set(titles(ask(client, "كناري حسون", after=after)))
    while address:
        html = client.get(address).content.decode()
        by_date += titles(html)
        following = re.search(r'href="([^"]*)" rel="next"', html)
        address = following and f"/search/{unescape(following[1])}"
    assert by_date == [f"كناري {at}" for at in range(4)] + ["حسون"] + [f"كناري {at}" for at in range(4, 25)]
    assert set(by_date) == by_relevance


@pytest.mark.parametrize("order", ["", "newest"])
def test_each_text_is_on_one_page_and_the_choice_goes_along(order, client):
    for at in range(45):
        article(title=f"كناري {at}", kind="news", published_at=timezone.now() - timedelta(hours=at))
    address, seen = f"/search/?q=كناري&kind=news&order={order}", []
    while address:
        html = client.get(address).content.decode()
        seen += titles(html)
        onward = re.search(r'<a href="([^"]*)" rel="next"', html)
        assert not onward or "kind=news" in onward[1]
        address = "/search/" + unescape(onward[1]) if onward else ""
    assert sorted(seen) == sorted(f"كناري {at}" for at in range(45))


def test_letters_of_the_wrong_keyboard_are_read_as_they_were_meant(client):
    article(title="مصير المدينة")
    SearchTally.add_up()
    html = ask(client, "lwdv")
    assert titles(html) == ["مصير المدينة"]
    assert "عرضنا نتائج «مصير»؛ ابحث عن lwdv كما كُتبت" in words_of(html)
    as_typed = unescape(re.search(r'<a href="([^"]*)"[^>]*>ابحث عن', html)[1])
    assert titles(client.get(f"/search/{as_typed}").content.decode()) == []


def test_a_misspelled_word_is_answered_by_a_question(client):
    article(title="مظاهرة في الساحة")
    SearchTally.add_up()
    html = ask(client, "مضاهرة")
    assert "هل تقصد: مظاهرة؟" in words_of(html)
    meant = unescape(re.search(r'هل تقصد: <a href="([^"]*)"', html)[1])
    assert titles(client.get(f"/search/{meant}").content.decode()) == ["مظاهرة في الساحة"]


@pytest.mark.parametrize(
    "hostile",
    [
        "\N{ARABIC FATHA}\N{ARABIC SHADDA}",
        "***",
        '"""',
        "\N{RIGHT-TO-LEFT OVERRIDE}",
        "\0",
        "\N{ARABIC TATWEEL}" * 50,
        "؟؟ ،،",
    ],
)
def test_a_question_without_a_word_gets_a_page_with_a_message(hostile, client):
    article(title="كناري")
    assert "لا كلمة هنا يُبحث عنها" in ask(client, hostile) or "كلمتان أو ثلاث" in ask(client, hostile)


@pytest.mark.parametrize(
    "hostile",
    [
        "ع" * 10_000,
        "كناري " * 2_000,
        "كناري OR NEAR(a b, 3)",
        'title:"كناري" AND NOT x',
        "كناري:* & !|<->",
        "'; --",
    ],
)
def test_no_question_is_too_odd(hostile, client):
    article(title="كناري")
    html = ask(client, hostile)
    assert "search.css" in html
    if len(hostile) > 200:
        assert "أوّل مئتَي حرف" in html
    for how in ({"after": "o-1"}, {"after": "\0"}, {"after": "9" * 30}, {"after": "o" + "9" * 30}):
        ask(client, "كناري", **how)


def test_a_result_page_is_kept_out_of_other_search_engines(client):
    assert '<meta name="robots" content="noindex">' in ask(client, "كناري")


def test_results_are_arabic_without_a_script_too(client):
    article(title="كناري")
    html = ask(client, "كناري", kind="news")
    # The form is a form, and every choice a link.
    assert '<form class="bigsearch" role="search" action="/search/">' in html
    assert '<input type="hidden" name="kind" value="news">' in html
    assert re.search(r'<li><a href="\?[^"]*" rel="nofollow" aria-current="true">خبر</a>', html)


def test_the_limit_holds_for_searches_and_for_suggestions_apart(client, monkeypatch):
    monkeypatch.setattr(search_page, "SEARCHES_A_MINUTE", 1)
    monkeypatch.setattr(search_page, "SUGGESTIONS_A_MINUTE", 2)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
    assert [client.get("/search/?q=نصّ").status_code for _ in range(2)] == [200, 429]
    assert [client.get("/search/suggest/?q=نصّ").status_code for _ in range(3)] == [200, 200, 429]
