"""Sheets and scripts that pages load together, as one file each: a request costs a phone more than a few hundred bytes.

Each part stays a plain file of its own. A bundle is written under `VAR_DIR` when it is asked for and a part is newer;
`collectstatic` takes it along like any other file.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# Sets day or night: a bundle is loaded before the page is drawn, and stands before the sheet, which it would wait for.
AT_ONCE = "theme"
_EVERYWHERE = (AT_ONCE, "menu", "searching", "saving", "sign_in", "holding", "foot")
_TEXT = (*_EVERYWHERE, "reading", "share", "text_size", "viewing")

BUNDLES = {
    **{
        f"css/{bundle}.css": tuple(f"css/{name}.css" for name in names)
        for bundle, names in {
            "site": (
                *("tokens", "base", "frame", "foot", "components", "most_read", "article", "viewer", "print"),
            ),
            "backoffice": (
                *("tokens", "admin-tokens", "admin", "admin/button", "admin/workbench", "admin/keeping"),
                *("admin/desk", "admin/notices", "admin/discussion", "admin/compare", "admin/versions"),
                *("admin/plan", "admin/frontdesk", "admin/checks", "admin/meter", "admin/preview"),
                *("admin/preview_links", "admin/corrections", "admin/saved", "admin/log", "admin/accounts"),
                *("admin/reads", "admin/comments", "admin/searches"),
            ),
        }.items()
    },
    **{
        f"js/{bundle}.js": tuple(f"js/{name}.js" for name in names)
        for bundle, names in {
            "site": _EVERYWHERE,
            "list": (*_EVERYWHERE, "from_list", "numbers"),
            "front": (*_EVERYWHERE, "from_list", "most_read"),
            # A text, as a proof shows it; and public, where it is counted.
            "text": _TEXT,
            "article": (*_TEXT, "count", "from_list", "most_read", "numbers", "nearing"),
        }.items()
    },
}
_CSS_COMMENT = re.compile(r"(?s)/\*.*?\*/")
_MARGIN = re.compile(r"\n\s*")
# A comment that has its line to itself; what stands behind code stays.
_JS_COMMENT = re.compile(r"(?m)^\s*//.*\n")
# A part that another needs stands before it in the bundle.
_JS_IMPORT = re.compile(r'(?m)^import "\./\w+\.js";?\n')


def written(path: str) -> Path:
    """The bundle on disk, made anew if it is older than a part of it."""
    bundle = Path(settings.VAR_DIR) / "bundles" / path
    parts = [Path(settings.BASE_DIR) / "static" / part for part in BUNDLES[path]]
    newest = max(part.stat().st_mtime for part in (*parts, Path(__file__)))
    if not bundle.exists() or bundle.stat().st_mtime < newest:
        bundle.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(map(_sheet if path.endswith(".css") else _script, parts))
        # Several processes may be at it: none reads half a file.
        draft = bundle.with_suffix(f".{id(text)}")
        draft.write_text(text)
        draft.replace(bundle)
    return bundle


def _sheet(part: Path) -> str:
    return _MARGIN.sub("\n", _CSS_COMMENT.sub("", part.read_text())).lstrip()


def _script(part: Path) -> str:
    """Each waits for the whole page, in a function of its own; but one must come before anything is drawn."""
    code = _JS_IMPORT.sub("", _JS_COMMENT.sub("", part.read_text())).strip()
    if part.stem == AT_ONCE:
        return f"{code}\n"
    return f'addEventListener("DOMContentLoaded", async () => {{\n"use strict";\n{code}\n}});\n'


class BundleFinder(BaseFinder):
    def check(self, **kwargs) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs):
        found = str(written(path)) if path in BUNDLES else None
        if find_all or kwargs.get("all"):
            return [found] if found else []
        return found

    def list(self, ignore_patterns) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(Path(settings.VAR_DIR) / "bundles")
        for path in BUNDLES:
            written(path)
            yield path, storage
