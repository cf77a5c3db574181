"""Limits counted in the database: a row for each key, with the moments that still count."""

from datetime import UTC, datetime

from django.db import transaction

from maseer.models import Throttle


class Table:
    def take(self, key: str, limit: int, seconds: int, now: float) -> float | None:
        # Whoever comes too often is told so by reading alone: a flood of them waits for nobody, and nobody for it.
        row = Throttle.objects.filter(key=key).first()
        if row and len(counted := _since(row, now - seconds)) >= limit:
            return counted[-limit]
        with transaction.atomic():
            row = self._held(key, now)
            counted = _since(row, now - seconds)
            if len(counted) >= limit:
                return counted[-limit]
            row.moments = [*counted, now]
            row.ends_at = datetime.fromtimestamp(max(row.moments) + seconds, UTC)
            row.save(update_fields=["moments", "ends_at"])
        return None

    @transaction.atomic
    def give_back(self, key: str, moment: float) -> None:
        row = Throttle.objects.select_for_update().filter(key=key).first()
        if row and moment in row.moments:
            row.moments.remove(moment)
            row.save(update_fields=["moments"])

    def _held(self, key: str, now: float) -> Throttle:
        rows = Throttle.objects.select_for_update().filter(key=key)
        # Once more, since the worker may forget an old row between the two.
        while (row := rows.first()) is None:
            new = Throttle(key=key, ends_at=datetime.fromtimestamp(now, UTC))
            Throttle.objects.bulk_create([new], ignore_conflicts=True)
        return row


def _since(row: Throttle, begin: float) -> list[float]:
    return [moment for moment in row.moments if moment > begin]
