"""Attachments become pictures of the library, without their files: those are not fetched yet."""

import hashlib
from collections.abc import Iterable

from images.models import Image
from maseer.lib import arabic
from maseer.wordpress.addresses import chunks
from maseer.wordpress.blocks import ImageRef, plain
from maseer.wordpress.export import CREDIT, Item
from maseer.wordpress.report import Report
from maseer.wordpress.survey import Survey, is_picture, plain_address


class Pictures:
    def __init__(self, survey: Survey, report: Report):
        self.survey, self.report = survey, report
        self.site = survey.export.site.key

    def bring(self, items: list[Item]) -> None:
        """The attachments of the file. A picture that we have is left alone: its words may have been mended here."""
        rows = {}
        for item in items:
            if reason := _hindrance(item):
                self.report.leave_out(item.id, item.title, reason)
            elif self._ref(item.id) in rows:
                self.report["images"].refuse(item.id, item.title, "an earlier item has this number")
            else:
                rows[self._ref(item.id)] = _row(item, self._ref(item.id))
        known = _ids(rows)
        Image.objects.bulk_create([row for ref, row in rows.items() if ref not in known], batch_size=200)
        self.report["images"].created += len(rows) - len(known)
        self.report["images"].unchanged += len(known)

    def find(
        self, refs: Iterable[ImageRef], numbers: Iterable[int] = ()
    ) -> tuple[dict[ImageRef, int], dict[int, int]]:
        """The rows of pictures that texts show, and of attachments by number. Those known by address only are made."""
        refs, numbers = list(dict.fromkeys(refs)), set(numbers)
        candidates = {ref: self._candidates(ref) for ref in refs}
        wanted = {name for names in candidates.values() for name in names}
        wanted |= {self._ref(number) for number in numbers if number}
        known = _ids(wanted)
        missing: dict[str, Image] = {}
        for ref, names in candidates.items():
            if ref.url and not any(name in known for name in names):
                missing.setdefault(
                    names[-1], Image(import_ref=names[-1], source_url=ref.url, alt=ref.alt[:300])
                )
        Image.objects.bulk_create(missing.values(), batch_size=200)
        self.report["pictures_in_texts"].created += len(missing)
        known |= {name: row.pk for name, row in missing.items()}
        found = {
            ref: known[next(name for name in names if name in known)]
            for ref, names in candidates.items()
            if any(name in known for name in names)
        }
        return found, {number: known[self._ref(number)] for number in numbers if self._ref(number) in known}

    def _candidates(self, ref: ImageRef) -> list[str]:
        """By number, by address, and last as a picture of its own."""
        numbers = [ref.attachment, self.survey.attachments.get(plain_address(ref.url), 0) if ref.url else 0]
        names = [self._ref(number) for number in dict.fromkeys(numbers) if number]
        if ref.url:
            digest = hashlib.sha256(plain_address(ref.url).encode()).hexdigest()[:40]
            names.append(f"wp:{self.site}:picture:{digest}")
        return names

    def _ref(self, number: int) -> str:
        return f"wp:{self.site}:{number}"


def _ids(refs: Iterable[str]) -> dict[str, int]:
    return {
        ref: pk
        for chunk in chunks(refs)
        for ref, pk in Image.objects.filter(import_ref__in=chunk).values_list("import_ref", "pk")
    }


def _hindrance(item: Item) -> str:
    if not item.id:
        return "the item has no number"
    if item.status == "trash":
        return "in the trash"
    if not is_picture(item):
        return f"not a picture: {item.attachment_url[:300]}"
    if not item.attachment_url.startswith(("http://", "https://")) or len(item.attachment_url) > 1000:
        return "the address of the picture cannot be used"
    return ""


def _row(item: Item, ref: str) -> Image:
    return Image(
        import_ref=ref,
        source_url=item.attachment_url,
        alt=_line(item.first("_wp_attachment_image_alt"), 300),
        caption=_line(item.excerpt, 500),
        credit=_line(item.first(*CREDIT), 200),
    )


def _line(text: str, longest: int) -> str:
    return arabic.clean_line(plain(text[:10_000]))[:longest]
