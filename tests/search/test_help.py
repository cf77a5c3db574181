"""What is offered to somebody who types wrongly, or has not finished typing."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import SearchSynonym, SearchTally, SearchTerm
from articles.models.publication import refresh_listings
from articles.search import ENOUGH, candidates, did_you_mean, excerpt, highlight, search, suggest
from maseer.lib import arabic
from maseer.lib.arabic.keyboard import other_layout
from tests.factories import article, author


def counted() -> None:
    while SearchTally.add_up():
        pass


# The keyboard


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lwdv", "مصير"),
        ("LWDV", "مصير"),
        ("hgpvt", "الحرف"),
        ("sgbl", "سللام"),
        ("sghl", "سلام"),
        ("Hpl]", "أحمد"),
        ("tgs'dk", "فلسطين"),
        ("2024", ""),
        ("C++", ""),
        ("لالاؤ", "bbc"),
        ("مصير lwdv", ""),
        ("", ""),
        ("؟", ""),
    ],
)
def test_the_other_keyboard_layout_is_read(typed, meant):
    assert other_layout(typed) == meant


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("tgs'dk", "فلسطين"),
        ("الفلصطينيين", "الفلسطينيين"),
        ("فلطسين", "فلسطين"),
        ("فلسطيين في الصحيفة", "فلسطين في الصحيفة"),
        ("صحيفه", ""),
        ("فيالصحيفة", "في الصحيفة"),
        ("كلمةلاتوجد", ""),
        ("zzzz", ""),
        ("", ""),
        ("؟!", ""),
        ("ض" * 300, ""),
    ],
)
def test_the_sites_own_words_are_offered(typed, offered):
    article(title="فلسطين في الصحيفة")
    counted()
    assert did_you_mean(typed) == offered


@pytest.mark.django_db
def test_letters_that_changed_places_are_put_right_unless_they_are_a_word_too():
    article(title="مدينة على النهر")
    counted()
    assert did_you_mean("مدنية") == "مدينة"
    article(title="دولة مدنية")
    counted()
    assert did_you_mean("مدنية") == ""


@pytest.mark.django_db
def test_a_slip_is_no_two_words_that_stand_apart():
    article(title="المجالس", body="<p>رجل جالس وحده، ولا أمل.</p>")
    counted()
    assert did_you_mean("املجالس") == "المجالس"
    article(title="أمل جالس إلى الطاولة")
    counted()
    assert did_you_mean("املجالس") == "امل جالس"


@pytest.mark.django_db
def test_what_somebody_wrote_so_is_offered_before_what_nobody_did():
    article(title="أرض الفلسطينيين", body="<p>وجد الناس في الأرض ما ضاع.</p>")
    counted()
    # Both letters changed places would be likelier, if anybody wrote it so.
    assert did_you_mean("الفلسطنيين") == "الفلسطينيين"
    # "In" before a verb: found as one of the site's words, and no word.
    assert did_you_mean("يوجد") == "وجد"


@pytest.mark.django_db
def test_nothing_is_offered_that_finds_nothing():
    text = article(title="كناري")
    counted()
    assert did_you_mean("كنارى صقر") == ""
    assert did_you_mean("كتاري") == "كناري"
    text.search_document.delete()
    assert did_you_mean("كتاري") == ""


@pytest.mark.django_db
def test_nothing_is_offered_of_what_is_still_to_come():
    text = article(title="مصير الكناري", published_at=timezone.now() + timedelta(hours=1))
    counted()
    assert did_you_mean("lwdv") == did_you_mean("كتاري") == ""
    text.published_at = timezone.now() - timedelta(hours=1)
    text.save()
    refresh_listings(text)
    assert (did_you_mean("lwdv"), did_you_mean("كتاري")) == ("مصير", "كناري")


# Synonyms


@pytest.mark.django_db
def test_synonyms_are_found_for_each_other_at_once():
    one, other = article(title="الحاسوب القديم"), article(title="كمبيوتر جديد")
    assert search("حاسوب").articles == [one]
    pair = SearchSynonym.objects.create(one="الحاسوب", other="كومبيوتر")
    assert set(search("حاسوب").articles) == set(search("الكمبيوتر").articles) == {one, other}
    pair.delete()
    assert search("حاسوب").articles == [one]


@pytest.mark.django_db
def test_synonyms_may_be_several_words():
    one, other = article(title="الأمم المتّحدة تجتمع"), article(title="هيئة الأمم وحدها، والمتّحدة")
    short = article(title="اجتماع UN")
    SearchSynonym.objects.create(one="الأمم المتحدة", other="UN")
    assert set(search("UN").articles) == {one, short}
    assert set(search("الأمم المتحدة").articles) == {one, short}
    assert other in search("الأمم").articles


@pytest.mark.django_db
def test_what_is_called_by_its_other_name_is_no_phrase_among_newer_ones(monkeypatch):
    monkeypatch.setattr(candidates, "POOL", 5)
    lead = {"title": "يونسكو", "deck": "يونسكو", "body": "<p>يونسكو</p>"}
    about = article(**lead, published_at=timezone.now() - timedelta(days=90))
    for _ in range(ENOUGH):
        article(title="خبر", body="<p>عن الأمم المتحدة</p>")
    counted()
    # As in an archive of some size: else the words of all texts say nothing.
    SearchTerm.objects.filter(word=SearchTally.TEXTS).update(texts=100_000)
    SearchSynonym.objects.create(one="الأمم المتحدة", other="يونسكو")
    for asked in ("يونسكو", "الأمم المتحدة", "«الأمم المتحدة»"):
        assert search(asked).articles[0] == about


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [("كتاب", "الكتب"), ("؟", "كتاب"), ("أ ب ج د هـ", "كتاب"), ("حاسوب", "كمبيوتر"), ("كمبيوتر", "الحاسوب")],
)
def test_a_synonym_that_says_nothing_new_is_refused(one, other):
    SearchSynonym.objects.create(one="حاسوب", other="كمبيوتر")
    with pytest.raises(ValidationError):
        SearchSynonym(one=one, other=other).full_clean()


# While typing


@pytest.mark.django_db
def test_titles_writers_and_tags_are_suggested():
    writer = author("مدحت العلي")
    older = article(title="المدارس تفتح", published_at=timezone.now() - timedelta(days=3))
    newer = article(title="في المدينة القديمة", bylines=((writer.pk, "writer"),), tags=("مدن",))
    article(title="مدارس الغد", published_at=timezone.now() + timedelta(days=1))
    counted()
    found = suggest("مد")
    assert found.articles == [newer, older]
    assert [row.name for row in found.authors + found.tags] == ["مدحت العلي", "مدن"]
    assert suggest("المد").articles == [newer, older]
    assert suggest("المدينة القد").articles == [newer]
    assert suggest("العل").authors == [writer]
    assert len(suggest("م")) == 0
    assert len(suggest("")) == len(suggest("؟")) == len(suggest("\x00")) == 0


@pytest.mark.django_db
def test_writers_without_a_public_text_are_not_suggested():
    writer = author("مدحت العلي")
    article(title="غدًا", published_at=timezone.now() + timedelta(days=1), bylines=((writer.pk, "writer"),))
    counted()
    assert len(suggest("مدحت")) == 0


# Marks


def test_words_are_marked_as_they_are_written():
    assert highlight("زار الـوزيرُ <المدينةَ>", {"وزير", "مدين"}) == (
        "زار <mark>الـوزيرُ</mark> &lt;<mark>المدينةَ</mark>&gt;"
    )
    assert highlight("لا شيء & لا أحد", set()) == "لا شيء &amp; لا أحد"
    assert highlight("<script>alert(1)</script>", {"script"}) == (
        "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<mark>كناري</mark>", "&lt;mark&gt;<mark>كناري</mark>&lt;/mark&gt;"),
        ('<img src=x onerror="كناري">', "&lt;img src=x onerror=&quot;<mark>كناري</mark>&quot;&gt;"),
        ("&lt;كناري&gt; &amp;", "&amp;lt;<mark>كناري</mark>&amp;gt; &amp;amp;"),
        ("' كناري '", "&#x27; <mark>كناري</mark> &#x27;"),
        # Inside a word there are only letters and what prints nothing.
        ("ك<b>ناري كنا\u202eري", "ك&lt;b&gt;ناري <mark>كنا\u202eري</mark>"),
        ("\ufdfa<كناري\u2067>", "\ufdfa&lt;<mark>كناري\u2067</mark>&gt;"),
    ],
)
def test_nothing_of_a_text_becomes_html_but_its_marks(text, shown):
    assert highlight(text, {"كنار"}) == excerpt(text, {"كنار"}) == shown


@given(st.text(alphabet="<>&\"'/;#ab كنا\u064e\u202e\u2067\u2069ﷺ0x"))
def test_what_is_marked_says_what_the_text_says(text):
    stems = set(arabic.analyse(text)[1])
    shown = highlight(text, stems)
    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert not set(bare) & set("<>\"'")
    assert unescape(bare) == text
    assert bool(stems) == ("<mark>" in shown)


def test_the_part_with_most_of_the_words_is_shown():
    text = (
        "حشو طويل " * 100
        + "هنا المدينة وحدها "
        + "حشو آخر " * 100
        + "الوزير في المدينة اليوم "
        + "حشو " * 100
    )
    shown = excerpt(text, {"وزير", "مدين"})
    assert "<mark>الوزير</mark> في <mark>المدينة</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 300
    assert excerpt("قصير", {"مدين"}) == "قصير"
    assert excerpt("كلام " * 100, {"مدين"}).startswith("كلام")
    assert len(excerpt("ع" * 5000, {"مدين"})) <= 242
