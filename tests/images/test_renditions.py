import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from PIL import Image as Pillow

from images import renditions
from images.models import Image
from images.presets import RECIPE
from images.tasks import make_renditions, renew
from tests.factories import image, picture_bytes


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


@pytest.mark.django_db
def test_the_worker_makes_every_size_once():
    picture = image((1200, 800))
    assert make_renditions() == 1
    assert make_renditions() == 0
    picture.refresh_from_db()
    assert picture.is_rendered
    for encoding in ("webp", "jpg"):
        for width in (320, 640, 960):
            with (
                default_storage.open(renditions.path(picture, "wide", width, encoding)) as file,
                Pillow.open(file) as made,
            ):
                assert made.size == (width, round(width / 1.5))
    assert not default_storage.exists(renditions.path(picture, "wide", 1440, "webp"))


@pytest.mark.django_db
def test_moving_the_important_point_makes_the_sizes_anew():
    picture = image()
    make_renditions()
    picture.refresh_from_db()
    before = renditions.path(picture, "square", 112, "webp")
    picture.focal_x = 10
    picture.save()
    assert not picture.is_rendered
    assert make_renditions() == 1
    picture.refresh_from_db()
    assert default_storage.exists(renditions.path(picture, "square", 112, "webp"))
    assert not default_storage.exists(before)


@pytest.mark.django_db
def test_a_new_table_of_sizes_makes_all_anew_and_shows_the_old_ones_till_then():
    picture = image()
    make_renditions()
    assert renew() == 0
    Image.objects.update(recipe="0000")
    picture.refresh_from_db()
    assert "/renditions/" in shown(picture)
    assert renew() == 1
    assert renew() == 0
    picture.refresh_from_db()
    assert picture.recipe == RECIPE
    assert default_storage.exists(renditions.path(picture, "square", 112, "webp"))


@pytest.mark.django_db
def test_a_lost_file_does_not_stop_the_others():
    lost, good = image(), image()
    default_storage.delete(lost.file.name)
    assert make_renditions() == 2
    good.refresh_from_db()
    assert good.is_rendered
    assert make_renditions() == 0


def shown(picture, preset="card", rest="") -> str:
    source = f'{{% load images %}}{{% picture picture "{preset}" {rest} %}}'
    return Template(source).render(Context({"picture": picture}))


@pytest.mark.django_db
def test_the_tag_shows_the_original_until_the_sizes_are_there(django_assert_num_queries):
    picture = image(alt='نهر "واسع"')
    assert picture.file.url in shown(picture)
    make_renditions()
    picture.refresh_from_db()
    with django_assert_num_queries(0):
        html = shown(picture)
    assert 'srcset="/media/renditions/' in html
    assert "&quot;واسع&quot;" in html
    assert 'width="960" height="640"' in html
    assert 'loading="lazy"' in html
    assert 'fetchpriority="high"' in shown(picture, "lead")
    assert 'alt=""' in shown(picture, rest='alt=""')


@pytest.mark.django_db
def test_without_a_file_there_is_no_picture():
    assert shown(None) == ""
    assert shown(Image.objects.create(source_url="https://old.example/a.jpg")) == ""


@pytest.mark.django_db
def test_stored_pictures_are_served_with_their_exact_type(client):
    picture = image()
    response = client.get(picture.file.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    with picture.file.open() as stored:
        assert b"".join(response) == stored.read()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.jpg.html", "evil"])
def test_nothing_else_in_the_folder_is_served(client, name):
    default_storage.save(name, io.BytesIO(b"<script>alert(1)</script>"))
    assert client.get(f"/media/{name}").status_code == 404
    assert client.get("/media/../maseer.sqlite3").status_code == 404
