"""Two people saved the same text: what each of them changed, put together over what both began with."""

from dataclasses import dataclass, fields, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Payload, Revision
from maseer.lib import html
from maseer.lib.prose_merge import Conflict, merge

# Each name is in the result once; whoever put one in or took one out is heard.
_SETS = ("sections", "bylines", "tags", "related")


@dataclass(frozen=True)
class Clash:
    """A field that both changed, each in another way. Mine is in the result."""

    name: str
    theirs: object
    mine: object


@dataclass(frozen=True)
class MergedPayload:
    payload: Payload
    # Fields of which one of two values had to be chosen, and blocks of the text of which both are there.
    clashes: list[Clash]
    conflicts: list[Conflict]


class MergeAsked(ValidationError):
    """Nothing is saved: the form is shown again with both texts in it, over `newer`."""

    def __init__(self, newer: Revision, merged: MergedPayload, new_tags: tuple[str, ...]):
        super().__init__(_("Both texts are in the form. Nothing is saved yet."))
        self.newer, self.merged, self.new_tags = newer, merged, new_tags


def merge_typed(article, typed: Payload, began_from: int | None, new_tags: tuple[str, ...]) -> MergeAsked:
    """What somebody typed over the revision `began_from`, together with what was saved since.

    Raises ValidationError for what could not be saved either.
    """
    if links := html.refused_links(typed.body[: html.MAX_LENGTH]):
        raise ValidationError({"body": _("This link cannot be used: %(link)s") % {"link": links[0]}})
    mine, newer = typed.cleaned(), article.working_revision
    began = article.revisions.filter(pk=began_from).first()
    # Without a beginning everything counts as added, and nothing is left out.
    base = began.content if began else Payload(title="")
    return MergeAsked(newer, merge_payloads(base, newer.content, mine), new_tags)


def merge_payloads(base: Payload, theirs: Payload, mine: Payload) -> MergedPayload:
    """What only one side changed is taken from it."""
    merged: dict = {}
    clashes: list[Clash] = []
    for field in fields(Payload):
        before, they, me = (getattr(payload, field.name) for payload in (base, theirs, mine))
        if field.name == "body":
            continue
        if field.name in _SETS:
            merged[field.name] = _together(before, they, me)
            continue
        merged[field.name] = they if me == before else me
        if before not in (they, me) and they != me:
            clashes.append(Clash(field.name, they, me))
    body = merge(base.body, theirs.body, mine.body)
    return MergedPayload(replace(mine, **merged, body=body.html), clashes, body.conflicts)


def _together(base: tuple, theirs: tuple, mine: tuple) -> tuple:
    """In my order; what they put in comes after what it stands behind with them."""
    if mine == base:
        return theirs
    found = [item for item in mine if item in theirs or item not in base]
    for at, item in enumerate(theirs):
        if item in base or item in found:
            continue
        if at and theirs[at - 1] in found:
            found.insert(found.index(theirs[at - 1]) + 1, item)
        elif at == 0 and set(theirs) & set(found):
            found.insert(0, item)
        else:
            found.append(item)
    return tuple(found)
