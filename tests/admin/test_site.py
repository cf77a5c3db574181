import re

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse

from articles.models import Section
from images.models import Gallery, Image
from pages.models import Page, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    user = factories.user("root", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def test_there_is_one_sign_in_page(client):
    answer = client.get("/admin/articles/article/", follow=False)
    answer = client.get(answer.url)
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/admin/articles/article/"


def test_an_account_without_a_desk_is_refused_not_sent_in_circles(client, outsider):
    client.force_login(outsider)
    assert client.get("/admin/login/").status_code == 403


def test_every_list_and_form_opens(client, root):
    factories.article(bylines=((factories.author().pk, "writer"),), tags=("ماء",))
    for model, model_admin in admin.site._registry.items():
        for page in ("changelist", "add"):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
            answer = client.get(address, follow=True)
            expected = (
                403 if page == "add" and not model_admin.has_add_permission(answer.wsgi_request) else 200
            )
            assert answer.status_code == expected, address
        row = model.objects.first()
        if row:
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
            assert client.get(address).status_code == 200, address


def test_scripts_run_by_the_nonce_of_their_page_only(client, root):
    answer = client.get("/admin/articles/article/add/")
    policy = answer.headers["Content-Security-Policy"]
    [nonce] = set(re.findall(r"'nonce-([^']+)'", policy))
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert f'<script type="importmap" nonce="{nonce}">' in page
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", page):
        assert "src=" in tag or f'nonce="{nonce}"' in tag or "application/json" in tag, tag
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)
    again = client.get("/admin/articles/article/add/").headers["Content-Security-Policy"]
    assert nonce not in again


def test_the_papers_settings_are_one_form(client, root):
    assert client.get("/admin/pages/sitesettings/").url == "/admin/pages/sitesettings/1/change/"
    filled = {"name": "مصير", "months": "international", "digits": "western"}
    assert client.post("/admin/pages/sitesettings/1/change/", filled).status_code == 302
    assert SiteSettings.objects.get().name == "مصير"
    assert client.get("/admin/pages/sitesettings/add/").status_code == 403


@pytest.mark.parametrize("model", ["revision", "transitionlog"])
def test_what_happened_is_not_edited(client, root, model):
    article = factories.draft(root)
    article.apply("submit", by=root)
    row = {"revision": article.working_revision, "transitionlog": article.log.first()}[model]
    address = f"/admin/articles/{model}/{row.pk}/"
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"title": "x", "note": "x"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


def upload(client, content: bytes, name="x.jpg", **fields):
    filled = {"alt": "جسر", "focal_x": 50, "focal_y": 50} | fields
    return client.post("/admin/images/image/add/", filled | {"file": SimpleUploadedFile(name, content)})


def test_a_picture_is_taken_in(client, editor):
    client.force_login(editor)
    assert upload(client, factories.picture_bytes()).status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height, image.created_by) == (1200, 800, editor)
    assert image.file.name.startswith(f"pictures/{image.checksum[:2]}/")
    # The words change, the file stays.
    path, checksum = image.file.name, image.checksum
    client.post(f"/admin/images/image/{image.pk}/change/", {"alt": "جسر قديم", "focal_x": 10, "focal_y": 20})
    image.refresh_from_db()
    assert (image.alt, image.focal_x, image.file.name, image.checksum) == ("جسر قديم", 10, path, checksum)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a",
        b"",
    ],
)
def test_what_is_no_picture_is_refused(client, editor, content):
    client.force_login(editor)
    answer = upload(client, content)
    assert answer.status_code == 200
    assert "file" in answer.context["adminform"].form.errors
    assert not Image.objects.exists()


def test_a_gallery_keeps_its_order(client, editor):
    client.force_login(editor)
    first, second = factories.image(), factories.image()
    rows = {
        "items-TOTAL_FORMS": 2,
        "items-INITIAL_FORMS": 0,
        "items-MIN_NUM_FORMS": 0,
        "items-MAX_NUM_FORMS": 1000,
    }
    for at, image in enumerate((second, first)):
        rows |= {f"items-{at}-image": image.pk, f"items-{at}-order": at, f"items-{at}-caption": ""}
    assert client.post("/admin/images/gallery/add/", {"name": "النهر", **rows}).status_code == 302
    assert [item.image for item in Gallery.objects.get().items.all()] == [second, first]


def test_a_page_is_written_in_the_editor_and_cleaned(client, managing_editor):
    client.force_login(managing_editor)
    sent = {"title": "من نحن", "slug": "about", "body": "<p>نحن</p><script>alert(1)</script>", "order": 0}
    assert client.post("/admin/pages/page/add/", sent).status_code == 302
    assert Page.objects.get().body == "<p>نحن</p>"


@pytest.mark.parametrize(
    ("role", "status"), [("contributor", 403), ("editor", 403), ("managing_editor", 302)]
)
def test_sections_are_made_by_the_managing_editor(request, client, role, status):
    client.force_login(request.getfixturevalue(role))
    sent = {"name": "اقتصاد", "colour": "paper", "order": 0}
    assert client.post("/admin/articles/section/add/", sent).status_code == status
    assert Section.objects.exists() is (status == 302)


def test_two_spellings_are_one_name(client, managing_editor):
    factories.author("أحمد")
    client.force_login(managing_editor)
    answer = client.post("/admin/articles/author/add/", {"name": "احمد"})
    assert "name" in answer.context["adminform"].form.errors


def test_no_column_or_line_of_the_back_office_shows_a_clock_without_its_zone():
    shown = [
        f"{model.__name__}.{name}"
        for model, model_admin in admin.site._registry.items()
        for name in {*model_admin.list_display, *model_admin.readonly_fields}
        if name in {field.name for field in model._meta.fields if isinstance(field, models.DateTimeField)}
    ]
    assert shown == []


def test_the_head_leads_to_ones_account_which_is_the_only_place_to_change_a_password(client, contributor):
    client.force_login(contributor)
    head = client.get("/admin/").content.decode().partition('id="user-tools"')[2].partition("</header>")[0]
    assert f'href="{reverse("accounts:overview")}"' in head
    assert f'action="{reverse("admin:logout")}"' in head
    assert client.get("/admin/password_change/").status_code == 404
    assert client.post("/admin/password_change/", {"old_password": "password"}).status_code == 404
