"""The benchmark of relevance on a small judged set: the demo's texts, asked for by their titles."""

import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

JUDGED = Path(__file__).parent / "judged"
FIGURES = re.compile(
    r"^sqlite +MRR@10 ([\d.]+)  S@1 ([\d.]+)  S@5 ([\d.]+)  S@10 ([\d.]+)  \(67\)$", re.MULTILINE
)


def test_texts_are_found_by_their_titles_however_these_are_spelled():
    command = [sys.executable, "bench/relevance.py"]
    for name in ("docs.jsonl", "queries.tsv", "qrels.tsv"):
        command += [f"--{name.partition('.')[0]}", str(JUDGED / name)]
    # No address: an SQLite file of its own, whatever database these tests run on.
    command.append("--noisy")
    told = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    figures = FIGURES.search(told.stdout)
    assert figures, told.stdout
    assert float(figures[1]) >= 0.87
    assert float(figures[4]) >= 0.95
