"""Files of events: finished once their writer has turned or died, and each taken by one worker."""

import os
import signal
import subprocess
import sys
import time

from maseer.counting import spool
from maseer.counting.spool import Spool

WRITER = """
import sys, time
from pathlib import Path
from maseer.counting.spool import Spool
spool = Spool(Path(sys.argv[1]), turn=60)
for number in range(5):
    spool.write(b"%d\\n" % number)
print("written", flush=True)
time.sleep(60)
"""


def lines_of(folder) -> list[bytes]:
    found = []
    for file in spool.finished(folder):
        with spool.taken(file) as lines:
            found += lines or []
    return found


def test_a_file_still_written_to_is_left_alone(tmp_path):
    mine = Spool(tmp_path, turn=60)
    mine.write(b"1\n")
    assert lines_of(tmp_path) == []
    mine.close()
    assert lines_of(tmp_path) == [b"1\n"]


def test_a_quiet_process_gives_its_file_away(tmp_path):
    mine = Spool(tmp_path, turn=0.05)
    mine.write(b"1\n")
    for _ in range(100):
        if lines_of(tmp_path):
            break
        time.sleep(0.05)
    assert lines_of(tmp_path) == [b"1\n"]
    mine.write(b"2\n")
    mine.close()
    assert len(list(spool.finished(tmp_path))) == 2


def test_a_killed_process_loses_nothing(tmp_path):
    writer = subprocess.Popen([sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE)
    assert writer.stdout.readline() == b"written\n"
    assert lines_of(tmp_path) == []
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert lines_of(tmp_path) == [b"%d\n" % number for number in range(5)]


def test_two_workers_never_have_the_same_file(tmp_path):
    mine = Spool(tmp_path)
    mine.write(b"1\n")
    mine.close()
    (file,) = spool.finished(tmp_path)
    with spool.taken(file) as lines:
        with spool.taken(file) as for_another:
            assert for_another is None
        assert lines == [b"1\n"]
        file.unlink()
    with spool.taken(file) as lines:
        assert lines is None


def test_with_nobody_to_take_the_files_counting_stops_before_the_disk_is_full(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(spool, "MOST_BYTES", 10)
    mine = Spool(tmp_path)
    assert mine.write(b"0123456789ab\n")
    mine.close()
    assert not mine.write(b"1\n")
    assert "nobody takes over" in caplog.text


def test_a_folder_that_cannot_be_written_costs_a_count_and_no_error(tmp_path):
    (tmp_path / "file").touch()
    assert not Spool(tmp_path / "file").write(b"1\n")
