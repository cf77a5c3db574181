"""Readers' comments: kept with their state, shown once comments open."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from maseer.lib import arabic, html
from maseer.wordpress import export
from maseer.wordpress.addresses import chunks
from maseer.wordpress.report import Report
from readers.models import Comment

_STATES = {"1": Comment.State.APPROVED, "0": Comment.State.PENDING, "spam": Comment.State.SPAM}
_LONGEST = 50_000


class Comments:
    def __init__(self, site: str, report: Report):
        self.site, self.report = site, report

    def bring(self, items: list[tuple[export.Item, int]]) -> None:
        """The comments of these items, by the article each belongs to. What was moderated here stays as it is."""
        rows, parents = {}, {}
        for item, article in items:
            for comment in item.comments:
                if reason := _hindrance(comment, item):
                    self.report.leave_out(item.id, f"comment {comment.id} on {item.title}", reason)
                    continue
                rows[self._ref(comment.id)] = _row(comment, item, article, self._ref(comment.id))
                # An answer comes after what it answers; anything else would be a circle.
                if 0 < comment.parent < comment.id:
                    parents[self._ref(comment.id)] = self._ref(comment.parent)
        known = {
            ref: pk
            for chunk in chunks(rows)
            for ref, pk in Comment.objects.filter(import_ref__in=chunk).values_list("import_ref", "pk")
        }
        new = [row for ref, row in rows.items() if ref not in known]
        Comment.objects.bulk_create(new, batch_size=200)
        self.report["comments"].created += len(new)
        self.report["comments"].unchanged += len(rows) - len(new)
        known |= {row.import_ref: row.pk for row in new}
        answers = [row for row in new if known.get(parents.get(row.import_ref))]
        for row in answers:
            row.parent_id = known[parents[row.import_ref]]
        Comment.objects.bulk_update(answers, ["parent"], batch_size=200)

    def _ref(self, number: int) -> str:
        return f"wp:{self.site}:{number}"


def _hindrance(comment: export.Comment, item: export.Item) -> str:
    if comment.type not in {"", "comment"}:
        return f"not a comment of a reader: {comment.type[:40]}"
    if comment.approved not in _STATES:
        return "comment in the trash"
    if not comment.id or not comment.text.strip() or not (comment.at or item.at):
        return "comment without number, words or date"
    if len(comment.text) > _LONGEST:
        return f"comment longer than {_LONGEST} letters"
    return ""


def _row(comment: export.Comment, item: export.Item, article: int, ref: str) -> Comment:
    return Comment(
        import_ref=ref,
        article_id=article,
        name=arabic.clean_line(comment.author)[:100],
        email=_email(comment.email),
        text=html.plain_text(comment.text.replace("\n", "<br>")),
        state=_STATES[comment.approved],
        posted_at=comment.at or item.at,
    )


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text if len(text) <= 254 else ""
