"""The sizes pictures are made in, and the places they are shown at: two tables."""

import hashlib
from dataclasses import dataclass

WEBP_QUALITY = 78
JPEG_QUALITY = 80
# A phone's picture weighs no more than this, however much there is in it: so wide, then so much less well.
LIGHT = 48 * 1024
LIGHT_UP_TO = 800
LESSER_QUALITIES = (66, 54, 42)


@dataclass(frozen=True)
class Cut:
    """A shape and the widths it is made in, in pixels; without a ratio the picture keeps its own."""

    widths: tuple[int, ...]
    ratio: float | None = None

    def height(self, width: int, image) -> int:
        ratio = self.ratio or image.width / image.height
        return max(1, round(width / ratio))

    def widths_for(self, image) -> list[int]:
        """Those the file can fill, and always the smallest."""
        widest = min(image.width, image.height * self.ratio) if self.ratio else image.width
        return [width for width in self.widths if width <= widest] or [self.widths[0]]


@dataclass(frozen=True)
class Preset:
    """A place for pictures on a page: which cut, and how wide it is shown (the `sizes` attribute)."""

    cut: str
    sizes: str
    eager: bool = False


CUTS = {
    "wide": Cut((320, 640, 800, 960, 1440), 3 / 2),
    "square": Cut((112, 224), 1.0),
    "face": Cut((96, 192, 384), 4 / 5),
    "whole": Cut((320, 640, 960, 1440)),
    "share": Cut((1200,), 1200 / 630),
}
PRESETS = {
    # Nobody sees a third pixel in the second; it would double the weight of the first thing a phone shows.
    "lead": Preset(
        "wide",
        "(min-width: 82rem) 50rem, (min-width: 64rem) 60vw, (min-resolution: 2.5x) 66vw, 100vw",
        eager=True,
    ),
    "wide": Preset("wide", "(min-width: 82rem) 44rem, (min-width: 64rem) 55vw, 100vw"),
    "card": Preset("wide", "(min-width: 82rem) 25rem, (min-width: 40rem) 45vw, 100vw"),
    "row": Preset("square", "7rem"),
    "face": Preset("face", "6rem"),
    "small face": Preset("face", "3rem"),
    "portrait": Preset("face", "15rem"),
    "plate": Preset("whole", "(min-width: 40rem) 20rem, 100vw"),
    # The first of a wall.
    "poster": Preset("whole", "(min-width: 64rem) 42rem, 100vw"),
    "whole": Preset("whole", "(min-width: 64rem) 60rem, 100vw"),
}

# What sizes are made by. Each picture knows the recipe of those it has, so a change of the tables above makes
# `images.tasks.renew` find every picture whose sizes are old ones.
RECIPE = hashlib.sha256(
    repr((CUTS, WEBP_QUALITY, JPEG_QUALITY, LIGHT, LIGHT_UP_TO, LESSER_QUALITIES)).encode()
).hexdigest()[:4]
