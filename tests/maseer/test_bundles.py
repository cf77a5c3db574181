"""Sheets and scripts that come as one file."""

import os

import pytest
from django.contrib.staticfiles import finders

from maseer.bundles import BUNDLES, written


@pytest.mark.parametrize("path", BUNDLES)
def test_a_bundle_holds_its_parts_and_is_found_like_any_file(path):
    assert finders.find(path) == str(written(path))
    text = written(path).read_text()
    assert text.count("{") == text.count("}")
    assert "/*" not in text
    assert 'import "./' not in text


def test_a_part_that_has_changed_is_in_the_bundle(settings, tmp_path):
    static = tmp_path / "static" / "css"
    static.mkdir(parents=True)
    for part in BUNDLES["css/site.css"]:
        (tmp_path / "static" / part).write_text("a { color: red }")
    settings.BASE_DIR, settings.VAR_DIR = tmp_path, tmp_path / "var"
    assert "blue" not in written("css/site.css").read_text()
    later = written("css/site.css").stat().st_mtime + 10
    changed = static / "base.css"
    changed.write_text("a { color: blue }")
    os.utime(changed, (later, later))
    assert "blue" in written("css/site.css").read_text()
