"""The Arabic catalogues: nothing missing, nothing doubtful, plurals in their six forms."""

import json
import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

# Ours, and what fills the gaps of Django and the other packages.
OURS, GAPS = (folder / "ar" / "LC_MESSAGES" for folder in settings.LOCALE_PATHS)
CATALOGUES = [folder / domain for folder in (OURS, GAPS) for domain in ("django", "djangojs")]
FORMAT = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|(%[sdr])")
BARE = {"%s", "%d", "%r"}
STRINGS = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'

each_catalogue = pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: f"{path.parts[-4:]}")


def joined(strings: str) -> str:
    return json.loads('"' + "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', strings)) + '"')


def ids(file: Path) -> set[str]:
    """Every message of a .po file, with its context as gettext writes it; obsolete ones do not count."""
    text = re.sub(r"(?m)^#.*\n", "", file.read_text(encoding="utf-8"))
    found = re.findall(rf"(?m)^(?:msgctxt {STRINGS})?msgid {STRINGS}", text)
    return {f"{joined(context)}\x04{joined(one)}" if context else joined(one) for context, one in found}


@each_catalogue
def test_every_message_of_the_source_is_translated(catalogue):
    text = catalogue.with_suffix(".po").read_text(encoding="utf-8")
    assert "#, fuzzy" not in text
    for entry in re.split(r"\n\n+", text)[1:]:
        forms = re.findall(rf"(?m)^msgstr(?:\[\d\])? {STRINGS}", entry)
        assert len(forms) == (6 if "\nmsgid_plural" in entry else 1), entry
        assert all(joined(form) for form in forms), entry


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
        command = [sys.executable, "manage.py", "makemessages", "--locale=ar", "--no-location"]
        subprocess.run([*command, f"--domain={domain}"], cwd=copy, check=True, capture_output=True)
        found = ids((copy / OURS.relative_to(settings.BASE_DIR) / domain).with_suffix(".po"))
        assert found - ids((OURS / domain).with_suffix(".po")) == set()


@each_catalogue
def test_placeholders_survive_translation(catalogue):
    with catalogue.with_suffix(".mo").open("rb") as file:
        messages = GNUTranslations(file)._catalog
    for message, translation in messages.items():
        source = message[0] if isinstance(message, tuple) else message
        source = source.partition("\x04")[2] or source
        if not source:
            continue
        wanted, given = placeholders(source), placeholders(translation)
        if isinstance(message, tuple):
            # One and two are said in words: a plural form may leave out its number if that has a name, or in
            # JavaScript. A name that the source does not know, msgfmt refuses (below).
            wanted, given = (set() if catalogue.name == "djangojs" else one & BARE for one in (wanted, given))
        assert given == wanted, source


def placeholders(text: str) -> set[str]:
    return {next(filter(None, found), "") for found in FORMAT.findall(text)}


@each_catalogue
def test_the_compiled_catalogues_are_those_of_the_sources(catalogue):
    if not shutil.which("msgfmt"):
        pytest.skip("msgfmt is not installed; CI has it")
    compiled = subprocess.run(
        ["msgfmt", "--check-format", "-o", "-", str(catalogue.with_suffix(".po"))],
        capture_output=True,
        check=True,
    ).stdout
    assert compiled == catalogue.with_suffix(".mo").read_bytes()


@pytest.mark.parametrize(
    ("package", "language", "domain"),
    [
        ("django.conf", "en", "django"),
        ("django.contrib.admin", "en", "django"),
        ("django.contrib.admin", "en", "djangojs"),
        ("django.contrib.auth", "en", "django"),
        ("taggit", "en", "django"),
        ("django_prose_editor", "de", "djangojs"),
    ],
)
def test_the_gaps_of_the_packages_are_filled(package, language, domain):
    """Whatever a package can say (its English sources tell, or another language), it says in Arabic."""
    folder = Path(find_spec(package).origin).parent / "locale"
    arabic = DjangoTranslation("ar", domain, [str(folder)] if domain == "djangojs" else None)
    said = ids(folder / language / "LC_MESSAGES" / f"{domain}.po")
    assert {one for one in said if one not in arabic._catalog and (one, 0) not in arabic._catalog} == set()


def test_one_word_is_used_for_passwords():
    for folder in (OURS, GAPS):
        assert not re.search(r"كلم\w+ ال?مرور", (folder / "django.po").read_text(encoding="utf-8"))
