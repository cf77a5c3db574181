"""The benchmark of relevance on small judged sets: the demo's texts by their titles, and questions about the world."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

JUDGED = Path(__file__).parent / "judged"
FIGURES = re.compile(
    r"^sqlite +MRR@10 ([\d.]+)  S@1 ([\d.]+)  S@5 ([\d.]+)  S@10 ([\d.]+)  \(67\)$", re.MULTILINE
)


@pytest.fixture
def tables(kept_tables) -> list[str]:
    """Made before, if another test has made them already."""
    return ["--tables", str(kept_tables)] if kept_tables.exists() else []


def bench(folder: Path, *more: str) -> str:
    command = [sys.executable, "bench/relevance.py", *more]
    for name in ("docs.jsonl", "queries.tsv", "qrels.tsv"):
        command += [f"--{name.partition('.')[0]}", str(folder / name)]
    # No address: an SQLite file of its own, whatever database these tests run on.
    told = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_texts_are_found_by_their_titles_however_these_are_spelled(tables):
    told = bench(JUDGED, "--noisy", *tables)
    figures = FIGURES.search(told)
    assert figures, told
    assert float(figures[1]) >= 0.87
    assert float(figures[4]) >= 0.95


def test_long_questions_are_answered_from_files_as_others_write_them(tmp_path, tables):
    """What an encyclopedia is asked, among the demo's texts; in files with everything that files may have."""
    folder = JUDGED / "questions"
    docs = [(file / "docs.jsonl").read_text(encoding="utf-8") for file in (JUDGED, folder)]
    odd = [
        {"id": 7, "text": "كناري \0 \ud800 <b>&amp; نسر\u2028صقر"},
        {"id": "7", "text": "دمشق"},
        {"id": "empty", "text": ""},
        {"id": "none", "title": "دمشق", "text": None},
        {"id": "long", "text": "حكاية " * 20_000},
    ]
    written = "".join(docs) + "".join(json.dumps(row) + "\n" for row in odd)
    (tmp_path / "docs.jsonl").write_text("\ufeff" + written, encoding="utf-8", newline="\r\n")
    queries = (folder / "queries.tsv").read_text(encoding="utf-8")
    queries += "tabs\tكناري\tنسر\u2028صقر\nwordless\t؟!\nunjudged\tدمشق\n"
    (tmp_path / "queries.tsv").write_text("\ufeff" + queries, encoding="utf-8", newline="\r\n")
    qrels = (folder / "qrels.tsv").read_text(encoding="utf-8")
    qrels += "tabs\t0\t7\t1\ntabs\t0\tno such text\t1\nno such question\t0\t7\t1\nf0.0\t0\tf1\t0\n"
    (tmp_path / "qrels.tsv").write_text("\ufeff" + qrels, encoding="utf-8", newline="\r\n")
    told = bench(tmp_path, *tables)
    figures = re.search(
        r"^sqlite +MRR@10 ([\d.]+)  S@1 [\d.]+  S@5 [\d.]+  S@10 ([\d.]+)  \(91\)$", told, re.M
    )
    assert figures, told
    assert "sqlite: 116 documents" in told
    assert float(figures[1]) >= 0.97
    assert float(figures[2]) == 1
