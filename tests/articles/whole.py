"""A text in which no check finds anything, and what is found once it is changed."""

from articles.models import checks as rules
from articles.models.payload import BylineRole
from articles.workflow import Status
from tests import factories

LONG = "كلمة " * 60
BODY = f"<p>{LONG}</p>"


def whole(**changes):
    """A text in which nothing is found."""
    fields = {
        "title": "وصل القطار الأوّل إلى ميناء الرمل",
        "deck": "بعد أحد عشر عامًا من الانقطاع.",
        "body": BODY,
        "tags": ("قطارات",),
    } | changes
    if "bylines" not in fields:
        fields["bylines"] = ((factories.author().pk, BylineRole.WRITER),)
    if "image" not in fields:
        fields["image"] = factories.image(credit="تصوير: ليان").pk
    return factories.payload(**fields)


def found(payload, at=None, article=None) -> dict[str, str]:
    """The names of the checks that find something, with their levels."""
    article = article or factories.article(status=Status.UNPUBLISHED)
    return {finding.check.name: finding.level for finding in rules.findings(article, payload, at)}


def only(name: str) -> dict[str, str]:
    return {name: rules.CHECKS[name].level}
