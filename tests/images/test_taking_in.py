import io
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from images import renditions
from images.models import Image
from tests.factories import picture_bytes


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def with_exif(orientation: int) -> bytes:
    picture = Pillow.new("RGB", (400, 200), "navy")
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "a camera"
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_pictures_are_taken_in_whatever_their_name(encoding):
    fields = renditions.take_in(upload(picture_bytes((300, 200), encoding=encoding), "../../x.exe"))
    assert (fields["width"], fields["height"]) == (300, 200)
    assert "x.exe" not in fields["file"].name


def test_a_picture_is_turned_upright_and_loses_place_and_device():
    fields = renditions.take_in(upload(with_exif(orientation=6)))
    assert (fields["width"], fields["height"]) == (200, 400)
    with Pillow.open(fields["file"]) as stored:
        assert not dict(stored.getexif())


def test_a_large_picture_is_made_smaller():
    assert renditions.take_in(upload(picture_bytes((4800, 1200))))["width"] == renditions.LONGEST_SIDE


def test_a_clear_ground_stays_clear():
    buffer = io.BytesIO()
    Pillow.new("RGBA", (200, 200), (0, 0, 0, 0)).save(buffer, "PNG")
    assert renditions.take_in(upload(buffer.getvalue()))["format"] == Image.Format.PNG


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + bytes(64),
        picture_bytes((300, 200))[:400],
    ],
    ids=["empty", "svg", "html", "gif", "cut"],
)
def test_what_is_no_picture_of_ours_is_refused(data):
    with pytest.raises(ValidationError):
        renditions.take_in(upload(data, "photo.jpg"))


def test_a_flood_of_pixels_is_refused():
    buffer = io.BytesIO()
    Pillow.new("1", (9000, 9000)).save(buffer, "PNG")
    with pytest.raises(ValidationError):
        renditions.take_in(upload(buffer.getvalue()))


@pytest.mark.parametrize(
    ("encoding", "side", "options"),
    [("PNG", 4001, {}), ("WEBP", 3001, {"method": 0}), ("JPEG", 5001, {"progressive": True})],
)
def test_what_would_fill_the_memory_is_refused_before_it_is_decoded(encoding, side, options, monkeypatch):
    buffer = io.BytesIO()
    Pillow.new("RGB", (side, side)).save(buffer, encoding, **options)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", None)
    with pytest.raises(ValidationError, match="ميغابكسل"):
        renditions.take_in(upload(buffer.getvalue()))


@pytest.mark.parametrize("size", [(1, 2400), (99, 300), (3000, 290)])
def test_a_rope_and_a_speck_are_refused_with_the_reason(size):
    with pytest.raises(ValidationError, match=r"10|100"):
        renditions.take_in(upload(picture_bytes(size)))


def test_a_jpeg_with_a_preview_behind_it_is_taken_in():
    buffer, picture = io.BytesIO(), Pillow.new("RGB", (300, 200), "navy")
    picture.save(buffer, "MPO", save_all=True, append_images=[picture])
    assert renditions.take_in(upload(buffer.getvalue()))["format"] == Image.Format.JPEG


def test_a_palette_is_made_smaller_without_leaving_pixels_out():
    buffer = io.BytesIO()
    stripes = Pillow.new("P", (4800, 600))
    stripes.putpalette([0, 0, 0, 255, 255, 255])
    for column in range(0, 4800, 2):
        stripes.paste(1, (column, 0, column + 1, 600))
    stripes.save(buffer, "PNG")
    with Pillow.open(renditions.take_in(upload(buffer.getvalue()))["file"]) as stored:
        assert 100 < stored.convert("L").getpixel((1200, 100)) < 155


# A child for each picture. Not getrusage: its peak is inherited from the process that started this one.
MEASURE = """
import os, re, sys
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from images import renditions
peak = lambda: int(re.search(r"VmHWM:\\s+([0-9]+)", open("/proc/self/status").read())[1]) // 1024
for file in sys.argv[1:]:
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        continue
    upload, before = SimpleUploadedFile("x", open(file, "rb").read()), peak()
    renditions.take_in(upload)
    print(peak() - before, flush=True)
    os._exit(0)
"""
LARGEST = {
    "JPEG": ("RGB", 7070, {}),
    "progressive JPEG": ("RGB", 5000, {"progressive": True, "subsampling": 0}),
    "PNG": ("RGBA", 4000, {"compress_level": 1}),
    "WEBP": ("RGBA", 3000, {"method": 0}),
    "AVIF": ("RGBA", 3600, {"speed": 10}),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_the_largest_pictures_need_200_megabytes(tmp_path):
    files = [tmp_path / name for name in LARGEST]
    for file, (mode, side, options) in zip(files, LARGEST.values(), strict=True):
        Pillow.new(mode, (side, side), "teal").save(file, file.name.split()[-1], **options)
    told = subprocess.check_output([sys.executable, "-c", MEASURE, *files], cwd=settings.BASE_DIR, text=True)
    needed = dict(zip(LARGEST, map(int, told.split()), strict=True))
    assert {name: size for name, size in needed.items() if size > 200} == {}
