import io

import pytest
from django.core.cache import cache
from django.core.management import call_command

from maseer import first_run
from tests.factories import user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def production(settings):
    """An install that is not embedded; its static files are not what is tested here."""
    settings.EMBEDDED, settings.DEBUG, settings.SITE_URL = False, True, "https://news.example"
    yield
    first_run.CODE_FILE.unlink(missing_ok=True)


def prepare() -> str:
    out = io.StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def test_an_install_that_gives_up_redis_has_a_cache(settings):
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache_after_redis"}}
    prepare()
    cache.set("a", 1)
    assert cache.get("a") == 1
    prepare()


def test_an_install_without_accounts_says_how_to_make_the_first(client):
    said = prepare()
    code = first_run.CODE_FILE.read_text()
    assert f"https://news.example/setup/   code: {code}" in said
    assert client.get("/setup/").status_code == 200
    assert code in prepare()


def test_an_install_with_accounts_makes_no_code():
    user()
    assert "setup" not in prepare()
    assert not first_run.CODE_FILE.exists()
