"""Takes over what the web server wrote down: each file once, in one transaction, whoever is killed meanwhile."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from articles.models import Article, ArticleCount, CountedBatch, DailyCount, HourlyCount, ShareCount
from maseer.counting import spool
from maseer.counting.events import READS, Event, What

# Seconds. The same visitor reading the same text again within half an hour has reloaded it. Sharing counts once a day.
READ_AGAIN_AFTER, SHARED_AGAIN_AFTER = 1800, 86_400
# Rows in one statement; SQLite takes 32,766 values.
AT_ONCE = 500


def take_over(folder: Path | None = None) -> int:
    """Counts all finished files. Returns how many there were."""
    done = 0
    for file in spool.finished(folder or settings.VAR_DIR / "spool"):
        with spool.taken(file) as lines:
            if lines is None:
                continue
            count(file.stem, lines)
            # Should we die before this, the next worker finds the batch counted and only removes the file.
            file.unlink()
            done += 1
    return done


@transaction.atomic
def count(batch: str, lines: Iterable[bytes]) -> None:
    if not CountedBatch.objects.get_or_create(name=batch)[1]:
        return
    events = _of_public_articles([event for line in lines if (event := Event.from_line(line))])
    counted = list(_seen(events))
    reads = [(event, times == 1) for event, times in counted if event.what in READS]
    shares = [event for event, _ in counted if event.what not in READS]
    _add_up(HourlyCount, _reads(reads, lambda event: _hour(event.at)))
    _add_up(DailyCount, _reads(reads, lambda event: _day(event.at)))
    _add_up(ShareCount, _shares(shares))
    _add_up(ArticleCount, _totals(reads, shares))


def _of_public_articles(events: list[Event]) -> list[Event]:
    asked = sorted({event.article for event in events})
    public = set()
    for start in range(0, len(asked), AT_ONCE):
        some = Article.objects.published().filter(pk__in=asked[start : start + AT_ONCE])
        public.update(some.values_list("pk", flat=True))
    return [event for event in events if event.article in public]


# What was seen already


def _key(event: Event) -> tuple[int, int, str]:
    """Read from the list or not, a text is read by somebody once."""
    return event.article, event.visitor, "r" if event.what in READS else f"{event.what}{event.channel}"


def _seen(events: list[Event]) -> Iterator[tuple[Event, int]]:
    """The events that count, each with how often this visitor has counted for this text today."""
    waiting = defaultdict(dict)
    for event in sorted(events, key=lambda event: event.at):
        waiting[_key(event)].setdefault(event.at, event)
    queues = {key: list(by_second.values()) for key, by_second in waiting.items()}
    while queues:
        # Of each the earliest first: whether a later one in the same file counts depends on it.
        times = _note({key: queue[0] for key, queue in queues.items()})
        yield from ((queues[key][0], number) for key, number in times.items())
        queues = {key: later for key, queue in queues.items() if (later := _later(key, queue, key in times))}


def _later(key: tuple, queue: list[Event], counted: bool) -> list[Event]:
    if not counted:
        return queue[1:]
    again_after = READ_AGAIN_AFTER if key[2] == "r" else SHARED_AGAIN_AFTER
    return [event for event in queue[1:] if event.at - queue[0].at >= again_after]


def _note(events: dict[tuple, Event]) -> dict[tuple, int]:
    """Writes down who was seen; those who count, with how often. One statement looks and writes."""
    times = {}
    # In one order for all workers, so that no two wait for each other.
    keys = sorted(events)
    with connection.cursor() as cursor:
        for start in range(0, len(keys), AT_ONCE):
            _write(cursor, NOTE, NOTED, [(*key, events[key].at, 1) for key in keys[start : start + AT_ONCE]])
            times.update(
                {(article, visitor, what): number for article, visitor, what, number in cursor.fetchall()}
            )
    return times


NOTED = ("bigint", "bigint", "varchar", "bigint", "integer")
# Our own numbers; the rows stay open.
NOTE = f"""
INSERT INTO articles_sighting AS seen (article_id, visitor, what, counted_at, times) {{rows}}
ON CONFLICT (article_id, visitor, what) DO UPDATE SET counted_at = excluded.counted_at, times = seen.times + 1
WHERE seen.counted_at <= excluded.counted_at
    - CASE WHEN excluded.what = 'r' THEN {READ_AGAIN_AFTER} ELSE {SHARED_AGAIN_AFTER} END
RETURNING article_id, visitor, what, times
"""


# Adding up


def _reads(reads: list[tuple[Event, bool]], bucket) -> dict[tuple, dict[str, int]]:
    sums = defaultdict(lambda: {"views": 0, "readers": 0, "from_list": 0})
    for event, is_new in reads:
        row = sums[event.article, bucket(event)]
        row["views"] += 1
        row["readers"] += is_new
        row["from_list"] += is_new and event.what == What.READ_FROM_LIST
    return sums


def _shares(shares: list[Event]) -> dict[tuple, dict[str, int]]:
    sums = defaultdict(lambda: {"shares": 0, "arrivals": 0})
    for event in shares:
        row = sums[event.article, _day(event.at), event.channel]
        row["shares" if event.what == What.SHARED else "arrivals"] += 1
    return sums


def _totals(reads: list[tuple[Event, bool]], shares: list[Event]) -> dict[tuple, dict[str, int]]:
    zero = {"views": 0, "readers": 0, "from_list": 0, "shares": 0, "arrivals": 0, "views_before": 0}
    sums = defaultdict(lambda: dict(zero))
    for (article, _), row in _reads(reads, lambda event: None).items():
        sums[(article,)].update(row)
    for event in shares:
        sums[(event.article,)]["shares" if event.what == What.SHARED else "arrivals"] += 1
    return sums


def _hour(at: int) -> int:
    return at // 3600


def _day(at: int):
    return timezone.localdate(datetime.fromtimestamp(at, UTC))


KEYS = {
    HourlyCount: ("article", "hour"),
    DailyCount: ("article", "day"),
    ShareCount: ("article", "day", "channel"),
    ArticleCount: ("article",),
}


def _add_up(model: type[models.Model], sums: dict[tuple, dict[str, int]]) -> None:
    """Adds to the rows, or makes them; Django's own upsert sets values and cannot add."""
    if not sums:
        return
    fields = [model._meta.get_field(name) for name in (*KEYS[model], *next(iter(sums.values())))]
    columns = [field.column for field in fields]
    table, keys = model._meta.db_table, columns[: len(KEYS[model])]
    added = ", ".join(f"{column} = {table}.{column} + excluded.{column}" for column in columns[len(keys) :])
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) {{rows}} "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}"  # names of our own columns
    )
    rows = [
        [
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, (*key, *row.values()), strict=True)
        ]
        for key, row in sorted(sums.items())
    ]
    types = [field.db_type(connection) for field in fields]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            _write(cursor, sql, types, rows[start : start + AT_ONCE])


def _write(cursor, sql: str, types: Sequence[str], rows: list[tuple]) -> None:
    """Many rows in one statement: as an array a column where the database takes those, which costs it a third."""
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{name}[]" for name in types)
        cursor.execute(
            sql.format(rows=f"SELECT * FROM unnest({arrays})"),  # noqa: S608  types of our own columns
            [list(column) for column in zip(*rows, strict=True)],
        )
    else:
        row = f"({', '.join(['%s'] * len(types))})"
        values = ", ".join([row] * len(rows))
        cursor.execute(sql.format(rows=f"VALUES {values}"), [value for row in rows for value in row])
