"""Reads the demo's files: who writes, what is drawn, and the articles with their front matter."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
FENCE = "+++\n"


@dataclass(frozen=True)
class Story:
    name: str
    about: dict
    body: str

    def __getattr__(self, key: str):
        return self.about.get(key)


def _toml(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def newsroom() -> dict:
    return _toml(FOLDER / "newsroom.toml")


@cache
def pictures() -> dict[str, dict]:
    return _toml(FOLDER / "pictures" / "pictures.toml")


def picture_file(name: str) -> Path:
    return FOLDER / "pictures" / f"{name}.webp"


@cache
def stories() -> tuple[Story, ...]:
    """All of them, the oldest first, so that numbers grow with time."""
    found = []
    for path in sorted((FOLDER / "articles").glob("*.html")):
        _, about, body = path.read_text(encoding="utf-8").split(FENCE, 2)
        found.append(Story(path.stem, tomllib.loads(about), body.strip()))
    return tuple(sorted(found, key=lambda story: (-story.days_ago, story.at)))


@cache
def on_the_desk() -> tuple[Story, ...]:
    """What is being worked on: shorter, in the file of the newsroom."""
    usual = {"kind": "news", "tags": (), "days_ago": 0, "at": "12:00"}
    return tuple(Story(row["title"], usual | row, row.get("text", "").strip()) for row in newsroom()["desk"])
