"""Charts of bars, as what a template draws: where each bar stands and how high it is.

Widths are shares of the whole and heights are in pixels, so that a chart fits any width and its letters keep their
size. In a language that is read from the right, time runs that way too: the oldest bar stands at the right, where the
eye begins, and now is at the left, where it ends; the scale stands at the beginning. A clock's hands would not be
mirrored, but this is no clock: it is a line that is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 160
FILLED = 0.74  # of the room that each bar has


@dataclass(frozen=True)
class Point:
    whole: int
    part: int = 0
    # What a pointer resting on the bar is told.
    words: str = ""
    # What stands under it; most have nothing. On narrow screens only the major ones are shown.
    tick: str = ""
    is_major: bool = True


@dataclass(frozen=True)
class Bar:
    x: str
    width: str
    y: str
    height: str
    part_y: str
    part_height: str
    words: str


@dataclass(frozen=True)
class Tick:
    x: str
    text: str
    is_major: bool


@dataclass(frozen=True)
class Line:
    y: str
    value: int


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    ticks: list[Tick]
    lines: list[Line]
    height: int = HEIGHT


def chart(points: Sequence[Point], *, from_right: bool, height: int = HEIGHT, most: int = 0) -> Chart:
    """`points` are the oldest first. The part of a bar is drawn over its whole.

    Charts that are compared with each other are given the most that any of them has.
    """
    top = most or round_top(max((point.whole for point in points), default=0))
    room = 100 / max(len(points), 1)

    def left(number: int) -> float:
        return 100 - room * (number + 1) if from_right else room * number

    bars, ticks = [], []
    for number, point in enumerate(points):
        whole, part = (height * value / top for value in (point.whole, min(point.part, point.whole)))
        # What is above nothing is seen.
        whole = max(whole, 1.5) if point.whole else 0
        x = left(number) + room * (1 - FILLED) / 2
        if point.whole:
            bars.append(
                Bar(
                    *(_share(x), _share(room * FILLED), _pixels(height - whole), _pixels(whole)),
                    *(_pixels(height - part), _pixels(part), point.words),
                )
            )
        if point.tick:
            ticks.append(Tick(_share(left(number) + room / 2), point.tick, point.is_major))
    values = [top, top // 2] if top % 2 == 0 else [top]
    lines = [Line(_pixels(height - height * value / top), value) for value in values]
    return Chart(bars, ticks, lines, height)


def round_top(most: int) -> int:
    """The least of 1, 2, 4, 6, 10, 20, 40, 60, 100... that is not below: half of it is a whole number too."""
    unit = 1
    while True:
        for step in (1, 2, 4, 6):
            if step * unit >= most:
                return step * unit
        unit *= 10


@dataclass(frozen=True)
class Strip:
    """One lying bar in a row of them."""

    x: str
    width: str


def strip(value: int, most: int, *, from_right: bool) -> Strip:
    width = 100 * value / most if most else 0
    return Strip(_share(100 - width if from_right else 0), _share(width))


def _share(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") + "%"


def _pixels(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
