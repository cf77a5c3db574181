import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maseer.lib.html import clean, plain_text
from maseer.lib.prose_merge import Clash, Conflict, merge
from tests.lib.texts import blocks, bodies

BASE = "<p>الفقرة الأولى كما كانت</p><p>الفقرة الثانية كما كانت</p><p>الفقرة الثالثة كما كانت</p>"


def test_each_change_is_taken():
    theirs = BASE.replace("الأولى كما كانت", "الأولى كما صارت")
    mine = BASE.replace("الثانية كما كانت", "الثانية كما أصبحت")
    merged = merge(BASE, theirs, mine)
    assert merged.html == theirs.replace("الثانية كما كانت", "الثانية كما أصبحت")
    assert merged.conflicts == []


def test_the_same_change_on_both_sides_is_taken_once():
    same = BASE.replace("الأولى", "الجديدة") + "<p>وخاتمة</p>"
    assert merge(BASE, same, same).html == same
    assert merge(BASE, same, same + "<p>ثانية</p>").html == same + "<p>ثانية</p>"
    theirs = "<h2>عنوان</h2>" + same
    assert merge(BASE, theirs, same).html == theirs
    assert merge(BASE, theirs, same).conflicts == []


def test_two_changes_of_one_paragraph_are_both_kept_and_reported():
    theirs, mine = (
        BASE.replace("الثانية كما كانت", "الثانية هم"),
        BASE.replace("الثانية كما كانت", "الثانية أنا"),
    )
    merged = merge(BASE, theirs, mine)
    assert plain_text(merged.html).split("\n") == [
        "الفقرة الأولى كما كانت",
        "الفقرة الثانية هم",
        "الفقرة الثانية أنا",
        "الفقرة الثالثة كما كانت",
    ]
    assert merged.conflicts == [
        Conflict(Clash.BOTH_CHANGED, "الفقرة الثانية كما كانت", "الفقرة الثانية هم", "الفقرة الثانية أنا")
    ]


def test_a_paragraph_written_anew_by_both_is_kept_twice():
    merged = merge("<h2>عنوان</h2>", "<h2>خبر</h2>", "<h2>تقرير</h2>")
    assert merged.html == "<h2>خبر</h2><h2>تقرير</h2>"
    assert [conflict.clash for conflict in merged.conflicts] == [Clash.BOTH_CHANGED]


def test_what_one_removed_and_the_other_changed_stays_and_is_reported():
    removed = BASE.replace("<p>الفقرة الثانية كما كانت</p>", "")
    changed = BASE.replace("الثانية كما كانت", "الثانية كما صارت")
    assert merge(BASE, removed, changed).html == changed
    assert [conflict.clash for conflict in merge(BASE, removed, changed).conflicts] == [Clash.THEY_REMOVED]
    assert merge(BASE, changed, removed).html == changed
    assert [conflict.clash for conflict in merge(BASE, changed, removed).conflicts] == [Clash.I_REMOVED]
    assert merge(BASE, removed, BASE + "<p>خاتمة</p>").html == removed + "<p>خاتمة</p>"


def test_what_both_added_in_one_place_is_kept_theirs_first_and_reported():
    merged = merge(BASE, BASE + "<p>قالوا هذا</p>", BASE + "<p>وقلت ذاك</p>")
    assert merged.html == BASE + "<p>قالوا هذا</p><p>وقلت ذاك</p>"
    assert merged.conflicts == [Conflict(Clash.BOTH_ADDED, "", "قالوا هذا", "وقلت ذاك")]


def test_items_of_one_list_are_changed_by_two_people():
    base = "<ul><li>أول بند</li><li>ثاني بند</li><li>ثالث بند</li></ul>"
    merged = merge(base, base.replace("أول", "بداية"), base.replace("</ul>", "<li>رابع بند</li></ul>"))
    assert merged.html == base.replace("أول", "بداية").replace("</ul>", "<li>رابع بند</li></ul>")
    assert merged.conflicts == []


def test_loose_words_of_two_people_do_not_run_together():
    merged = merge("", "واحد", "اثنان")
    assert plain_text(merged.html) == "واحد\nاثنان"
    assert clean(merged.html) == merged.html


@pytest.mark.parametrize("wide", ["كلمة  بعيدة ", " كلمة\u00a0بعيدة", "كلمة\n بعيدة"])
def test_spaces_that_an_editor_narrows_by_itself_are_no_change(wide):
    base = f"<p>{wide}</p><p>فقرة ثانية هنا</p>"
    narrowed = "<p>كلمة بعيدة</p><p>فقرة ثانية هنا</p>"
    theirs = "<p>كلمة بعيدة جدًا</p><p>فقرة ثانية هنا</p>"
    mine = narrowed.replace("هنا", "هناك")
    for merged in (merge(base, theirs, mine), merge(base, mine, theirs)):
        assert merged.html == theirs.replace("هنا", "هناك")
        assert merged.conflicts == []
    assert merge(base, narrowed, narrowed + wide).html == clean(narrowed + wide)


def words(text):
    return Counter(plain_text(text).split())


def edited(body):
    """The same text with blocks changed, left out, added."""
    pieces = body.replace("><", ">\0<").split("\0")
    return (
        st.lists(
            st.tuples(st.integers(0, len(pieces)), st.sampled_from("adc"), blocks), min_size=1, max_size=4
        )
        .map(lambda edits: applied(pieces, edits))
        .map(clean)
    )


def applied(pieces, edits):
    pieces = list(pieces)
    for at, how, block in edits:
        pieces[at : at + (how != "a")] = [] if how == "d" else [block]
    return "".join(pieces)


three = bodies.flatmap(lambda base: st.tuples(st.just(base), edited(base), edited(base)))


@settings(deadline=None, max_examples=150)
@given(three)
def test_nothing_that_anybody_wrote_is_lost(texts):
    base, theirs, mine = texts
    merged = merge(base, theirs, mine)
    for side in (theirs, mine):
        added = words(side) - words(base)
        assert not added - words(merged.html)
    assert clean(merged.html) == merged.html


@settings(deadline=None, max_examples=75)
@given(three)
def test_with_one_side_unchanged_the_other_is_the_result(texts):
    base, theirs, _mine = texts
    assert merge(base, theirs, base) == merge(base, base, theirs)
    assert merge(base, theirs, base).html == theirs
    assert merge(base, theirs, base).conflicts == []
    # By the long way, too.
    heading = "<h2>عنوان لم يكن</h2>"
    assert words(merge(base, theirs, heading + base).html) == words(theirs) + words(heading)


@settings(deadline=None, max_examples=100)
@given(bodies, bodies, bodies)
def test_even_three_strange_texts_lose_nothing(base, theirs, mine):
    merged = merge(base, theirs, mine)
    assert not (words(theirs) - words(base)) - words(merged.html)
    assert not (words(mine) - words(base)) - words(merged.html)
    assert clean(merged.html) == merged.html


def scattered(seed):
    chance = random.Random(seed)  # noqa: S311 (the same text each time)
    return "".join(f"<p>{chance.choice('abcdefgh')}</p>" for _ in range(50_000))


@pytest.mark.parametrize(
    "texts",
    [
        [scattered(seed) for seed in range(3)],
        ["".join(f"<p>{side}{number}</p>" for number in range(30_000)) for side in "abc"],
        [f"<p>{side * 490_000}</p>" for side in ("a", "b", "c")],
    ],
    ids=["letters", "different", "one"],
)
def test_hostile_texts_cost_little(texts):
    started = time.process_time()
    merge(*texts)
    # Most of it is the cleaner, over the length of two texts.
    assert time.process_time() - started < 6
