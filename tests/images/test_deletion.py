"""What is deleted or replaced is gone from the disk too, and so from the net."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse

from images import files, renditions
from images.models import Gallery, Image
from images.tasks import make_renditions
from tests.factories import image, picture_bytes

pytestmark = pytest.mark.django_db


def files_of(picture) -> list[str]:
    picture.refresh_from_db()
    widths = [width for width, _height in renditions.shown(picture, "wide")]
    return [picture.file.name, *(renditions.path(picture, "wide", width, "webp") for width in widths)]


def answers(client, names: list[str]) -> set[int]:
    statuses = set()
    for name in names:
        response = client.get(f"/media/{name}")
        b"".join(response)  # to the end, which closes the file
        statuses.add(response.status_code)
    return statuses


@pytest.mark.parametrize("whole_list", [False, True], ids=["one", "list"])
def test_what_is_deleted_leaves_the_net(client, django_capture_on_commit_callbacks, whole_list):
    gone, kept = image(), image()
    make_renditions()
    names, others = files_of(gone), files_of(kept)
    with django_capture_on_commit_callbacks(execute=True):
        Image.objects.filter(pk=gone.pk).delete() if whole_list else gone.delete()
        assert all(default_storage.exists(name) for name in names)  # a rollback would want them
    assert len(names) > 3
    assert answers(client, names) == {404}
    assert answers(client, others) == {200}


def test_a_picture_that_is_still_shown_keeps_its_file(django_capture_on_commit_callbacks):
    held = image()
    Gallery.objects.create(name="مدن").items.create(image=held)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ProtectedError):
        Image.objects.all().delete()
    assert default_storage.exists(held.file.name)


def test_a_picture_deleted_while_its_sizes_are_made_leaves_nothing():
    picture = image()
    Image.objects.filter(pk=picture.pk).delete()
    renditions.render(picture)
    assert not default_storage.exists(files.folder(picture.pk))


def test_a_replaced_file_leaves_the_net(client, managing_editor, django_capture_on_commit_callbacks):
    picture = image()
    client.force_login(managing_editor)
    address, before = reverse("admin:images_image_change", args=[picture.pk]), picture.file.name
    form = {"alt": "صورة", "caption": "", "credit": "", "focal_x": 50, "focal_y": 50}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, form).status_code == 302
    assert default_storage.exists(before)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            address, form | {"file": SimpleUploadedFile("photo.jpg", picture_bytes((300, 200), "navy"))}
        )
    assert answer.status_code == 302
    picture.refresh_from_db()
    assert picture.width == 300
    assert default_storage.exists(picture.file.name)
    assert not default_storage.exists(before)
