import pytest
from django.conf import settings

from accounts.models import User
from accounts.roles import Role
from articles.models import Section
from maseer import first_run
from maseer.lib import setup_code
from pages.models import SiteSettings

pytestmark = pytest.mark.django_db

GOOD = {
    "paper": "النهر",
    "usual_sections": "on",
    "display_name": "ليلى",
    "username": "laila",
    "email": "laila@example.com",
    "password": "a-long-pass-phrase",
}


@pytest.fixture
def code():
    yield first_run.make_code()
    first_run.CODE_FILE.unlink(missing_ok=True)


def test_an_empty_paper_says_what_to_do(client):
    html = client.get("/").content.decode()
    assert "/setup/" in html


def test_it_says_where_the_code_is_and_tells_strangers_no_folder_of_the_machine(client, code, monkeypatch):
    assert not first_run.CODE_FILE.is_relative_to(settings.BASE_DIR)
    for address in ("/", "/setup/"):
        html = client.get(address).content.decode()
        assert "VAR_DIR/setup-code" in html, address
        assert str(settings.VAR_DIR) not in html, address
    monkeypatch.setattr(settings, "BASE_DIR", settings.VAR_DIR.parent)
    assert setup_code.place() == f"{settings.VAR_DIR.name}/setup-code"


def test_the_code_is_kept_from_other_users_of_the_machine(code):
    assert first_run.CODE_FILE.stat().st_mode & 0o077 == 0
    assert first_run.make_code() == code
    assert settings.VAR_DIR in first_run.CODE_FILE.parents


def test_whoever_has_the_code_makes_the_first_account(client, code):
    assert client.get("/setup/").status_code == 200
    response = client.post("/setup/", GOOD | {"code": code})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    user = User.objects.get()
    assert user.check_password("a-long-pass-phrase")
    assert set(user.roles) == {Role.ADMIN, Role.MANAGING_EDITOR}
    assert not user.is_superuser
    assert SiteSettings.load().name == "النهر"
    assert Section.objects.count() == 8
    assert client.get("/admin/").status_code == 200
    assert client.get("/setup/").status_code == 404


@pytest.mark.parametrize(
    "change", [{"code": "guess"}, {"code": ""}, {"password": "short"}, {"username": ""}, {"paper": ""}]
)
def test_anything_wrong_makes_nothing_and_keeps_what_was_typed(change, client, code):
    response = client.post("/setup/", GOOD | {"code": code} | change)
    assert response.status_code == 200
    assert not User.objects.exists()
    assert not Section.objects.exists()
    assert "laila@example.com" in response.content.decode()
    assert "a-long-pass-phrase" not in response.content.decode()


def test_it_is_closed_without_a_code_and_once_somebody_is_there(client, outsider):
    assert client.get("/setup/").status_code == 404
    first_run.make_code()
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", GOOD | {"code": first_run.make_code()}).status_code == 404
    first_run.CODE_FILE.unlink()
