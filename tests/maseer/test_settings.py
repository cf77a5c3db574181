"""The settings file itself, in a process of its own."""

import os
import subprocess
import sys
from ast import literal_eval

import pytest

GOOD = {
    "SITE_URL": "https://news.example",
    "SECRET_KEY": "k3y-" + "abcdefghij" * 6,
    "ALLOWED_HOSTS": "news.example",
    "EMAIL_URL": "smtp+tls://u:p@mail.example:587",
}


def check(tmp_path, *arguments, **environment):
    return manage(tmp_path, "check", *arguments, **environment)


def manage(tmp_path, *arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=clean | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "maseer.settings"} | environment,
        capture_output=True,
        text=True,
    )


def test_it_runs_with_nothing_set_and_keeps_its_own_secret(tmp_path):
    assert check(tmp_path).returncode == 0
    secret = tmp_path / "secret-key"
    assert len(secret.read_text()) >= 50
    assert secret.stat().st_mode & 0o077 == 0
    before = secret.read_text()
    assert check(tmp_path).returncode == 0
    assert secret.read_text() == before


def test_a_sound_production_is_clean_to_the_deployment_check(tmp_path):
    result = check(tmp_path, "--deploy", "--fail-level", "WARNING", **GOOD)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is short"),
        ({"SECRET_KEY": "change-me-" * 8}, "sample"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty"),
        ({"ALLOWED_HOSTS": "*"}, "every host"),
        ({"SITE_URL": "http://news.example"}, "not https"),
    ],
)
def test_an_unsafe_production_refuses_to_start_and_says_how_to_mend_it(tmp_path, change, says):
    result = check(tmp_path, **GOOD | change)
    assert result.returncode != 0
    assert says in result.stderr
    assert "Set " in result.stderr or "set " in result.stderr


def test_a_time_zone_that_does_not_exist_is_named(tmp_path):
    result = check(tmp_path, TIME_ZONE="Asia/Nowhere")
    assert result.returncode != 0
    assert "Asia/Nowhere" in result.stderr


def test_what_the_address_of_the_database_asks_for_goes_along(tmp_path):
    address = "postgres://u:p@db.example/paper?sslmode=verify-full&application_name=paper"
    say = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"
    result = manage(tmp_path, "shell", "-v", "0", "-c", say, DATABASE_URL=address)
    assert result.returncode == 0, result.stderr
    options = literal_eval(result.stdout)
    assert options["sslmode"] == "verify-full"
    assert options["application_name"] == "paper"
    assert options["pool"]["max_size"] == 8
    assert options["options"] == "-c jit=off"
