import pytest
from django.utils.translation import override

from maseer.lib.counters import COUNTERS, counter, format_number

# Numbers that fall on every form and on both sides of every border.
FORMS = {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 101: 5, 102: 5, 103: 3, 111: 4}

PHRASES = {
    "views": ("لا مشاهدات", "مشاهدة واحدة", "مشاهدتان", "# مشاهدات", "# مشاهدة", "# مشاهدة"),
    "shares": ("لا مشاركات", "مشاركة واحدة", "مشاركتان", "# مشاركات", "# مشاركة", "# مشاركة"),
    "readers": ("لا قرّاء", "قارئ واحد", "قارئان", "# قرّاء", "# قارئًا", "# قارئ"),
    "arrivals": ("لا قادمين", "قادم واحد", "قادمان", "# قادمين", "# قادمًا", "# قادم"),
    "comments": ("لا تعليقات", "تعليق واحد", "تعليقان", "# تعليقات", "# تعليقًا", "# تعليق"),
    "minutes": ("أقل من دقيقة", "دقيقة واحدة", "دقيقتان", "# دقائق", "# دقيقة", "# دقيقة"),
    "days": ("لا أيّام", "يوم واحد", "يومان", "# أيّام", "# يومًا", "# يوم"),
    "reading": (
        "أقل من دقيقة قراءة",
        "دقيقة قراءة",
        "دقيقتا قراءة",
        "# دقائق قراءة",
        "# دقيقة قراءة",
        "# دقيقة قراءة",
    ),
    "results": ("لا نتائج", "نتيجة واحدة", "نتيجتان", "# نتائج", "# نتيجة", "# نتيجة"),
    "letters": ("لا حروف", "حرف واحد", "حرفان", "# حروف", "# حرفًا", "# حرف"),
    "words": ("بلا كلمات", "كلمة واحدة", "كلمتان", "# كلمات", "# كلمة", "# كلمة"),
    "articles": ("لا مقالات", "مقال واحد", "مقالان", "# مقالات", "# مقالًا", "# مقال"),
}


def test_every_counter_is_tested():
    assert set(COUNTERS) == set(PHRASES)


@pytest.mark.parametrize("name", list(PHRASES))
@pytest.mark.parametrize(("number", "form"), list(FORMS.items()))
def test_arabic_words_a_number_in_six_ways(name, number, form):
    with override("ar"):
        assert counter(name, number) == PHRASES[name][form].replace("#", str(number))


@pytest.mark.parametrize(
    ("number", "printed"), [(0, "0 views"), (1, "1 view"), (2, "2 views"), (4310, "4,310 views")]
)
def test_english_has_two_forms(number, printed):
    with override("en"):
        assert counter("views", number) == printed


@pytest.mark.parametrize(("digits", "printed"), [("western", "4,310 مشاهدات"), ("arabic", "٤٬٣١٠ مشاهدات")])
def test_thousands_are_grouped(digits, printed):
    with override("ar"):
        assert counter("views", 4310, digits) == printed


@pytest.mark.parametrize(
    ("number", "digits", "printed"),
    [(999, "western", "999"), (1234567, "western", "1,234,567"), (1234567, "arabic", "١٬٢٣٤٬٥٦٧")],
)
def test_a_number_follows_the_style(number, digits, printed):
    assert format_number(number, digits) == printed


def test_an_unknown_counter_is_an_error():
    with pytest.raises(KeyError):
        counter("likes", 1)
