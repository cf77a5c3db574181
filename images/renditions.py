"""From an upload to what readers are sent: taking a file in, and the sizes made of it.

Sizes are made by the worker, never in a request. Their addresses follow from the picture alone, so showing one costs no
query and no look at the disk.
"""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from images.models import Image
from images.presets import CUTS, JPEG_QUALITY, WEBP_QUALITY

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
LARGEST_FILE = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400


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
