"""From an upload to what readers are sent: taking a file in, and the sizes made of it.

Sizes are made by the worker, never in a request. Their addresses follow from the picture alone, so showing one costs no
query and no look at the disk.
"""

import hashlib
import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from images.models import Image

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
LARGEST_FILE = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
WEBP_QUALITY = 78
JPEG_QUALITY = 80


@dataclass(frozen=True)
class Cut:
    """A shape and the widths it is made in, in pixels; without a ratio the picture keeps its own."""

    widths: tuple[int, ...]
    ratio: float | None = None

    def height(self, width: int, image: Image) -> int:
        ratio = self.ratio or image.width / image.height
        return max(1, round(width / ratio))

    def widths_for(self, image: Image) -> list[int]:
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
    "wide": Cut((320, 640, 960, 1440), 3 / 2),
    "square": Cut((112, 224), 1.0),
    "face": Cut((96, 192, 384), 4 / 5),
    "whole": Cut((320, 640, 960, 1440)),
    "share": Cut((1200,), 1200 / 630),
}
PRESETS = {
    "lead": Preset("wide", "(min-width: 82rem) 50rem, (min-width: 64rem) 60vw, 100vw", eager=True),
    "wide": Preset("wide", "(min-width: 82rem) 44rem, (min-width: 64rem) 55vw, 100vw"),
    "card": Preset("wide", "(min-width: 82rem) 25rem, (min-width: 40rem) 45vw, 100vw"),
    "row": Preset("square", "7rem"),
    "face": Preset("face", "6rem"),
    "portrait": Preset("face", "15rem"),
    "plate": Preset("whole", "(min-width: 40rem) 20rem, 100vw"),
    "whole": Preset("whole", "(min-width: 64rem) 60rem, 100vw"),
}


def take_in(upload) -> dict:
    """The fields of an Image made of an uploaded file: decoded, turned upright, stripped of everything but its pixels.

    Raises ValidationError for what is not a picture we take: judged by decoding, never by name.
    """
    if upload.size > LARGEST_FILE:
        raise ValidationError(
            _("This file is larger than 20 MB. Save the picture smaller, then upload it again.")
        )
    data = upload.read()
    try:
        with Pillow.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError(
                    _("This picture has more than 50 million pixels. Save it smaller, then upload it again.")
                )
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            opened.load()
            picture = ImageOps.exif_transpose(opened)
    except (UnidentifiedImageError, Pillow.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("This is not a picture we can read. Upload a JPEG, PNG, WebP or AVIF file.")
        ) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pillow.Resampling.LANCZOS)
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    encoding = (
        Image.Format.PNG
        if transparent
        else Image.Format.WEBP
        if opened.format == "WEBP"
        else Image.Format.JPEG
    )
    content = _encode(picture.convert("RGBA" if transparent else "RGB"), encoding, quality=90)
    name = hashlib.sha256(data).hexdigest()
    return {
        "checksum": name,
        "format": encoding,
        "file": ContentFile(content, f"{name}.{encoding}"),
        "width": picture.width,
        "height": picture.height,
    }


def path(image: Image, cut: str, width: int, encoding: str) -> str:
    return f"renditions/{image.pk}/{image.version}/{cut}-{width}.{encoding}"


def url(image: Image, cut: str, width: int, encoding: str) -> str:
    return default_storage.url(path(image, cut, width, encoding))


def share_url(image: Image) -> str:
    """The picture as networks show it beside a link; "" while it is not made."""
    return url(image, "share", CUTS["share"].widths[0], Image.Format.JPEG) if image.is_rendered else ""


def render(image: Image) -> None:
    """Makes every size of the picture's current version, then forgets those of the one before."""
    before = image.rendered
    with image.file.open("rb") as file, Pillow.open(file, formats=FORMATS) as opened:
        opened.load()
        picture = _on_white(opened)
    for name, cut in CUTS.items():
        for width in cut.widths_for(image):
            size = (width, cut.height(width, image))
            shaped = (
                ImageOps.fit(
                    picture,
                    size,
                    Pillow.Resampling.LANCZOS,
                    centering=(image.focal_x / 100, image.focal_y / 100),
                )
                if cut.ratio
                else picture.resize(size, Pillow.Resampling.LANCZOS)
            )
            for encoding, quality in ((Image.Format.WEBP, WEBP_QUALITY), (Image.Format.JPEG, JPEG_QUALITY)):
                _store(path(image, name, width, encoding), _encode(shaped, encoding, quality))
    # Only if the focal point has not moved meanwhile; otherwise the worker comes again.
    Image.objects.filter(pk=image.pk, version=image.version).update(rendered=image.version)
    if before and before != image.version:
        remove(image, before)


def remove(image: Image, version: str) -> None:
    folder = f"renditions/{image.pk}/{version}"
    if default_storage.exists(folder):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode not in {"RGBA", "LA", "PA", "P"}:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    ground = Pillow.new("RGBA", clear.size, "white")
    return Pillow.alpha_composite(ground, clear).convert("RGB")


def _encode(picture: Pillow.Image, encoding: str, quality: int) -> bytes:
    buffer = io.BytesIO()
    options = {
        Image.Format.WEBP: {"quality": quality, "method": 4},
        Image.Format.JPEG: {"quality": quality, "optimize": True, "progressive": True},
        Image.Format.PNG: {"optimize": True},
    }[Image.Format(encoding)]
    picture.save(buffer, Image.Format(encoding).label, **options)
    return buffer.getvalue()


def _store(name: str, content: bytes) -> None:
    # The name says version and size, so a file that is there is the right one, unless a kill left it half.
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(content))
