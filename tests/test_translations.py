"""The Arabic catalogues: nothing missing, nothing doubtful, plurals in their six forms."""

import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

ARABIC = settings.BASE_DIR / "locale" / "ar" / "LC_MESSAGES"
FORMAT = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def catalogue(domain: str) -> dict:
    with (ARABIC / f"{domain}.mo").open("rb") as file:
        return GNUTranslations(file)._catalog


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_message_of_the_source_is_translated(domain, tmp_path):
    text = (ARABIC / f"{domain}.po").read_text(encoding="utf-8")
    assert "#, fuzzy" not in text
    entries = re.split(r"\n\n+", text)[1:]
    for entry in entries:
        if entry.startswith("#~"):
            continue
        for form in re.findall(r'(?m)^msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)', entry):
            assert "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', form)), entry


def test_the_catalogue_knows_every_message_in_the_code(tmp_path):
    """makemessages again, in a copy: it may find nothing that the catalogue lacks."""
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is not installed; CI has it")
    copy = tmp_path / "paper"
    ignored = shutil.ignore_patterns(
        ".venv", ".git", "var", "node_modules", ".boot", "__pycache__", "pictures", "fonts"
    )
    shutil.copytree(settings.BASE_DIR, copy, ignore=ignored)
    for domain in ("django", "djangojs"):
        command = [
            sys.executable,
            "manage.py",
            "makemessages",
            "--locale",
            "ar",
            "--no-location",
            "--domain",
            domain,
        ]
        subprocess.run(command, cwd=copy, check=True, capture_output=True)
        ours, found = (
            ids((root / domain).with_suffix(".po")) for root in (ARABIC, copy / "locale/ar/LC_MESSAGES")
        )
        assert found - ours == set()


def ids(file: Path) -> set[str]:
    text = re.sub(r"(?m)^#~.*$", "", file.read_text(encoding="utf-8"))
    found = re.findall(r'(?m)^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)', text)
    return {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', one)) for one in found}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_placeholders_survive_translation(domain):
    for message, translation in catalogue(domain).items():
        source = message[0] if isinstance(message, tuple) else message
        source = source.partition("\x04")[2] or source
        if not source:
            continue
        wanted = {next(filter(None, found), "") for found in FORMAT.findall(source)}
        given = {next(filter(None, found), "") for found in FORMAT.findall(translation)}
        # One and two are said in words: a plural form may leave its number out.
        assert given <= wanted if isinstance(message, tuple) else given == wanted, source


def test_the_compiled_catalogues_are_those_of_the_sources():
    if not shutil.which("msgfmt"):
        pytest.skip("msgfmt is not installed; CI has it")
    for domain in ("django", "djangojs"):
        compiled = subprocess.run(
            ["msgfmt", "--check-format", "-o", "-", str(ARABIC / f"{domain}.po")],
            capture_output=True,
            check=True,
        ).stdout
        assert compiled == (ARABIC / f"{domain}.mo").read_bytes()


@pytest.mark.parametrize("message", ["Chosen %s", "Choose all %s", "Password-based authentication:"])
def test_the_gaps_of_djangos_own_catalogue_are_filled(message):
    with override("ar"):
        assert _(message) != message or message.encode() in (ARABIC / "djangojs.po").read_bytes()
