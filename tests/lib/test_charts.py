"""Where the bars of a chart stand: the newest at the end of the line, as the language is read."""

import pytest

from maseer.lib.charts import Point, chart, round_top, strip

POINTS = [Point(0, tick="1"), Point(10, 4), Point(20, 20, "twenty", "3", is_major=False)]


def per_cent(text: str) -> float:
    assert text.endswith("%")
    return float(text[:-1])


@pytest.mark.parametrize(
    ("most", "top"),
    [
        (0, 1),
        (1, 1),
        (2, 2),
        (3, 4),
        (5, 6),
        (7, 10),
        (11, 20),
        (61, 100),
        (4_310, 6_000),
        (10**9 + 1, 2 * 10**9),
    ],
)
def test_the_scale_ends_with_a_round_number(most, top):
    assert round_top(most) == top


def test_in_arabic_now_is_at_the_left_and_the_oldest_at_the_right():
    bars = chart(POINTS, from_right=True).bars
    assert per_cent(bars[0].x) > per_cent(bars[1].x)
    assert per_cent(bars[1].x) < 100 / 3
    ticks = chart(POINTS, from_right=True).ticks
    assert [tick.text for tick in ticks] == ["1", "3"]
    assert per_cent(ticks[0].x) > per_cent(ticks[1].x)
    assert not ticks[1].is_major


def test_in_english_it_is_at_the_right():
    bars = chart(POINTS, from_right=False).bars
    assert per_cent(bars[0].x) < per_cent(bars[1].x)
    assert per_cent(bars[1].x) + per_cent(bars[1].width) < 100


def test_bars_are_as_high_as_their_numbers():
    made = chart(POINTS, from_right=True, height=100)
    half, whole = made.bars
    assert (half.height, half.y, half.part_height, half.part_y) == ("50", "50", "20", "80")
    assert (whole.height, whole.y, whole.part_height, whole.words) == ("100", "0", "100", "twenty")
    assert [(line.y, line.value) for line in made.lines] == [("0", 20), ("50", 10)]


def test_nothing_is_no_bar_and_little_is_seen():
    assert chart([Point(0), Point(0)], from_right=True).bars == []
    assert chart([], from_right=True).bars == []
    smallest = chart([Point(1), Point(100_000)], from_right=True).bars[0]
    assert float(smallest.height) >= 1


def test_a_part_is_never_higher_than_its_whole():
    """What is counted apart may disagree for a moment; the picture does not."""
    (bar,) = chart([Point(3, 5)], from_right=True).bars
    assert float(bar.part_height) <= float(bar.height)


def test_charts_side_by_side_share_a_scale():
    (low,) = chart([Point(5)], from_right=True, height=20, most=10).bars
    assert low.height == "10"


def test_a_strip_begins_where_the_line_begins():
    assert (strip(5, 20, from_right=True).x, strip(5, 20, from_right=True).width) == ("75%", "25%")
    assert strip(5, 20, from_right=False).x == "0%"
    assert strip(0, 0, from_right=True).width == "0%"
