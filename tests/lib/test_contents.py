"""The headings of a long text, and the places they are reached at."""

from maseer.lib import contents

BODY = (
    "<p>تمهيد</p><h2>أوّلًا</h2><p>كلام</p>"
    '<aside class="facts"><h2>أرقام</h2><p>41</p></aside>'
    "<h2></h2><h2><br></h2><h2> <strong></strong></h2>"
    '<h2 lang="en" dir="ltr">The <em>second</em> &amp; last</h2><h3>أصغر</h3>'
)


def test_the_headings_are_named_in_their_order_without_markup_and_without_those_of_boxes():
    assert [(heading.place, heading.words) for heading in contents.headings(BODY)] == [
        ("part-1", "أوّلًا"),
        ("part-2", "The second & last"),
    ]


def test_each_gets_its_place_and_nothing_else_changes():
    placed = contents.with_places(BODY)
    assert '<h2 id="part-1">أوّلًا</h2>' in placed
    assert '<h2 id="part-2" lang="en" dir="ltr">' in placed
    assert placed.replace(' id="part-1"', "").replace(' id="part-2"', "") == BODY


def test_a_text_without_headings_stays_as_it_is():
    assert contents.headings("<p>كلام</p>") == []
    assert contents.with_places("<p>كلام</p>") == "<p>كلام</p>"
