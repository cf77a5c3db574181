"""What an import did: numbers for each kind of row, and everything that was not taken, with the reason."""

from collections import Counter
from dataclasses import dataclass, field

KINDS = (
    "articles",
    "pages",
    "sections",
    "authors",
    "tags",
    "images",
    "pictures_in_texts",
    "comments",
    "sources",
    "series",
    "redirects",
    "views",
)


@dataclass
class Outcome:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[dict] = field(default_factory=list)

    def refuse(self, item: int, title: str, reason: str) -> None:
        self.refused.append(_entry(item, title, reason))


@dataclass
class Report:
    file: str
    dry_run: bool = False
    site: str = ""
    version: str = ""
    kinds: dict[str, Outcome] = field(default_factory=lambda: {kind: Outcome() for kind in KINDS})
    # Articles by the state WordPress had them in.
    by_status: Counter = field(default_factory=Counter)
    left_out: list[dict] = field(default_factory=list)
    overdue: list[dict] = field(default_factory=list)
    categories: list[dict] = field(default_factory=list)
    notes: list[dict] = field(default_factory=list)
    # All of WordPress' views together.
    views: int = 0
    pinned: list[int] = field(default_factory=list)
    edited_here: int = 0

    def __getitem__(self, kind: str) -> Outcome:
        return self.kinds[kind]

    def leave_out(self, item: int, title: str, reason: str) -> None:
        self.left_out.append(_entry(item, title, reason))

    def note(self, item: int, title: str, text: str) -> None:
        self.notes.append(_entry(item, title, text))

    def as_dict(self) -> dict:
        kinds = {
            kind: {
                "created": outcome.created,
                "updated": outcome.updated,
                "unchanged": outcome.unchanged,
                "refused": outcome.refused,
            }
            for kind, outcome in self.kinds.items()
        }
        kinds["articles"]["by_status"] = dict(self.by_status)
        kinds["views"]["total"] = self.views
        return {
            "file": self.file,
            "dry_run": self.dry_run,
            "site": self.site,
            "version": self.version,
            **kinds,
            "left_out": self.left_out,
            "overdue": self.overdue,
            "categories": self.categories,
            "notes": self.notes,
            "kept_for_later": {"pinned": self.pinned},
            "edited_here": self.edited_here,
        }

    def summary(self) -> str:
        lines = [f"{self.file}: {self.site}, WXR {self.version}"]
        lines += [
            f"  {kind:<18} {outcome.created:>7} created {outcome.updated:>7} updated {outcome.unchanged:>7} unchanged"
            f" {len(outcome.refused):>5} refused"
            for kind, outcome in self.kinds.items()
        ]
        lines.append(
            "  states in WordPress: " + ", ".join(f"{name} {n}" for name, n in sorted(self.by_status.items()))
        )
        counts = Counter(entry["decided"] for entry in self.categories)
        lines.append("  categories: " + ", ".join(f"{name} {n}" for name, n in sorted(counts.items())))
        if self.views:
            lines.append(f"  views in WordPress: {self.views:,}, kept apart as those before the move")
        if self.overdue:
            lines.append(f"  overdue: {len(self.overdue)} approved, not public; publish them yourself")
        if self.edited_here:
            lines.append(f"  edited here since the last import, kept as they are: {self.edited_here}")
        reasons = Counter(entry["reason"].partition(":")[0] for entry in self.left_out)
        lines += [f"  left out: {n} × {reason}" for reason, n in reasons.most_common(20)]
        refused = [(kind, entry) for kind, outcome in self.kinds.items() for entry in outcome.refused]
        lines += [
            f"  refused: {kind} {entry['item']} {entry['title'][:60]!r}: {entry['reason']}"
            for kind, entry in refused[:20]
        ]
        if len(refused) > 20:
            lines.append(f"  refused: {len(refused) - 20} more; --report lists them")
        if self.dry_run:
            lines.append("Dry run: nothing was changed.")
        return "\n".join(lines)


def _entry(item: int, title: str, reason: str) -> dict:
    return {"item": item, "title": title[:200], "reason": reason}
