import pytest

from articles.merging import Clash, merge_payloads
from articles.models import Payload

BASE = Payload(
    title="عنوان",
    deck="مقدّمة",
    body="<p>أولى كما كانت</p><p>ثانية كما كانت</p>",
    section=1,
    sections=(2, 3),
    bylines=((1, "writer"),),
    tags=(1, 2, 3),
)


def changed(**fields):
    return Payload(**{**BASE.__dict__, **fields})


def test_each_takes_what_only_the_other_changed():
    theirs = changed(title="عنوانهم", section=5, body=BASE.body.replace("أولى كما كانت", "أولى كما صارت"))
    mine = changed(deck="مقدّمتي", image=7, body=BASE.body.replace("ثانية كما كانت", "ثانية كما صارت"))
    merged = merge_payloads(BASE, theirs, mine)
    assert merged.payload == changed(
        title="عنوانهم",
        section=5,
        deck="مقدّمتي",
        image=7,
        body="<p>أولى كما صارت</p><p>ثانية كما صارت</p>",
    )
    assert merged.clashes == []
    assert merged.conflicts == []


def test_what_both_changed_stays_mine_and_is_named():
    merged = merge_payloads(BASE, changed(title="لهم", source=4), changed(title="لي", source=4))
    assert merged.payload == changed(title="لي", source=4)
    assert merged.clashes == [Clash("title", "لهم", "لي")]


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        ((1, 2, 3, 4), (1, 2, 3), (1, 2, 3, 4)),
        ((1, 2, 3), (3, 2, 1), (3, 2, 1)),
        ((3, 2, 1), (1, 2, 3), (3, 2, 1)),
        ((1, 3), (1, 2, 3, 5), (1, 3, 5)),
        ((1, 4, 2, 3), (2, 3, 5, 1), (2, 3, 5, 1, 4)),
        ((4, 1, 2, 3), (1, 2, 3, 5), (4, 1, 2, 3, 5)),
        ((2,), (), ()),
        ((1, 2, 3, 6), (1, 2, 3, 6), (1, 2, 3, 6)),
    ],
)
def test_names_that_either_put_in_are_in_and_those_that_either_took_out_are_out(theirs, mine, merged):
    for name in ("tags", "sections"):
        base = changed(**{name: (1, 2, 3)})
        sides = changed(**{name: theirs}), changed(**{name: mine})
        assert getattr(merge_payloads(base, *sides).payload, name) == merged


def test_signatures_keep_their_role():
    theirs, mine = changed(bylines=((1, "writer"), (2, "translator"))), changed(bylines=((3, "writer"),))
    assert merge_payloads(BASE, theirs, mine).payload.bylines == ((3, "writer"), (2, "translator"))
