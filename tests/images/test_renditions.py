import io
import re

import pytest
from django.core.files.storage import default_storage
from django.template import Context, Template
from django.utils import timezone
from PIL import Image as Pillow

from images import renditions
from images.models import Image
from images.presets import CUTS, Cut
from images.tasks import make_renditions, renew
from tests.factories import image


def shown(picture, preset="card", rest="") -> str:
    source = f'{{% load images %}}{{% picture picture "{preset}" {rest} %}}'
    return Template(source).render(Context({"picture": picture}))


def srcset(html: str) -> list[str]:
    """The stored names of all the sizes that a picture offers."""
    return re.findall(r"/media/(\S+) [0-9]+w", html)


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


@pytest.fixture
def new_table(monkeypatch):
    """A later version of the program makes other sizes."""

    def change():
        monkeypatch.setattr("images.models.RECIPE", "new!")
        monkeypatch.setattr(renditions, "RECIPE", "new!")
        monkeypatch.setitem(CUTS, "wide", Cut((480,), 3 / 2))

    return change


@pytest.mark.django_db
def test_a_new_table_of_sizes_makes_all_anew_and_shows_the_old_ones_meanwhile(new_table):
    picture = image()
    make_renditions()
    assert renew() == 0
    picture.refresh_from_db()
    before = shown(picture)
    new_table()
    assert shown(picture) == before
    assert all(default_storage.exists(name) for name in srcset(before))
    assert make_renditions() == 0
    assert renew() == 1
    picture.refresh_from_db()
    after = shown(picture)
    assert len(srcset(after)) == 2
    assert all(default_storage.exists(name) for name in srcset(after))
    assert not any(default_storage.exists(name) for name in srcset(before))
    assert renew() == 0


@pytest.mark.django_db
def test_many_old_sizes_are_renewed_a_few_at_a_time(new_table):
    for _ in range(6):
        image((120, 100))
    while make_renditions():
        pass
    new_table()
    assert [renew(), renew(), renew()] == [5, 1, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OSError(28, "No space left"), ValueError("image too large")])
def test_a_picture_that_fails_does_not_stop_the_others_and_is_tried_again(monkeypatch, error):
    unlucky, good = image(), image()
    render = renditions.render

    def fail_once(picture):
        if picture.pk == unlucky.pk:
            raise error
        render(picture)

    monkeypatch.setattr(renditions, "render", fail_once)
    assert make_renditions() == 2
    assert make_renditions() == 0
    good.refresh_from_db()
    unlucky.refresh_from_db()
    assert good.is_rendered
    assert (unlucky.rendered, unlucky.failures) == ("", 1)
    assert unlucky.file.url in shown(unlucky)
    assert list(Image.objects.could_not_be_made()) == [unlucky]
    first_pause = unlucky.retry_at - timezone.now()
    unlucky.note_failure()
    assert unlucky.retry_at - timezone.now() > first_pause
    monkeypatch.setattr(renditions, "render", render)
    Image.objects.update(retry_at=timezone.now())
    assert make_renditions() == 1
    unlucky.refresh_from_db()
    assert (unlucky.is_rendered, unlucky.failures, unlucky.retry_at) == (True, 0, None)


@pytest.mark.django_db
def test_another_file_is_tried_at_once():
    picture = image()
    picture.note_failure()
    assert not Image.objects.waiting_for_renditions()
    picture.checksum = "0" * 64
    picture.save(update_fields=["checksum"])
    assert Image.objects.get().failures == 0
    assert Image.objects.waiting_for_renditions()


@pytest.mark.django_db
def test_a_lost_file_does_not_stop_the_others():
    lost, good = image(), image()
    default_storage.delete(lost.file.name)
    assert make_renditions() == 2
    good.refresh_from_db()
    lost.refresh_from_db()
    assert (good.is_rendered, lost.is_rendered) == (True, False)
    assert make_renditions() == 0


@pytest.mark.django_db
def test_the_desk_finds_what_could_not_be_made(client, managing_editor):
    image(alt="سليمة")
    image(alt="معطوبة").note_failure()
    client.force_login(managing_editor)
    html = client.get("/admin/images/image/?missing=sizes").content.decode()
    assert "معطوبة" in html
    assert "سليمة" not in html


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
