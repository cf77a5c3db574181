"""A number for whoever reads, good for one day: with the day's salt gone, nobody can tell whose it was."""

import hashlib
import logging
import time
from datetime import UTC, date, datetime
from threading import Lock

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from maseer.models import DailySalt

log = logging.getLogger("maseer.counting")

RETRY = 30  # seconds until the database is asked again for a salt it could not give


class Visitors:
    """The salt of the day is the same for all processes of all nodes, and asked for once a day."""

    def __init__(self):
        self._lock = Lock()
        self._day: date | None = None
        self._salt = b""
        self._retry_at = 0.0

    def number(self, address: str, agent: str, now: float) -> int:
        """A signed 64-bit number, as databases have them."""
        said = f"{address}\n{agent}".encode(errors="replace")
        digest = hashlib.blake2b(said, key=self._salt_of(now), digest_size=8).digest()
        return int.from_bytes(digest, "big", signed=True)

    def _salt_of(self, now: float) -> bytes:
        day = datetime.fromtimestamp(now, UTC).date()
        if day == self._day and (not self._retry_at or time.monotonic() < self._retry_at):
            return self._salt
        with self._lock:
            try:
                self._salt, self._retry_at = DailySalt.of(day), 0.0
            except DatabaseError as error:
                # Readers are still told apart, if not from those of other processes.
                log.warning("no salt for today, counting with one of our own: %s", error)
                if day != self._day:
                    self._salt = DailySalt.new()
                self._retry_at = time.monotonic() + RETRY
            finally:
                # No request of Django's will end here and give the connection back.
                if not connection.in_atomic_block:
                    close_old_connections()
            self._day = day
            return self._salt
