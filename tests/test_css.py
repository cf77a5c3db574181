"""What keeps the style sheets right-to-left and in one palette."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))
PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset|scroll-(?:margin|padding))-(?:left|right)\b|(?:^|[;{\s])(?:left|right)\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)|clear:\s*(?:left|right)"
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(")


def rules(sheet: Path) -> str:
    return re.sub(r"(?s)/\*.*?\*/", "", sheet.read_text())


def test_there_are_style_sheets():
    assert SHEETS


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_directions_are_logical(sheet):
    assert PHYSICAL.findall(rules(sheet)) == []


@pytest.mark.parametrize(
    "sheet",
    [sheet for sheet in SHEETS if not sheet.name.endswith("tokens.css")],
    ids=lambda sheet: sheet.name,
)
def test_colours_live_in_the_tokens(sheet):
    assert COLOUR.findall(rules(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_arabic_letters_are_never_spaced_or_slanted(sheet):
    assert not re.search(
        r"letter-spacing:(?!\s*(?:normal|0))|font-style:\s*(?:italic|oblique)|text-transform:\s*upper",
        rules(sheet),
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_comes_from_another_host(sheet):
    assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", sheet.read_text())


def test_every_file_a_sheet_names_is_there():
    for sheet in SHEETS:
        for name in re.findall(r"url\(\s*['\"]?([^'\")]+)", sheet.read_text()):
            if not name.startswith(("data:", "#")):
                assert (sheet.parent / name.partition("#")[0]).resolve().exists(), f"{sheet.name}: {name}"
