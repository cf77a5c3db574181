"""How well search finds what was judged to be right: any judged set, a scratch database, the product's own code.

    python bench/relevance.py --docs docs.jsonl --queries queries.tsv --qrels qrels.tsv [--database-url URL ...]

Formats: docs are JSON lines with `id` and `text` (a title is not indexed; of an id the first counts); queries are
`id TAB text`; qrels are `id TAB 0 TAB document TAB 1`. Prints MRR@10 and the share of questions with a right text among
the first 1, 5 and 10. Given two databases, also the share of questions whose first ten are the same in both.

Without an address the scratch database is an SQLite file. A database of PostgreSQL is made beside the one that is
named, and dropped at the end. `--noisy` spells the questions as hurried readers do; `--baseline` asks PostgreSQL's own
`arabic` configuration too.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
FIRST = 10
BATCH = 500
# What readers leave out, and what they write for it; each with a chance.
HURRY = {
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}": "\N{ARABIC LETTER WAW}",
}
HURRIED = 0.8
# NUL and halves of letters.
UNSTORED = re.compile("[\0\ud800-\udfff]")
# Of longer texts PostgreSQL makes no `tsvector`; its own Arabic is asked for so much of them.
LETTERS = 250_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("docs", "queries", "qrels"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    parser.add_argument("--database-url", action="append", default=[], help="twice: the two are compared")
    parser.add_argument("--noisy", action="store_true", help="spell the questions as hurried readers do")
    parser.add_argument(
        "--baseline", action="store_true", help="PostgreSQL's `arabic` too, where it is asked"
    )
    parser.add_argument(
        "--tables", type=Path, help="an SQLite file with empty tables, to begin with a copy of it"
    )
    parser.add_argument("--found", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.found:
        arguments.found.write_text(json.dumps(find_all(arguments)))
        return
    right = judgements(arguments.qrels)
    results: dict[str, dict[str, list[str]]] = {}
    for url in arguments.database_url or [""]:
        for name, found in in_scratch(url, arguments).items():
            results[f"{name} again" if name in results else name] = found
    for name, found in results.items():
        print_figures(name, found, right)
    ours = [found for name, found in results.items() if not name.startswith("arabic")]
    if len(ours) == 2 and ours[0]:
        same = sum(ours[0][query] == ours[1][query] for query in ours[0])
        write(f"identical top {FIRST}: {100 * same / len(ours[0]):.2f} % of {len(ours[0]):,} queries")


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def rows(file: Path) -> Iterator[str]:
    """Lines as files have them: what Unicode calls the end of a line may stand within one."""
    with file.open(encoding="utf-8-sig") as lines:
        yield from (line.rstrip("\n") for line in lines if line.strip())


def judgements(file: Path) -> dict[str, set[str]]:
    right: dict[str, set[str]] = {}
    for line in rows(file):
        query, _zero, document, grade = (line.split("\t") if "\t" in line else line.split())[:4]
        if float(grade) > 0:
            right.setdefault(query.strip(), set()).add(document.strip())
    return right


def questions(file: Path, noisy: bool) -> Iterator[tuple[str, str]]:
    for line in rows(file):
        query, _tab, text = line.partition("\t")
        yield query.strip(), hurried(text, query) if noisy else text


def hurried(text: str, seed: str) -> str:
    chance = random.Random(seed)  # noqa: S311  the same slips each time, nothing secret
    return "".join(
        HURRY[letter] if letter in HURRY and chance.random() < HURRIED else letter for letter in text
    )


def print_figures(name: str, found: dict[str, list[str]], right: dict[str, set[str]]) -> None:
    places = []
    for query, documents in found.items():
        if query in right:
            at = [place for place, document in enumerate(documents, 1) if document in right[query]]
            places.append(at[0] if at else None)
    figures = [("MRR@10", sum(1 / place for place in places if place) / max(len(places), 1))]
    figures += [
        (f"S@{first}", sum(place is not None and place <= first for place in places) / max(len(places), 1))
        for first in (1, 5, FIRST)
    ]
    write(
        f"{name:<12}"
        + "  ".join(f"{label} {figure:.4f}" for label, figure in figures)
        + f"  ({len(places):,})"
    )


# One process for each database: settings are read once


def in_scratch(url: str, arguments) -> dict[str, dict[str, list[str]]]:
    with tempfile.TemporaryDirectory(prefix="maseer-relevance-") as folder:
        scratch = Scratch(url, Path(folder), arguments.tables)
        try:
            command = [
                *(sys.executable, __file__),
                *("--docs", arguments.docs, "--queries", arguments.queries, "--qrels", arguments.qrels),
                *("--found", f"{folder}/found.json"),
                *(["--noisy"] if arguments.noisy else []),
                *(["--baseline"] if arguments.baseline else []),
            ]
            subprocess.run(list(map(str, command)), check=True, env=scratch.environment)  # noqa: S603
            return json.loads(Path(folder, "found.json").read_text())
        finally:
            scratch.drop()


class Scratch:
    def __init__(self, url: str, folder: Path, tables: Path | None):
        self.server = url if url.startswith(("postgres:", "postgresql:")) else ""
        self.name = f"maseer_relevance_{os.getpid()}"
        if self.server:
            self._ask(f"DROP DATABASE IF EXISTS {self.name}", f"CREATE DATABASE {self.name}")
            url = urlunsplit(urlsplit(url)._replace(path=f"/{self.name}"))
        else:
            file = folder / "scratch.sqlite3"
            if tables:
                shutil.copy(tables, file)
            url = f"sqlite:///{file}"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "maseer.settings",
            "DATABASE_URL": url,
            "REDIS_URL": "",
            "SITE_URL": "http://localhost:8000",
            "VAR_DIR": str(folder),
            "DEBUG": "0",
        }

    def drop(self) -> None:
        if self.server:
            self._ask(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _ask(self, *statements: str) -> None:
        import psycopg  # noqa: PLC0415  not needed where only SQLite is asked

        # The database that is named need not be there.
        address = urlunsplit(urlsplit(self.server)._replace(scheme="postgresql", path="/postgres"))
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


# In that process


def find_all(arguments) -> dict[str, dict[str, list[str]]]:
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415  after the settings of the scratch database

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from articles.search import search  # noqa: PLC0415

    vendor = connection.vendor
    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    names = fill(arguments.docs, arguments.baseline and vendor == "postgresql")
    write(f"{vendor}: {len(names):,} documents indexed in {time.monotonic() - begun:.0f} s")
    asked = list(questions(arguments.queries, arguments.noisy))
    begun = time.monotonic()
    results = {
        vendor: {query: [names[row.pk] for row in search(text, size=FIRST).articles] for query, text in asked}
    }
    each = 1000 * (time.monotonic() - begun) / max(len(asked), 1)
    write(f"{vendor}: {len(asked):,} queries, {each:.1f} ms each")
    if arguments.baseline and vendor == "postgresql":
        results["arabic"] = {query: [names[pk] for pk in by_arabic(text)] for query, text in asked}
    return results


def fill(docs: Path, for_baseline: bool) -> dict[int, str]:
    """Each text as a public article, all of one moment. Returns their ids by the articles' numbers."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils.html import escape  # noqa: PLC0415

    from articles.models import (  # noqa: PLC0415
        Article,
        Payload,
        SearchDocument,
        SearchTally,
        Section,
        search_document,
        search_rebuild,
    )
    from articles.workflow import Status  # noqa: PLC0415
    from maseer.lib import planner  # noqa: PLC0415

    # Long ago, by whatever clock this runs.
    at = datetime(2020, 1, 1, tzinfo=UTC)
    section = Section.objects.create(name="judged")
    if for_baseline:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE baseline (id bigint PRIMARY KEY, words tsvector)")
    names: dict[int, str] = {}
    texts = judged_texts(docs)
    while batch := list(islice(texts, BATCH)):
        with transaction.atomic():
            articles = Article.objects.bulk_create(
                Article(status=Status.PUBLISHED, published_at=at, section=section, title="-") for _ in batch
            )
            pairs = []
            for article, (name, text) in zip(articles, batch, strict=True):
                names[article.pk] = name
                body = f"<p>{escape(text)}</p>"
                pairs.append((article, Payload(title="", body=body, section=section.pk)))
            search_document.replace(list(search_document.documents_of(pairs)))
            # All are counted at once in the end.
            SearchTally.objects.all().delete()
            if for_baseline:
                with connection.cursor() as cursor:
                    cursor.executemany(
                        "INSERT INTO baseline VALUES (%s, to_tsvector('arabic', %s))",
                        [
                            (article.pk, text[:LETTERS])
                            for article, (_name, text) in zip(articles, batch, strict=True)
                        ],
                    )
    if for_baseline:
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX ON baseline USING gin (words)")
            cursor.execute("ANALYZE baseline")
    search_rebuild.count_anew()
    planner.learn(Article, SearchDocument)
    return names


def judged_texts(docs: Path) -> Iterator[tuple[str, str]]:
    """Id and text, each id once, without what no database stores."""
    seen = set()
    for line in rows(docs):
        row = json.loads(line)
        name = str(row["id"]).strip()
        if name not in seen:
            seen.add(name)
            yield name, UNSTORED.sub(" ", str(row.get("text") or ""))


def by_arabic(text: str) -> list[int]:
    """What PostgreSQL's own configuration finds, any of the words, by its own rank."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT array_to_string(tsvector_to_array(to_tsvector('arabic', %s)), ' ')", [text])
        words = cursor.fetchone()[0].split()
        if not words:
            return []
        question = " | ".join("'{}'".format(word.replace("'", "''").replace("\\", "\\\\")) for word in words)
        cursor.execute(
            "SELECT id FROM baseline WHERE words @@ %s::tsquery"
            " ORDER BY ts_rank(words, %s::tsquery) DESC, id LIMIT %s",
            [question, question, FIRST],
        )
        return [pk for (pk,) in cursor.fetchall()]


if __name__ == "__main__":
    main()
