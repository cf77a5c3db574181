"""Old addresses: where they led, they lead on."""

from collections.abc import Iterable
from itertools import islice

from maseer.lib.http import normal_path
from maseer.wordpress.report import Report
from pages.models import Redirect

_LONGEST = 1000
# Below what SQLite takes in one question.
CHUNK = 500


def chunks(values: Iterable, size: int = CHUNK):
    values = iter(values)
    while chunk := list(islice(values, size)):
        yield chunk


class Addresses:
    """Collects pairs and writes them in bulk. What leads somewhere already is left alone: an editor may have set it."""

    def __init__(self, report: Report):
        self.report = report
        self.waiting: dict[str, str] = {}

    def add(self, old: str, new: str) -> None:
        if not old or not new:
            return
        path = normal_path(old)
        # The front page is nobody's old address, and nothing leads to itself.
        if path == "/" or path == normal_path(new):
            return
        if len(path) > _LONGEST or len(new) > _LONGEST:
            self.report["redirects"].refuse(0, old, f"the address is longer than {_LONGEST} characters")
            return
        self.waiting.setdefault(path, new)

    def targets(self, old: Iterable[str]) -> dict[str, str]:
        """Where these old addresses lead, by the address as it was given."""
        paths = {normal_path(address): address for address in old}
        found = {}
        for chunk in chunks(paths):
            for path, new in Redirect.objects.filter(old_path__in=chunk).values_list("old_path", "new_path"):
                found[paths[path]] = new
        return found

    def write(self) -> None:
        outcome, waiting, self.waiting = self.report["redirects"], self.waiting, {}
        for chunk in chunks(waiting):
            known = set(Redirect.objects.filter(old_path__in=chunk).values_list("old_path", flat=True))
            new = [Redirect(old_path=path, new_path=waiting[path]) for path in chunk if path not in known]
            Redirect.objects.bulk_create(new)
            outcome.created += len(new)
            outcome.unchanged += len(known)
