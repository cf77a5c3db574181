"""From an upload to what readers are sent: taking a file in, and the sizes made of it.

Sizes are made by the worker, never in a request. Their addresses follow from the row of the picture alone, so showing
one costs no further query and no look at the disk.
"""

import hashlib
import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import ImageOps

from images import files
from images.models import Image
from images.presets import CUTS, JPEG_QUALITY, LESSER_QUALITIES, LIGHT, LIGHT_UP_TO, RECIPE, WEBP_QUALITY
from maseer.lib.counters import Numeral

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
LARGEST_FILE = 20 * 1024 * 1024
# Millions of pixels that are taken in with 200 MB. JPEG is made smaller while it is read, but a progressive one only
# after all of it was; the decoders of the others hold a picture whole, several times over.
# (MPO is what Pillow calls a JPEG with a preview behind it, as many cameras write it.)
MOST_PIXELS = {"JPEG": 50, "MPO": 50, "PNG": 16, "AVIF": 13, "WEBP": 9}
MOST_PROGRESSIVE = 25
SHORTEST_SIDE = 100
LONGEST_SIDE = 2400
# A rope of 1 x 2400 pixels, widened to a size we show, is taller than WebP can be.
MOST_TIMES_LONGER = 10
# What Pillow raises for files that are broken, cut, lost, or too large to be true.
UNREADABLE = (OSError, SyntaxError, ValueError, Pillow.DecompressionBombError)


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
        picture, was = _read(data)
    except UNREADABLE as error:
        raise ValidationError(
            _("This is not a picture we can read. Upload a JPEG, PNG, WebP or AVIF file.")
        ) from error
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    encoding = Image.Format.PNG if transparent else Image.Format.WEBP if was == "WEBP" else Image.Format.JPEG
    mode = "RGBA" if transparent else "RGB"
    content = _encode(picture if picture.mode == mode else picture.convert(mode), encoding, quality=90)
    name = hashlib.sha256(data).hexdigest()
    return {
        "checksum": name,
        "format": encoding,
        "file": ContentFile(content, f"{name}.{encoding}"),
        "width": picture.width,
        "height": picture.height,
    }


def _read(data: bytes) -> tuple[Pillow.Image, str]:
    """The picture, upright and no larger than we keep it, and its format. The decoder's memory ends with it."""
    with Pillow.open(io.BytesIO(data), formats=FORMATS) as opened:
        _check_shape(opened)
        # Smaller first, before anything makes a copy: JPEG while it is read.
        scale = LONGEST_SIDE / max(opened.size)
        opened.draft("RGB", (max(1, int(opened.width * scale)), max(1, int(opened.height * scale))))
        picture = opened
        if opened.mode in {"1", "P"}:
            # These would be made smaller by leaving pixels out.
            picture = opened.convert("RGBA" if "transparency" in opened.info else "RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pillow.Resampling.LANCZOS)
        return ImageOps.exif_transpose(picture), opened.format


def _check_shape(picture: Pillow.Image) -> None:
    shorter, longer = sorted(picture.size)
    most = MOST_PROGRESSIVE if "progressive" in picture.info else MOST_PIXELS[picture.format]
    if shorter * longer > most * 1_000_000:
        raise ValidationError(
            _(
                "This picture has more than %(most)s million pixels. "
                "Save it smaller, or as JPEG, then upload it again."
            ),
            params={"most": Numeral(most)},
        )
    if shorter < SHORTEST_SIDE:
        raise ValidationError(
            _("This picture is too small. Each side must have at least %(least)s pixels."),
            params={"least": Numeral(SHORTEST_SIDE)},
        )
    if longer > shorter * MOST_TIMES_LONGER:
        raise ValidationError(
            _(
                "One side of this picture is more than %(most)s times as long as the other. "
                "Cut it, then upload it again."
            ),
            params={"most": Numeral(MOST_TIMES_LONGER)},
        )


def shown(image: Image, cut: str) -> list[tuple[int, int]]:
    """The sizes of a cut that are there, smallest first; none while those on disk show another picture or point."""
    return image.sizes.get(cut, []) if image.is_rendered else []


def path(image: Image, cut: str, width: int, encoding: str) -> str:
    return _path(image.pk, image.edition, cut, width, encoding)


def url(image: Image, cut: str, width: int, encoding: str) -> str:
    return default_storage.url(path(image, cut, width, encoding))


@dataclass(frozen=True)
class Shared:
    url: str
    width: int
    height: int
    # None for what was made before it was written down.
    weight: int | None


def shared(image: Image) -> Shared | None:
    """The picture as networks and search engines show it beside a link; None while it is not made."""
    sizes = shown(image, "share")
    if not sizes:
        return None
    width, height = sizes[-1]
    return Shared(url(image, "share", width, Image.Format.JPEG), width, height, image.share_bytes)


def render(image: Image) -> None:
    """Makes every size of the picture's current version, then forgets all others."""
    edition = RECIPE + image.version
    with image.file.open("rb") as file, Pillow.open(file, formats=FORMATS) as opened:
        opened.load()
        picture = _on_white(opened)
    sizes = {
        name: [(width, cut.height(width, image)) for width in cut.widths_for(image)]
        for name, cut in CUTS.items()
    }
    share_bytes = 0
    for name, cut in CUTS.items():
        for size in sizes[name]:
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
                content = _encode(shaped, encoding, quality)
                if encoding == Image.Format.WEBP and size[0] <= LIGHT_UP_TO:
                    content = _light(shaped, encoding, content)
                _store(_path(image.pk, edition, name, size[0], encoding), content)
                if name == "share" and encoding == Image.Format.JPEG:
                    share_bytes = len(content)
    is_current = Image.objects.filter(pk=image.pk, version=image.version).update(
        rendered=image.version,
        recipe=RECIPE,
        sizes=sizes,
        share_bytes=share_bytes,
        failures=0,
        retry_at=None,
    )
    # If the picture was changed or deleted meanwhile, nothing of this is shown; after a change the worker comes again.
    files.remove_renditions(image.pk, but=edition if is_current else "")


def _path(pk: int, edition: str, cut: str, width: int, encoding: str) -> str:
    return f"{files.folder(pk)}/{edition}/{cut}-{width}.{encoding}"


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


def _light(picture: Pillow.Image, encoding: str, content: bytes) -> bytes:
    for quality in LESSER_QUALITIES:
        if len(content) <= LIGHT:
            break
        content = _encode(picture, encoding, quality)
    return content


def _store(name: str, content: bytes) -> None:
    # The name says version and size, so a file that is there is the right one, unless a kill left it half.
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(content))
