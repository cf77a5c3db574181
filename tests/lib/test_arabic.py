import unicodedata

import pytest
from django.core.validators import validate_unicode_slug
from hypothesis import given, settings
from hypothesis import strategies as st

from maseer.lib import arabic

ARABIC = "ابتةثأإآٱؤئءىيیکگپچڤهھــَُّٰۖ\u200c\u200d\u200f\u202e\u2067\u2069\ufeffﻻﷲﹰﹱ٠٩۴ ،؛؟-_\u0654\u0653"
texts = st.one_of(st.text(), st.text(alphabet=ARABIC), st.text(alphabet="aZßİǰé́\u1100\u1161\u200d 1½٣"))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أحمد إبراهيم آدم ٱلله", "احمد ابراهيم ادم الله"),
        ("مستشفى", "مستشفي"),
        ("مدينة", "مدينه"),
        ("علی کتاب", "علي كتاب"),
        ("گوگل پاريس چاد ڤيينا", "كوكل باريس جاد فيينا"),
        ("ھذا", "هذا"),
        ("مسؤول", "مسوول"),
        ("مسئول", "مسوول"),
        ("مسئُول", "مسوول"),
        ("شؤون شئون", "شوون شوون"),
        ("رئيس", "رييس"),
        ("مَرَّاكُش", "مراكش"),
        ("هٰذا", "هذا"),
        ("قُرۡءَانٗا", "قرءانا"),
        ("بـتسوية", "بتسويه"),
        ("می\u200cخواهم", "ميخواهم"),
        ("\u202bنص\u202c", "نص"),
        ("\u2067نص\u2069", "نص"),
        ("٢٠٢٤ ۲۰۲۴ 2024", "2024 2024 2024"),
        ("ﺍﻟﻤﺪﻳﻨﺔ", "المدينه"),
        ("ﻻ ﷲ", "لا الله"),
        ("كتﹶاب", "كتاب"),
        ("BBC عربي", "bbc عربي"),
        ("Straße", "strasse"),
        ("كوفيد-19", "كوفيد 19"),
        ("«التعاون الإقليمي 22″، (1 – 3)", "التعاون الاقليمي 22 1 3"),
        ("  ", ""),
        ("؟!…", ""),
        ("\u200f\u200b\u2069", ""),
    ],
)
def test_spellings_that_readers_take_for_equal_fold_alike(written, folded):
    assert arabic.fold(written) == folded


@pytest.mark.parametrize("letter", "أإآؤئ")
def test_a_decomposed_hamza_folds_with_its_letter(letter):
    assert arabic.fold(unicodedata.normalize("NFD", letter)) == arabic.fold(letter)


@pytest.mark.parametrize(("one", "other"), [("قلب", "كلب"), ("ضرب", "درب"), ("بيت", "بنت"), ("سماء", "سما")])
def test_words_that_differ_stay_different(one, other):
    assert arabic.fold(one) != arabic.fold(other)


@settings(deadline=None)
@given(texts)
def test_folding_twice_is_folding_once(text):
    folded = arabic.fold(text)
    assert arabic.fold(folded) == folded
    assert arabic.words(folded) == arabic.words(text)


def test_words_are_folded():
    assert arabic.words("القاهرة، كوفيد-19") == ["القاهره", "كوفيد", "19"]


@pytest.mark.parametrize(
    "text", ["", "  ", "\u200b\u200f", "\u3164", "\u2800", "\ufeff\u00ad", "\u0640\u064b", "\U000e0041"]
)
def test_invisible_text_has_no_key(text):
    assert arabic.key(text) == ""


def test_signs_at_the_end_of_a_word_tell_names_apart():
    names = ["C", "C+", "C++", "C#", "C++ وC#", "لغة C", "لغة C++"]
    assert len({arabic.key(name) for name in names}) == len(names)
    for one, other in (
        ("C++", "\u202ac＋＋"),
        ("#سوريا", "سوريا"),
        ("الجزيرة +", "الجزيره"),
        ("إيران+", "ايران⁺"),
    ):
        assert arabic.key(one) == arabic.key(other)
    assert arabic.key("C++ للمبتدئين").startswith(arabic.fold("C++ للمبتدئين"))
    assert arabic.key("+#") == ""


def test_a_key_fits_its_column():
    assert len(arabic.key("ﷺ" * 100)) <= arabic.KEY_LENGTH
    assert len(arabic.key("ﷺ+" * 100)) <= arabic.KEY_LENGTH
    assert len(arabic.key("ا" * 180 + "+" * 20)) <= arabic.KEY_LENGTH
    assert not arabic.key("ا" * (arabic.KEY_LENGTH - 1) + " ب").endswith(" ")


def test_names_are_sorted_without_article_and_hamza():
    names = ["محمد", "السوري", "إيمان", "آدم", "باسل", "الأحمد", "إلياس", "ٱلبحر", "Zeina"]
    assert sorted(names, key=arabic.sort_key) == [
        "Zeina",
        "الأحمد",
        "آدم",
        "إلياس",
        "إيمان",
        "باسل",
        "ٱلبحر",
        "السوري",
        "محمد",
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("إلياس", "الياس"),
        ("ألمانيا", "المانيا"),
        ("آلاء", "الاء"),
        ("«الحسن»", "حسن"),
        ("ال", "ال"),
        ("الي", "الي"),
    ],
)
def test_only_an_article_is_dropped_from_a_sort_key(name, key):
    assert arabic.sort_key(name) == key


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("طاجيكستان.. رسائل أميركا إلى روسيا", "طاجيكستان-رسائل-أميركا-إلى-روسيا"),
        ("بـتسوية", "بتسوية"),
        ("مَدْرَسَةٌ", "مدرسة"),
        ("ﺍﻟﻤﺪﻳﻨﺔ", "المدينة"),
        ("قمة G20 في ٢٠٢٥", "قمة-g20-في-2025"),
        ("إلى أين ؟ (1 – 3)", "إلى-أين-1-3"),
        ("a_b", "a-b"),
        ("\u202eنص\u2066", "نص"),
        ("؟!", ""),
        ("", ""),
    ],
)
def test_a_slug_keeps_letters_only(title, slug):
    assert arabic.slugify(title) == slug


@pytest.mark.parametrize(
    ("length", "slug"),
    [(3, "كلم"), (4, "كلمة"), (8, "كلمة"), (9, "كلمة-ثاني"), (12, "كلمة-ثاني"), (13, "كلمة-ثاني-آخر")],
)
def test_a_slug_is_cut_between_words(length, slug):
    assert arabic.slugify("كلمة ثاني آخر", max_length=length) == slug


@settings(deadline=None)
@given(texts, st.integers(1, 100))
def test_a_slug_is_valid_short_and_settled(text, length):
    slug = arabic.slugify(text, max_length=length)
    assert len(slug) <= length
    assert arabic.slugify(slug, max_length=length) == slug
    assert bool(slug) == bool(arabic.fold(text))
    if slug:
        validate_unicode_slug(slug)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("ــ … – ؟", 0), ("بقيمة 3,7 ملايين", 3), ("كوفيد-19", 1), ("The BBC قالت", 3), ("مَدْرَسَةٌ", 1)],
)
def test_words_are_counted(text, count):
    assert arabic.count_words(text) == count


@pytest.mark.parametrize(
    ("count", "minutes"),
    [(0, 0), (1, 1), (181, 1), (271, 1), (272, 2), (452, 2), (453, 3), (722, 4), (1810, 10)],
)
def test_reading_time_is_rounded_half_up(count, minutes):
    assert arabic.reading_minutes("كلمة " * count) == minutes


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("أدب وثقافة، سوريا", ["أدب وثقافة", "سوريا"]),
        ("أ,ب؛ج\nد\r\nهـ", ["أ", "ب", "ج", "د", "هـ"]),
        ("القاهرة، القاهره، القَاهرة", ["القاهرة"]),
        ("  حقوق   الإنسان  ,,،", ["حقوق الإنسان"]),
        ("C، C++، c++، C#", ["C", "C++", "C#"]),
        ("\u200f، \u200b ،؟", []),
        ("\u202eسوريا\u202c", ["سوريا"]),
        ("", []),
    ],
)
def test_tags_are_split_at_commas_only(text, tags):
    assert arabic.split_tags(text) == tags


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  سطر\n\tآخر\u2028هنا  ", "سطر آخر هنا"),
        ("a\x00b\x1b[31m\x7f\x85c", "ab[31m c"),
        ("\ud800نص", "نص"),
        ("\u202eنص\u202c", "نص"),
        ("\u2067نص\u2069", "\u2067نص\u2069"),
        ("\u2067نص", "نص"),
        ("نص\u2069 \u2066a\u2069", "نص \u2066a\u2069"),
        ("\u2066a\u2067b\u2069", "a\u2067b\u2069"),
        ("\u200f\u200b", ""),
        ("\u2067\u2069", ""),
    ],
)
def test_a_line_is_cleaned(text, line):
    assert arabic.clean_line(text) == line


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "مَدْرَسَةٌ", "هـ", "نص\u200f (BBC)\u200e", "👩\u200d🔬", "؟!", "ﷺ"]
)
def test_real_arabic_survives_cleaning(text):
    assert arabic.clean_line(text) == text


@settings(deadline=None)
@given(texts)
def test_a_clean_line_is_clean(text):
    line = arabic.clean_line(text)
    assert arabic.clean_line(line) == line
    assert not arabic.has_reordering_controls(line)
    assert line.isprintable() or not line.isascii()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("\u202eabc", True),
        ("a\u202c", True),
        ("\u2067نص\u2069", False),
        ("\u2067نص", False),
        ("نص\u200f\u200c", False),
    ],
)
def test_forms_refuse_embeddings_and_overrides_only(text, answer):
    assert arabic.has_reordering_controls(text) is answer


@pytest.mark.parametrize(
    ("style", "printed"),
    [("western", "2025: 10"), ("arabic", "٢٠٢٥: ١٠"), (arabic.DigitStyle.ARABIC, "٢٠٢٥: ١٠")],
)
@pytest.mark.parametrize("text", ["2025: 10", "٢٠٢٥: ١٠", "۲۰۲۵: ۱۰"])
def test_digits_follow_the_style(text, style, printed):
    assert arabic.digits(text, style) == printed
    assert arabic.ascii_digits(text) == "2025: 10"


def test_an_unknown_digit_style_is_an_error():
    with pytest.raises(KeyError):
        arabic.digits("1", "roman")


def test_letters_are_counted_as_readers_see_them():
    assert arabic.count_letters("كِتَابٌ") == 4
    assert arabic.count_letters("كـــتاب") == 4
    assert arabic.count_letters("  كتاب \n  جديد ") == 9
    assert arabic.count_letters("آ") == arabic.count_letters("ا\u0653") == 1
    assert arabic.count_letters("\u2067كتاب\u2069\u200f") == 4
    assert arabic.count_letters("") == 0
