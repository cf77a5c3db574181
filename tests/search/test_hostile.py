"""Questions and texts that mean harm: a page with a message, and nothing in it but the words themselves."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from articles.models import SearchCount, SearchSynonym, SearchTally
from articles.search import did_you_mean, highlight
from articles.search.highlight import _fullest
from maseer.lib import arabic
from tests import factories
from tests.factories import article

pytestmark = pytest.mark.django_db

REPORT = "/admin/articles/article/searches/"
# In a text of the paper, and in what is asked.
MARKUP = "كناري <script>alert(1)</script> <mark>صقر</mark> <img src=x onerror=alert(2)> &lt;u&gt; &amp;"
QUESTIONS = [
    "ع" * 10_000,
    "مدينة " * 1_700,
    " ".join(f"{one}{other}زظق" for one in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي" for other in "ابتثجحخدذرز"),
    "\N{ARABIC FATHA}\N{ARABIC SHADDA}" * 5_000,
    "\N{ARABIC TATWEEL}" * 10_000,
    '"' * 10_000,
    '"a" ' * 2_500,
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}" * 5_000 + "كناري",
    "AND OR NOT NEAR(a b) * ^ : - + ( ) & | ! <-> {title}: ' \\ % _ ; -- " * 100,
    "\0" * 10_000,
    "كنا\0ري",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}" * 5_000,
    "\N{RIGHT-TO-LEFT OVERRIDE}كناري\N{POP DIRECTIONAL ISOLATE}",
    "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 200,
    "ا" + "\N{COMBINING GRAVE ACCENT}" * 9_000,
    "1e" * 100,
    "\N{GRINNING FACE}" * 100,
    "%" * 200,
    MARKUP,
    "</title></script><svg onload=alert(3)>كناري",
    '"><script>alert(4)</script>',
]
# As a tag or inside one, so not when it is said.
FOREIGN = re.compile(r"<script>alert|<img src=x|<svg onload|</script><svg|<u>|<mark>[^<]*<(?!/mark>)")


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/", "/admin/articles/article/", REPORT])
def test_every_page_that_is_asked_answers_and_says_only_what_it_was_told(address, client):
    article(title="كناري")
    if "admin" in address:
        client.force_login(factories.user("editor", Role.EDITOR))
    for asked in QUESTIONS:
        SearchCount.note(asked, found=False)
        answer = client.get(address, {"q": asked})
        assert answer.status_code == 200, asked
        assert not FOREIGN.search(answer.content.decode()), asked


def test_a_question_of_many_unknown_words_is_not_guessed_at(django_assert_max_num_queries):
    article(title="كناري صقر نسر غراب حمامة")
    SearchTally.add_up()
    assert did_you_mean("كتاري") == "كناري"
    with django_assert_max_num_queries(10):
        assert did_you_mean("كتاري ضقر تسر غزاب حمانة") == ""


def test_whatever_a_text_says_its_words_are_marked_and_nothing_else(client):
    writer = factories.author("<u>كناري</u> &lt;")
    names = {"bylines": ((writer.pk, "writer"),), "tags": ("<i>كناري</i>",)}
    article(title=MARKUP, deck=f"الموجز {MARKUP}", **names)
    article(
        title="سواه", deck="", body="<p>متن &lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;u&gt; كناري</p>"
    )
    SearchTally.add_up()
    html = client.get("/search/", {"q": "كناري"}).content.decode()
    assert not FOREIGN.search(html)
    marked = (
        "<mark>كناري</mark> &lt;script&gt;alert(1)&lt;/script&gt; &lt;mark&gt;صقر&lt;/mark&gt; &lt;img src=x"
    )
    # In the title, in the deck, and in the part of the other's body.
    assert (html.count(marked), html.count(f"الموجز {marked}")) == (2, 1)
    assert "متن &lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;u&gt; <mark>كناري</mark>" in html
    offered = client.get("/search/suggest/", {"q": "كنا"}).content.decode()
    assert not FOREIGN.search(offered)
    assert f"<b>{marked}" in offered
    assert "&lt;u&gt;كناري&lt;/u&gt; &amp;lt;" in offered
    assert "&lt;i&gt;كناري&lt;/i&gt;" in offered


def test_what_may_have_been_meant_is_no_html_either(client):
    article(title="كناري")
    SearchTally.add_up()
    html = client.get("/search/", {"q": "<'كتاري'>&"}).content.decode()
    assert not FOREIGN.search(html)
    assert "<bdi>&lt;&#x27;كناري&#x27;&gt;&amp;</bdi></a>؟" in html


def test_a_synonym_with_markup_is_said_and_not_obeyed(client):
    client.force_login(factories.user("editor", Role.EDITOR))
    SearchCount.note("<u>كناري</u>", found=False)
    pair = {"one": "<u>كناري</u>", "other": "<script>alert(1)</script>"}
    html = client.post(REPORT, pair, follow=True).content.decode()
    assert SearchSynonym.objects.count() == 1
    assert not FOREIGN.search(html)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not FOREIGN.search(client.get("/admin/articles/searchsynonym/").content.decode())


# The fullest part of a text


class Seen(list):
    """Counts how often one of its items is looked at."""

    looks = 0

    def __iter__(self):
        for item in super().__iter__():
            Seen.looks += 1
            yield item


def by_trying_each(hits, letters: int) -> int:
    best, most = 0, (0, 0)
    for at, _to, _stem in hits:
        inside = [stem for start, end, stem in hits if at <= start and end <= at + letters]
        if (found := (len(set(inside)), len(inside))) > most:
            best, most = at, found
    return best


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 30), st.sampled_from("ابتث")), max_size=30),
    st.integers(1, 60),
)
def test_the_fullest_part_is_the_one_that_trying_each_finds(gaps, letters):
    hits, at = [], 0
    for gap, length, stem in gaps:
        hits.append((at + gap, at + gap + length, stem))
        at += gap + length
    assert _fullest(hits, letters) == by_trying_each(hits, letters)


def test_a_text_in_which_every_word_was_asked_for_is_gone_through_once():
    hits = Seen((6 * at, 6 * at + 5, "كنار") for at in range(50_000))
    Seen.looks = 0
    assert _fullest(hits, 240) == 0
    assert Seen.looks == 2 * len(hits)


def test_a_long_text_of_marks_alone_is_marked_whole():
    text = "كناري<" * 2_000
    shown = highlight(text, set(arabic.analyse("كناري")[1]))
    assert shown.count("<mark>") == 2_000
    assert unescape(re.sub("</?mark>", "", shown)) == text
