import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from maseer.wordpress.export import ExportError
from maseer.wordpress.importer import Importer

_BAR = 40


class Command(BaseCommand):
    help = (
        "Imports a WordPress export file (WXR). Running it again adds only what is new. "
        "All or nothing: if it fails or is stopped, the database is as it was."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help="made in WordPress under Tools, Export")
        parser.add_argument("--dry-run", action="store_true", help="do everything, report it, keep nothing")
        parser.add_argument(
            "--report", metavar="OUT.json", type=Path, help="write the full report to this file"
        )

    def handle(self, *args, file: Path, dry_run: bool, report: Path | None, **options):
        if report and not report.resolve().parent.is_dir():
            raise CommandError(
                f"There is no folder {report.resolve().parent} for the report. Nothing was changed."
            )
        try:
            result = Importer(file, progress=self._progress).run(dry_run=dry_run)
        except ExportError as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from error
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error} Nothing was changed.") from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped. Nothing was changed.") from error
        if report:
            try:
                report.write_text(json.dumps(result.as_dict(), ensure_ascii=False, indent=1) + "\n")
            except OSError as error:
                raise CommandError(
                    f"The import is done, but the report cannot be written: {error}"
                ) from error
        self.stdout.write(result.summary())

    def _progress(self, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        filled = _BAR * done // max(total, 1)
        end = "\n" if done >= total else ""
        self.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total}", ending=end)
        self.stderr.flush()
