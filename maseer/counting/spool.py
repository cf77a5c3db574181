"""Files of events, written by every process of the web server and taken over by the worker of the same machine.

A line is in the file before its browser is answered, so a killed process loses nothing. A process holds the lock of the
file it writes to and turns to a new one every few seconds; a file without a lock is finished, or its writer is dead.
"""

import fcntl
import logging
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger("maseer.counting")

TURN = 2.0  # seconds one file is written to
FINISHED = ".events"
# With no worker to take the files over, counting stops here rather than fill the disk: about four million events.
MOST_BYTES = 256 * 1024 * 1024


class Spool:
    """The files of this process."""

    def __init__(self, folder: Path, turn: float = TURN):
        self.folder = folder
        self.turn = turn
        self._lock = threading.Lock()
        self._file: int | None = None
        self._owner = os.getpid()

    def write(self, line: bytes) -> bool:
        """Whether the line is kept. A full disk costs a count, never a page."""
        with self._lock:
            try:
                if self._owner != os.getpid():
                    # A copy of this process: the file is the other's.
                    self._owner, self._file = os.getpid(), None
                if self._file is None and not self._open():
                    return False
                os.write(self._file, line)
            except OSError as error:
                log.warning("an event is not counted: %s", error)
                return False
            return True

    def close(self) -> None:
        with self._lock:
            if self._file is not None and self._owner == os.getpid():
                os.close(self._file)
                self._file = None

    def _open(self) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True)
        if sum(entry.stat().st_size for entry in os.scandir(self.folder)) > MOST_BYTES:
            log.warning("nobody takes over the events in %s: none are counted any more", self.folder)
            return False
        name = self.folder / f"{time.time_ns()}-{uuid.uuid4().hex}"
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        # Locked before it has the name the worker looks for.
        fcntl.flock(file, fcntl.LOCK_EX)
        name.rename(name.with_suffix(FINISHED))
        self._file = file
        timer = threading.Timer(self.turn, self.close)
        timer.daemon = True
        timer.start()
        return True


def finished(folder: Path) -> Iterator[Path]:
    """The files to take over, oldest first."""
    return iter(sorted(folder.glob(f"*{FINISHED}")))


@contextmanager
def taken(file: Path) -> Iterator[list[bytes] | None]:
    """The lines of a finished file, for one worker alone; None if somebody still writes to it or has it already."""
    try:
        handle = file.open("rb")
    except FileNotFoundError:
        yield None
        return
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        # Gone between the two: another worker has counted it.
        yield handle.readlines() if os.fstat(handle.fileno()).st_nlink else None
