"""What is found as what: tables of words that readers take for one, and of words that they do not."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maseer.lib import arabic
from maseer.lib.arabic import analyser

# The first of a line is asked for; each of the others must be found, and the other way round.
SAME = """
فلسطين فلسطيني الفلسطينيين الفلسطينية والفلسطينيين بفلسطين لفلسطين الفلسطينيون فلسطينيات للفلسطينيين
لبنان للبنان لبناني اللبنانية اللبنانيين ولبنان بلبنان
بغداد ببغداد وبغداد لبغداد
مصر مصري المصريين المصرية بمصر لمصر ومصر المصريات
الاقتصاد والاقتصاد اقتصادي الاقتصادية اقتصاديا بالاقتصاد للاقتصاد
وزير وزراء الوزراء والوزير الوزيرة للوزراء
وزارة الوزارة وزارات والوزارات
مستشفى مستشفي المستشفيات مستشفيات المستشفى
القاهرة القاهره بالقاهرة قاهرة
مسؤول مسئول المسؤولين مسؤولون المسؤولة
محمد لمحمد ومحمد بمحمد
سوريا سورية السوري السوريين السوريون لسوريا بسوريا وسوريا
أمريكا أميركا أمريكي الأميركية الأمريكيين
ألمانيا ألماني الألمانية الألمان بألمانيا
إلكتروني الإلكترونية الكتروني إلكترونيا
التزام الالتزام التزامات التزامه
مدرسة مدارس المدرسة المدارس مدرسته مدارسها
مدينة مدن المدينة مدينه مدينتين المدن
دولة دول الدول دولتين للدولة
كتاب كتب الكتب كتابه الكتاب
طفل أطفال الأطفال طفلة
حكومة الحكومة حكومات حكومي الحكومية حكومته
جامعة جامعات الجامعة جامعي الجامعيين
كهرباء الكهرباء كهربائي الكهربائية كهربا
قانون قوانين القانون قانوني القانونية
برلمان برلماني البرلمانية البرلمان
انتخابات الانتخابات انتخاب انتخابي الانتخابية
ميزانية الميزانية ميزانيات
سلطان السلطان
اتفاق اتفاقية اتفاقيات الاتفاق
قضية قضايا القضايا
قناة قنوات القناة
مباراة مباريات المباراة
سنة سنوات السنوات
يوم أيام يومين الأيام
شارع شوارع الشوارع
عاصمة عواصم العاصمة
جائزة جوائز الجائزة الجوائز
رسالة رسائل الرسائل
رجل رجال الرجال
امرأة نساء المرأة النساء
علی على
كتاب کتاب
أعلن أعلنت
استقبل استقبلت
ولاية ولايات الولايات
وكالة وكالات الوكالة
أوروبا أوروبي الأوروبية اوربا
تركيا تركي التركية
روسيا روسي الروسية الروس
فرنسا فرنسي الفرنسيين
إيران إيراني الإيرانيين
السودان سوداني السودانيون
تلفزيون التلفزيون تلفزيوني التلفزيونية
معلم معلمون المعلمين معلمة معلمات
والد والدة والدته
أفغانستان أفغاني الأفغان
بيروت ببيروت لبيروت
صواريخ صاروخ الصاروخية
حرب حروب الحرب
قضاء قضائي القضائية
غذاء غذائي الغذائية
صحافة صحافي الصحافيين صحافية
لاجئ لاجئين اللاجئون اللاجئ
عشرون عشرين
مئة مائة
السعودية سعودي السعوديين
وقت الوقت بالوقت
باكستان باكستاني الباكستانية بباكستان
الأردن أردني الأردنية الأردنيين بالأردن
اليابان ياباني اليابانية
أسعار سعر الأسعار بأسعارها
وكالات وكالة
هواتف هاتف الهواتف
عاملون عامل العاملين عمال
كتابهما كتاب كتابها كتابهم
ﺍﻟﻤﺪﻳﻨﺔ مدينة المَدينَةُ الـمـديـنـة المدينه
مَرَّاكُش مراكش مرّاكش
آلاف الآلاف ألف
"""
APART = """
ميزانية ميزة
سلطان سلطة
بيروت بيرو
طالبان طالب
سليمان سليم
لبنان لبن
فلسطين فلس
وزير زير
معارض معرض
مقاتل مقتل
إسلام سلم
دين والد
مدني مدينة
كلب قلب
بيت بنت
إنسان أنس
ولاية لاية
قانون قان
تمرين تمر
تأمين تأم
حسين حس
بريطانيا برازيل
رواية راية
عمان عم
إعلام علم
كتاب كاتب
حرب حراب
البوم بوم
الغاء غاء
عربي غرب
سوريا سور
قطر قطار
وحدة وحيد
غزة غزال
شرق شارق
حزب حزن
سوق ساق
موقع واقع
أمن أمين
صين صون
أسود سود
تعاون تعا
تدخين تدخ
مليون ملي
عثمان عثم
مهرجان مهرج
"""
SENTENCES = [
    ("كوفيد-19", "كوفيد19"),
    ("كوفيد 19", "كوفيد-١٩"),
    ("٢٠٢٤", "2024"),
    ("۲۰۲۴", "٢٠٢٤"),
    ("3,700 جريح", "3700 جريح"),
    ("٣٬٧٠٠ جريح", "3700 جريح"),
    ("عبد الله", "عبدالله"),
    ("عبد الرحمن الشرقاوي", "عبدالرحمن الشرقاوي"),
    ("ﷲ", "الله"),
    ("قمة G20", "قمّة g20"),
    ("BBC عربي", "bbc العربية"),
    ("قال «الوزير» إن", "قال الوزير إنّ"),
    ("الحرب–السلام", "الحرب السلام"),
    ("گوگل", "كوكل"),
    ("پاريس", "باريس"),
    ("ڤيروس", "فيروس"),
]


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines() if line]


def stems(text: str) -> list[str]:
    return arabic.analyse(text)[1]


@pytest.mark.parametrize(
    ("one", "other"), [(words[0], other) for words in lines(SAME) for other in words[1:]]
)
def test_words_that_readers_take_for_one_are_found_as_one(one, other):
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), lines(APART))
def test_words_that_readers_tell_apart_stay_apart(one, other):
    assert stems(one) != stems(other)


@pytest.mark.parametrize(("one", "other"), SENTENCES)
def test_texts_that_readers_take_for_one_are_found_as_one(one, other):
    assert stems(one) == stems(other)


def test_the_tables_are_as_long_as_they_should_be():
    assert sum(len(words) - 1 for words in lines(SAME)) + len(lines(APART)) + len(SENTENCES) >= 150


def test_spelling_is_kept_beside_what_is_found():
    assert arabic.analyse("زار الوزراءُ المدينةَ") == (["زار", "الوزراء", "المدينه"], ["زار", "وزير", "مدين"])


@pytest.mark.parametrize("word", ["من", "إلى", "أين", "هل", "التي", "الذي", "على", "the"])
def test_words_that_say_nothing_are_known(word):
    assert arabic.fold(word) in arabic.STOP_WORDS


def test_words_are_found_where_they_stand():
    text = "زار «الـمَدينةَ»، في 3,700 كوفيد-19 ﷺ"
    found = [(text[word.start : word.end], word.stems) for word in arabic.walk(text)]
    assert found[0] == ("زار", ("زار",))
    assert found[1] == ("الـمَدينةَ", ("مدين",))
    assert found[3] == ("3,700", ("3700",))
    assert [stems for _printed, stems in found[4:6]] == [("كوفيد",), ("19",)]
    assert found[6][0] == "ﷺ"
    assert len(found[6][1]) == 4


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="ابتةثأإئءىيوكلفنهم ـَّ٣3aß«\u200f,")))
@example("ريال ﷼ ⼀ №")
def test_walking_and_analysing_agree(text):
    walked = [stem for word in arabic.walk(text) for stem in word.stems]
    assert walked == stems(text)
    spelled, found = arabic.analyse(text)
    assert len(spelled) == len(found)
    assert all(len(word) <= analyser.LONGEST_WORD for word in spelled)
    # The index marks its own words with this letter; no text has it.
    assert "ß" not in "".join(found)
    sought = frozenset(found[::3])
    assert arabic.locate(text, sought) == [
        word for word in arabic.walk(text) if not sought.isdisjoint(word.stems)
    ]


def test_a_story_is_analysed_in_no_time():
    story = "قال وزير الاقتصاد إن الحكومة ستعلن ميزانية العام المقبل في الأسبوع الأول من كانون الأول " * 10
    assert 140 <= len(story.split()) <= 170
    arabic.analyse(story)
    begun = time.perf_counter()
    for _ in range(20):
        arabic.analyse(story)
    # 0.2 ms on the machine it was written on; another may be busy.
    assert (time.perf_counter() - begun) / 20 < 0.003
