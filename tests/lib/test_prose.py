import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maseer.lib.html import clean
from maseer.lib.leaves import MAX_BLOCKS, Style
from maseer.lib.prose import MAX_RUNS, Change, Run, compare, compare_lines, differ, stretches
from tests.lib.texts import bodies


def fates(runs):
    return [(run.change.value, run.text.strip()) for run in runs]


def only(blocks):
    (block,) = blocks
    return block


def test_words_are_compared_one_by_one_in_reading_order():
    block = only(compare("<p>ذهب الولد إلى المدرسة اليوم.</p>", "<p>ذهب الولد إلى الجامعة اليوم.</p>"))
    assert block.change == Change.CHANGED
    assert block.kind == "paragraph"
    assert [(run.change.value, run.text) for run in block.runs] == [
        ("kept", "ذهب الولد إلى "),
        ("removed", "المدرسة "),
        ("added", "الجامعة "),
        ("kept", "اليوم."),
    ]


def test_a_number_with_its_separators_is_one_word():
    runs = compare_lines("عند 12:30 بلغت 3,5 من 1/2", "عند 12:45 بلغت 3,7 من 1/2")
    assert [text for change, text in fates(runs) if change != "kept"] == ["12:30", "12:45", "3,5", "3,7"]


def test_a_sentence_that_moved_is_removed_here_and_added_there():
    blocks = compare(
        "<p>الجملة الأولى هنا. ثم جملة ثانية طويلة هنا.</p>",
        "<p>ثم جملة ثانية طويلة هنا. الجملة الأولى هنا.</p>",
    )
    moved = words_of(blocks, Change.REMOVED)
    assert "الأولى" in moved
    assert sorted(moved) == sorted(words_of(blocks, Change.ADDED))


def test_blocks_come_and_go_in_their_place():
    blocks = compare("<p>أول هنا</p><p>ثان هناك</p>", "<p>أول هنا</p><h2>عنوان جديد</h2><p>ثان هناك</p>")
    assert [(block.change.value, block.kind) for block in blocks] == [
        ("kept", "paragraph"),
        ("added", "heading-2"),
        ("kept", "paragraph"),
    ]
    blocks = compare("<p>كلمات قديمة تمامًا</p>", "<p>نص آخر مختلف</p>")
    assert [(block.change.value, fates(block.runs)) for block in blocks] == [
        ("removed", [("removed", "كلمات قديمة تمامًا")]),
        ("added", [("added", "نص آخر مختلف")]),
    ]


def test_a_lone_word_in_what_was_rewritten_does_not_tear_it_up():
    runs = compare_lines("قال واحد اثنان ثلاثة في أربعة خمسة ستة", "قال سبعة ثمانية تسعة في عشرة أحد مئة")
    assert [run.change.value for run in runs] == ["kept", "removed", "added"]


@pytest.mark.parametrize(
    ("before", "after", "style", "was"),
    [
        ("<p>كلمة مهمة</p>", "<p>كلمة <strong>مهمة</strong></p>", Style(("strong",)), Style()),
        (
            '<p>كلمة <a href="/1/" rel="noopener">مهمة</a></p>',
            '<p>كلمة <a href="/2/?a=1&amp;b=2" rel="noopener">مهمة</a></p>',
            Style(link="/2/?a=1&b=2"),
            Style(link="/1/"),
        ),
        (
            '<p>كلمة <bdi lang="fr">مهمة</bdi></p>',
            '<p>كلمة <bdi lang="en">مهمة</bdi></p>',
            Style(language="en"),
            Style(language="fr"),
        ),
    ],
)
def test_a_change_of_looks_is_told(before, after, style, was):
    block = only(compare(before, after))
    assert block.change == Change.RESTYLED
    assert block.runs[1] == Run(Change.RESTYLED, "مهمة", style=style, was=was)


def test_a_paragraph_that_became_a_heading_is_told():
    block = only(compare("<p>كلمة مهمة</p>", "<h3>كلمة مهمة</h3>"))
    assert (block.change, block.kind, block.was_kind) == (Change.RESTYLED, "heading-3", "paragraph")
    block = only(compare("<h2>كلمة مهمة</h2>", "<h3>كلمة أهم مهمة</h3>"))
    assert (block.change, block.kind, block.was_kind) == (Change.CHANGED, "heading-3", "heading-2")
    block = only(compare('<p lang="en">word</p>', '<p lang="fr">word</p>'))
    assert (block.change, block.was_kind, block.is_reshaped) == (Change.RESTYLED, "", True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ul><li>أ</li><li>ب</li></ul>", "<ul><li>أ</li></ul><ul><li>ب</li></ul>"),
        ("<p>أ</p><p>ب</p>", "<p>أ<br>ب</p>"),
        ("<p>أ، ب</p>", "<p>أ ، ب</p>"),
        ("<p>أ</p><hr>", "<p>أ</p>"),
        ('<p><img data-image="1" alt="أ"></p>', '<p><img data-image="1" alt="ب"></p>'),
        ('<figure data-image="1"></figure>', '<figure data-image="2"></figure>'),
        (
            '<figure class="embed" data-embed-url="https://a.example/"></figure>',
            '<figure class="embed" data-embed-url="https://b.example/"></figure>',
        ),
        (
            "<table><tbody><tr><td>أ</td></tr></tbody></table>",
            '<table><tbody><tr><td colspan="2">أ</td></tr></tbody></table>',
        ),
    ],
)
def test_no_change_is_invisible(before, after):
    assert clean(before) == before
    assert differ(compare(before, after))
    assert not differ(compare(after, after))


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("<ul><li><p>أ</p><ol><li>ب</li></ol></li></ul>", [("item", 1), ("numbered-item", 2)]),
        ('<blockquote class="pull"><p>أ</p></blockquote>', [("pull-quote", 0)]),
        ("<blockquote><p>أ</p><ul><li>ب</li></ul></blockquote>", [("quote", 0), ("item", 1)]),
        ('<p class="verse">أ</p><p class="lead">ب</p>', [("verse", 0), ("lead", 0)]),
        ('<aside class="facts"><h3>أ</h3><p>ب</p></aside>', [("heading-3", 0), ("facts", 0)]),
        (
            "<table><caption>أ</caption><tbody><tr><th>ب</th><td>ج</td></tr></tbody></table>",
            [("table-caption", 0), ("heading-cell", 0), ("cell", 0)],
        ),
        (
            '<figure data-image="1"><img data-image="1" alt="أ"><figcaption>ب</figcaption></figure>',
            [("figure", 0), ("caption", 0)],
        ),
        ("أ<hr><div>ب</div>", [("paragraph", 0), ("rule", 0), ("paragraph", 0)]),
    ],
)
def test_blocks_have_their_kind(written, kinds):
    assert [(block.kind, block.depth) for block in compare(written, written)] == kinds


def test_a_picture_is_one_thing_and_its_words_are_words():
    figure = '<figure data-image="{}"><img data-image="{}" alt="صورة قديمة"></figure>'
    block = only(compare(figure.format(1, 1), figure.format(2, 2)))
    assert [(run.change.value, run.kind, run.text) for run in block.runs] == [
        ("removed", "image", "1"),
        ("added", "image", "2"),
        ("kept", "words", "صورة قديمة"),
    ]


VOCALISED = "\u0643\u064e\u062a\u064e\u0628\u064e"
BARE = "\u0643\u062a\u0628"
STRETCHED = "\u0643\u0640\u0640\u062a\u0628"


def test_tashkeel_and_tatweel_are_no_difference_on_request():
    before, after = f"<p>{BARE} الولد {STRETCHED}</p>", f"<p>{VOCALISED} الولد {BARE}</p>"
    assert differ(compare(before, after))
    block = only(compare(before, after, hide_noise=True))
    assert block.change == Change.KEPT
    assert block.runs == [Run(Change.KEPT, f"{VOCALISED} الولد {BARE}")]
    assert [run.change for run in compare_lines(BARE, VOCALISED, hide_noise=True)] == [Change.KEPT]


def test_a_line_of_tatweel_is_nothing_when_noise_is_hidden():
    assert not differ(compare("<p>نص</p><p>\u0640\u0640\u0640</p>", "<p>نص</p>", hide_noise=True))
    assert not differ(compare("<p>نص \u0640 نص</p>", "<p>نص نص</p>", hide_noise=True))


def test_nothing_else_is_noise():
    for before, after in [
        ("اسلام", "إسلام"),
        ("مدرسة", "مدرسه"),
        ("على", "علي"),
        ("نص", "نص."),
        ("a", "A"),
        ("بهٔ", "به"),
    ]:
        assert differ(compare(f"<p>كلمة {before}</p>", f"<p>كلمة {after}</p>", hide_noise=True))


def test_what_is_far_from_a_change_can_be_folded():
    text = [f"<p>فقرة رقم {number}</p>" for number in range(12)]
    changed = [*text[:5], "<p>فقرة مختلفة رقم 5</p>", *text[6:]]
    found = stretches(compare("".join(text), "".join(changed)))
    assert [(stretch.is_folded, len(stretch.blocks)) for stretch in found] == [
        (True, 4),
        (False, 3),
        (True, 5),
    ]
    found = stretches(compare("".join(text[:4]), "".join([*text[:3], "<p>آخر</p>"])))
    assert [stretch.is_folded for stretch in found] == [False]
    assert stretches([]) == []


def words_of(blocks, *changes):
    return " ".join(run.text for block in blocks for run in block.runs if run.change in changes).split()


@settings(deadline=None, max_examples=150)
@given(bodies, bodies, st.booleans())
def test_both_texts_can_be_read_in_the_comparison(before, after, hide_noise):
    blocks = compare(before, after)
    old, new = compare(before, before), compare(after, after)
    squeezed = "".join
    assert squeezed(words_of(blocks, Change.KEPT, Change.RESTYLED, Change.ADDED)) == squeezed(
        words_of(new, Change.KEPT)
    )
    assert squeezed(words_of(blocks, Change.KEPT, Change.RESTYLED, Change.REMOVED)) == squeezed(
        words_of(old, Change.KEPT)
    )
    assert differ(blocks) == (before != after)
    assert not differ(compare(after, after, hide_noise))


def scattered(seed, words, length):
    chance = random.Random(seed)  # noqa: S311 (the same text each time)
    return [chance.choice(words) for _ in range(length)]


HALF_MEGABYTE = 500_000
MANY_WORDS = [f"w{number}" for number in range(70_000)]


def paragraphs(words):
    return "".join(f"<p>{word}</p>" for word in words)


HOSTILE = {
    "all words different": (" ".join(MANY_WORDS), " ".join(f"v{number}" for number in range(70_000))),
    "all words reversed": (" ".join(MANY_WORDS), " ".join(MANY_WORDS[::-1])),
    "one word": ("x " * (HALF_MEGABYTE // 2), "x " * (HALF_MEGABYTE // 2 - 500) + "y"),
    "two words in two rhythms": ("x y " * (HALF_MEGABYTE // 4), "x x y y " * (HALF_MEGABYTE // 8)),
    "letters at random": (
        " ".join(scattered(1, "abcdefgh", HALF_MEGABYTE // 2)),
        " ".join(scattered(2, "abcdefgh", HALF_MEGABYTE // 2)),
    ),
    "every other word": (" q ".join(MANY_WORDS[:50_000]), " r ".join(MANY_WORDS[:50_000])),
    "bold here, bold there": ("<strong>a</strong> b " * 20_000, "a <strong>b</strong> " * 20_000),
    "one letter a paragraph": (
        paragraphs(scattered(1, "abcdefgh", 50_000)),
        paragraphs(scattered(2, "abcdefgh", 50_000)),
    ),
    "one word in every paragraph": (
        paragraphs(" ".join(scattered(n, MANY_WORDS, 60)) for n in range(1000)),
        paragraphs(" ".join([*scattered(n, MANY_WORDS, 59), "z"]) for n in range(1000)),
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_cost_little_and_show_little(name):
    before, after = (text if text.startswith("<p>") else f"<p>{text}</p>" for text in HOSTILE[name])
    started = time.process_time()
    blocks = compare(before, after)
    # Unguarded, some of these take hours; the margin is for slow machines.
    assert time.process_time() - started < 4
    assert len(blocks) <= 2 * (MAX_BLOCKS + 1)
    assert sum(len(block.runs) for block in blocks) <= MAX_RUNS + len(blocks)
    assert differ(blocks)
