"""What readers find, and when: typed as people type, in texts as newspapers write them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import SearchDocument, SearchTally, SearchTerm
from articles.search import candidates, engines, numbers, ranking, search
from articles.search.frequencies import Frequencies
from articles.workflow import Status
from tests import factories
from tests.factories import article

pytestmark = pytest.mark.django_db


def titles(question: str, **how) -> list[str]:
    return [found.title for found in search(question, **how).articles]


def about(*bodies: str) -> list:
    return [article(title=f"خبر {at}", body=f"<p>{body}</p>") for at, body in enumerate(bodies)]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("احمد", "قال أحمد"),
        ("مدينه", "في المدينةِ القديمة"),
        ("الفلسطينيين", "زار فلسطين"),
        ("فلسطين", "مع الفلسطينيين"),
        ("٢٠٢٤", "عام 2024"),
        ("2024", "عام ۲۰۲۴"),
        ("مراكش", "إلى مَرَّاكُش"),
        ("مَرَّاكُش", "إلى مراكش"),
        ("المستشفي", "مستشفى المدينة"),
        ("وزراء", "الوزير"),
        ("كوفيد19", "موجة كوفيد-19"),
        ("کتاب", "الكتاب"),
        ("ﺍﻟﻤﺪﻳﻨﺔ", "مدينة"),
        ("bbc", "قالت BBC"),
        ("ببغداد", "بغداد"),
    ],
)
def test_a_word_is_found_however_it_is_spelled(typed, written):
    about("لا شيء هنا", written)
    assert titles(typed) == ["خبر 1"]


def test_each_part_of_a_text_is_looked_through():
    drawing = factories.image(alt="قبطانٌ على سفينة من ورق", caption="بريشة الرسّام")
    writer = factories.author("غادة الطنطاوي")
    found = article(
        title="عنوان نادر",
        deck="مقدّمة فريدة",
        body='<p>متنٌ طويل</p><figure data-image="{}"></figure>'.format(factories.image(alt="خريطة").pk),
        image=drawing.pk,
        kind="cartoon",
        bylines=((writer.pk, "cartoonist"),),
        tags=("موانئ",),
    )
    for word in ("نادر", "فريده", "متن", "القبطان", "بريشه", "خريطه", "الطنطاوى", "ميناء"):
        assert [row.pk for row in search(word).articles] == [found.pk], word


def test_what_is_named_anew_is_found_by_its_new_name_at_once():
    writer = factories.author("سعاد")
    found = article(bylines=((writer.pk, "writer"),), tags=("قديم",))
    tag = found.tags.get()
    writer.name, tag.name = "هيفاء", "حديث"
    writer.save()
    tag.save()
    assert not search("سعاد")
    assert not search("قديم")
    assert search("هيفاء").articles == search("حديث").articles == [found]


def test_new_words_under_a_drawing_are_found_at_once():
    drawing = factories.image(alt="كرسيّ")
    found = article(image=drawing.pk)
    drawing.alt = "سلّم"
    drawing.save()
    assert not search("كرسي")
    assert search("سلم").articles == [found]


# Public, at the moment of asking


def test_only_what_is_public_is_found():
    now = timezone.now()
    for status in Status.values:
        article(title=f"كناري {status}", status=status, published_at=now if status != "unpublished" else None)
    later = article(title="كناري لاحقًا", published_at=now + timedelta(hours=1))
    assert titles("كناري") == ["كناري published"]
    assert titles("كناري", now=now + timedelta(minutes=59)) == ["كناري published"]
    assert set(titles("كناري", now=now + timedelta(hours=2))) == {"كناري published", later.title}


def test_what_is_published_is_found_and_what_is_withdrawn_is_not(editor, managing_editor):
    text = factories.draft(editor, title="كناري على الغصن", body="<p>متن</p>")
    assert not search("كناري")
    assert numbers("كناري") == [text.pk]
    for move in ("submit", "approve", "publish"):
        text.apply(move, managing_editor)
    assert search("كناري").articles == [text]
    text.apply("withdraw", managing_editor, note="خطأ")
    assert not search("كناري")
    assert numbers("كناري") == [text.pk]


def test_a_newer_text_is_found_by_its_words_and_not_by_the_old_ones():
    text = article(title="كناري")
    assert text.bring_up_to_date(factories.payload(title="صقر", section=text.section_id))
    assert not search("كناري")
    assert search("صقر").articles == [text]


def test_what_is_deleted_is_gone_from_the_index():
    text = article(title="كناري")
    text.delete()
    assert not search("كناري")
    assert not SearchDocument.objects.exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Compares what the index has with what the table has.
            cursor.execute(
                "INSERT INTO articles_searchindex(articles_searchindex, rank) VALUES('integrity-check', 1)"
            )


# Phrases, filters, order


def test_a_phrase_is_found_as_it_stands():
    about("الحرب على السلام", "السلام بعد الحرب", "حرب السلام")
    assert set(titles("الحرب السلام")) == {"خبر 0", "خبر 1", "خبر 2"}
    for quoted in ('"الحرب على السلام"', "«الحرب على السلام»", "“الحرب على السلام”"):
        assert titles(quoted) == ["خبر 0"]
    assert titles('"من هو"') == []
    about("من هو")
    assert titles('"من هو"') == ["خبر 0"]


def test_words_that_say_nothing_are_left_out_of_a_question():
    about("ميناء الرمل", "من هو الذي في البيت")
    assert titles("أين هو الميناء؟") == ["خبر 0"]
    # But for one who asks for nothing else.
    assert titles("من هو") == ["خبر 1"]


def test_a_question_is_answered_by_what_has_most_of_it():
    about("عاصمة البلاد", "عاصمة كازاخستان هي أستانا", "كازاخستان بلاد واسعة")
    assert titles("ما هي عاصمة كازاخستان؟")[0] == "خبر 1"
    assert len(titles("ما هي عاصمة كازاخستان؟")) == 3


def test_of_words_that_are_all_common_what_is_about_one_is_found_though_no_text_has_all(monkeypatch):
    monkeypatch.setattr(candidates, "LONGEST_LIST", 2)
    words = ["كناري", "صقر", "نسر", "غراب"]
    for word in words:
        about(*[f"<p>هنا {word} مع كلام</p>"] * 3)
    article(title="صقر وحيد", body="<p>لا شيء هنا</p>")
    SearchTally.add_up()
    assert titles(" ".join(words)) == ["صقر وحيد"]
    every = about(f"<p>{' '.join(words)} معًا</p>")
    assert titles(" ".join(words))[0] == every[0].title


@pytest.mark.parametrize(
    "given",
    [
        {"title": "قفص كناري", "deck": "أزرق وكبير"},
        {"deck": "قفص كناري", "tags": ("أزرق",)},
        {"tags": ("كناري", "أزرق")},
        {"body": "<p>قفص كناري</p>", "image": "أزرق وكبير"},
    ],
)
def test_a_phrase_does_not_reach_from_one_part_of_a_text_into_the_next(given):
    if "image" in given:
        given = given | {"image": factories.image(alt=given["image"]).pk}
    text = article(**given)
    assert search("كناري أزرق").articles == [text]
    assert not search('"كناري أزرق"')


def test_what_is_quoted_is_found_however_many_newer_texts_have_its_words_apart(monkeypatch):
    monkeypatch.setattr(ranking, "MOST", 2)
    article(title="قديم", body="<p>كناري أزرق</p>", published_at=timezone.now() - timedelta(days=4000))
    about(*["قفص أزرق فيه كناري"] * 3)
    SearchTally.add_up()
    assert titles('"كناري أزرق" قفص') == ["قديم"]


def test_texts_are_walked_back_by_date_only_where_enough_are_near():
    texts = {SearchTally.TEXTS: 100_000, "كناري": 50_000, "صقر": 4_000, "نسر": 10}
    SearchTerm.objects.bulk_create([SearchTerm(word=word, texts=number) for word, number in texts.items()])
    near = {}
    for words in ("كناري", "صقر", "نسر", "كناري صقر", "كناري كناري"):
        expression = tuple(((word,),) for word in words.split())
        near[words] = Frequencies(expression).are_near(expression, 200)
    assert near == {"كناري": True, "صقر": False, "نسر": False, "كناري صقر": False, "كناري كناري": True}


def test_a_search_is_narrowed():
    news, culture = factories.section("أخبار"), factories.section("ثقافة")
    part = factories.section("محليّات", parent=news)
    writer, now = factories.author("سعاد"), timezone.now()
    old = article(title="كناري قديم", section=news.pk, published_at=now - timedelta(days=400))
    signed = article(title="كناري موقّع", section=part.pk, bylines=((writer.pk, "writer"),))
    told = article(title="كناري محكيّ", section=culture.pk, kind="opinion")
    assert set(search("كناري", section=news).articles) == {old, signed}
    assert search("كناري", author=writer).articles == [signed]
    assert search("كناري", kind="opinion").articles == [told]
    assert search("كناري", until=now - timedelta(days=300)).articles == [old]
    assert set(search("كناري", since=now - timedelta(days=300)).articles) == {signed, told}
    assert not search("كناري", section=culture, author=writer)


def test_what_is_about_it_comes_first_and_of_equals_the_newest():
    now = timezone.now()
    article(title="قديم", body="<p>كناري</p>", published_at=now - timedelta(days=2000))
    article(title="جديد", body="<p>كناري</p>", published_at=now - timedelta(days=1))
    article(title="كناري الأسبوع", published_at=now - timedelta(days=20))
    assert titles("كناري") == ["كناري الأسبوع", "جديد", "قديم"]
    assert titles("كناري", order="newest") == ["جديد", "كناري الأسبوع", "قديم"]


@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_pages_go_on_to_the_last_and_show_each_text_once(order, monkeypatch):
    monkeypatch.setattr("articles.search.candidates.POOL", 20)
    now = timezone.now()
    for number in range(45):
        article(title=f"كناري {number}", published_at=now - timedelta(days=number))
    seen, after = [], ""
    for _page in range(9):
        found = search("كناري", order=order, after=after, size=10)
        assert found.total == 45
        seen += [row.pk for row in found.articles]
        if not (after := found.next):
            break
    assert len(seen) == len(set(seen)) == 45


@pytest.mark.parametrize("after", ["x", "-1", "o", "o-5", "99999", "1e3", "٣", "o" + "9" * 30, "\x00"])
def test_a_page_that_does_not_exist_is_no_error(after):
    article(title="كناري")
    search("كناري", after=after)
    search("كناري", after=after, order="newest")


# Whatever is typed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\x00",
        "كناري\x00",
        "ًٌٍَُ",
        "ـــ",
        "\u202e\u2067",
        '"',
        '"""""',
        "«»",
        "«كناري",
        'كناري" OR "a',
        "NEAR(a b)",
        "title:كناري",
        "كناري* AND NOT ^x",
        "a & !b | (c <-> d)",
        "'; DROP TABLE x; --",
        "%_%",
        "\\",
        "{}[]()",
        "\ud800",
        "ﷺ" * 100,
        "ع" * 10_000,
        "كناري " * 2_000,
        '" ' * 5_000,
        "ß ßs1 كناريßt",
        "🕊 👩\u200d🔬",
        "1e400 5e 007",
    ],
)
@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_whatever_is_typed_is_no_error(typed, order):
    article(title="كناري")
    search(typed, order=order)
    numbers(typed)


@pytest.mark.parametrize(
    "word",
    ["1e5x", "12e3abc", "0x1f", "5g", "4x4", "é1e5x", "ʰx", "สวัสดี", "日本", "ﷺ", "٣e5x", "x_y", "½", "ßa1"],
)
def test_odd_words_are_found_on_both_engines(word):
    about(f"كناري {word} صقر", "كناري")
    # Not alone perhaps: the titles have numbers too.
    assert titles(word)[:1] == titles(f'"{word} صقر"') == ["خبر 0"]


def test_a_long_question_is_cut():
    question = " ".join(f"كلمة{number}" for number in range(30))
    about(question)
    assert titles(question) == ["خبر 0"]


# Numbers of words


def test_how_common_a_word_is_is_known_once_the_worker_has_added_up():
    texts = about("كناري والصقر", "كناري")
    article(title="كناري", status=Status.WITHDRAWN, published_at=timezone.now())
    assert SearchTerm.objects.count() == 0
    while SearchTally.add_up():
        pass
    number = lambda word: SearchTerm.objects.get(word=word).texts  # noqa: E731
    assert (number("كنار"), number("صقر"), number(SearchTally.TEXTS)) == (2, 1, 2)
    texts[0].bring_up_to_date(factories.payload(title="نسر", section=texts[0].section_id))
    while SearchTally.add_up():
        pass
    assert (number("كنار"), number("صقر"), number("نسر"), number(SearchTally.TEXTS)) == (1, 0, 1, 2)
    assert engines.engine().count(((("كنار",),),), (1, 1 << 62), 9) == 1
