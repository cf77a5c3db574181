"""How long a search takes, results and suggestions, alone and eight at once. For PostgreSQL set DATABASE_URL.

The questions are words of the archive's own titles and names, from those in every hundredth text to those in a handful:
one, two, four of them, a quoted pair. Then what the page costs for what is asked to do harm, in time of the processor.

A prepared archive is measured as it is: BENCH_DIR names the folder of its SQLite file, DATABASE_URL its PostgreSQL, and
BENCH_ARTICLES how many it has at least.
"""

import multiprocessing
import random
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections
from django.test import Client

from articles.models import Article, SearchTally, SearchTerm
from articles.models.search_document import MARK
from articles.search import did_you_mean, search, suggest
from articles.search.engines import engine
from maseer.lib import arabic

# As docs/operations.md starts the server on two cores.
WORKERS, THREADS = 2, 4
AT_ONCE = WORKERS * THREADS
EACH = 40


def run() -> None:
    # As the worker leaves an archive.
    while SearchTally.add_up() or engine().merge():
        pass
    chance = random.Random(7)  # noqa: S311  the same questions each time, nothing secret
    asked = questions(chance)
    write(f"  {connection.vendor}, {Article.objects.count():,} articles")
    for name, texts in asked.items():
        report(f"results: {name}", [timed(search, text) for text in texts])
    report("results, newest first", [timed(newest, text) for texts in asked.values() for text in texts])
    every = [text for texts in asked.values() for text in texts]
    report("results, all of these", [timed(search, text) for text in every])
    report("did you mean", [timed(did_you_mean, text[:-1]) for text in every[:EACH]])
    beginnings = [text[:length] for text in asked["one word"] for length in (2, 3, 5)]
    report("suggestions", [timed(suggest, text) for text in beginnings])
    others = [text for texts in questions(random.Random(8)).values() for text in texts]  # noqa: S311
    report(f"results, {AT_ONCE} at once", together(search, every, others))
    report(f"suggestions, {AT_ONCE} at once", together(suggest, beginnings, [text[:4] for text in others]))
    report("page: what is asked to do harm", odd())


def newest(text: str):
    return search(text, order="newest")


def questions(chance: random.Random) -> dict[str, list[str]]:
    last = Article.objects.order_by("-pk").values_list("pk", flat=True)[0]
    some = Article.objects.filter(pk__in=[chance.randint(1, last) for _ in range(4 * EACH)])
    titles = [row for row in some.values_list("title", "deck") if len(row[0].split()) > 4]
    words = [[word for word in title.split() if telling(word)] for title, _deck in titles]
    words = [found for found in words if len(found) > 3]
    rare = [deck.split()[-1] for _title, deck in titles if deck]
    return {
        "one word": [found[0] for found in words[:EACH]],
        "a rare word": rare[:EACH],
        "two words": [" ".join(found[:2]) for found in words[:EACH]],
        "four words": [" ".join(found[:4]) for found in words[:EACH]],
        "a common and a rare word": [
            f"{found[0]} {name}" for found, name in zip(words[:EACH], rare, strict=False)
        ],
        "a quoted pair": ['"{}"'.format(" ".join(found[:2])) for found in words[:EACH]],
        "the commonest words": common(),
    }


def odd() -> list[float]:
    """What a page takes of the processor, for each of these the least of three."""
    letters = "".join(map(chr, range(ord("\N{ARABIC LETTER AIN}"), ord("\N{ARABIC LETTER YEH}"))))
    asked = [
        "\N{ARABIC LETTER AIN}" * 10_000,
        " ".join(f"{one}{other}{one}{one}" for one in letters for other in letters) * 20,
        "\N{ARABIC FATHA}\N{ARABIC SHADDA}" * 5_000,
        '" ' * 5_000,
        "AND OR NOT NEAR(a b) * ^ : - ( ) & | ! <-> " * 200,
        "\0" * 10_000,
        "\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}" * 5_000,
        "<script>alert(1)</script>&lt;",
    ]
    client, taken = Client(), []
    for text in asked:
        each = []
        for at in range(3):
            start = time.process_time()
            # Not kept by the page cache, and not counted as one visitor's.
            answer = client.get("/search/", {"q": text, "at": at}, REMOTE_ADDR=f"10.0.{len(taken)}.{at}")
            each.append((time.process_time() - start) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{text[:20]}: {answer.status_code}")
        taken.append(min(each))
    return taken


def telling(word: str) -> bool:
    return len(word) > 3 and arabic.fold(word) not in arabic.STOP_WORDS


def common() -> list[str]:
    found = SearchTerm.objects.order_by("-texts").values_list("word", flat=True)[:200]
    found = [word for word in found if word.isalpha() and MARK not in word and telling(word)]
    return [*found[:10], *(f"{one} {other}" for one, other in zip(found[:10], found[10:20], strict=False))]


def timed(ask, text: str) -> float:
    start = time.perf_counter()
    ask(text)
    return (time.perf_counter() - start) * 1000


def together(ask, texts: list[str], others: list[str]) -> list[float]:
    """All of them twice, mixed, by as many at once as the server answers. Each has answered others before."""
    connections.close_all()
    mixed = random.Random(7).sample(texts * 2, 2 * len(texts))  # noqa: S311
    context = multiprocessing.get_context("fork")
    with context.Pool(WORKERS) as pool:
        shares = [(ask, mixed[at::WORKERS], others[at::WORKERS]) for at in range(WORKERS)]
        return [taken for share in pool.map(_share, shares, chunksize=1) for taken in share]


def _share(work) -> list[float]:
    ask, texts, others = work
    ready = threading.Barrier(THREADS, timeout=60)

    def one(at: int) -> list[float]:
        # A thread keeps its connection: opening it is no part of a search.
        for text in others[at::THREADS]:
            ask(text)
        ready.wait()
        return [timed(ask, text) for text in texts[at::THREADS]]

    with ThreadPoolExecutor(THREADS) as threads:
        return [taken for share in threads.map(one, range(THREADS)) for taken in share]


def report(name: str, taken: list[float]) -> None:
    ordered = sorted(taken)
    p95 = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
    write(f"  {name:<34} p50 {statistics.median(ordered):7.1f} ms   p95 {p95:7.1f} ms   ({len(ordered)})")


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
