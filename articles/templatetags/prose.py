"""How a difference between two texts is told in words."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maseer.lib.leaves import PLAIN
from maseer.lib.prose import Block, Change, Run

register = template.Library()

KINDS = {
    "paragraph": gettext_lazy("Paragraph"),
    "heading-2": gettext_lazy("Heading"),
    "heading-3": gettext_lazy("Smaller heading"),
    "heading-4": gettext_lazy("Smallest heading"),
    "item": gettext_lazy("List item"),
    "numbered-item": gettext_lazy("Numbered item"),
    "quote": gettext_lazy("Quotation"),
    "pull-quote": gettext_lazy("Pull quote"),
    "question": gettext_lazy("Question"),
    "verse": gettext_lazy("Verse"),
    "lead": gettext_lazy("First paragraph"),
    "facts": gettext_lazy("Fact box"),
    "cell": gettext_lazy("Table cell"),
    "heading-cell": gettext_lazy("Heading of a table"),
    "table-caption": gettext_lazy("Title of a table"),
    "figure": gettext_lazy("Picture"),
    "caption": gettext_lazy("Caption"),
    "rule": gettext_lazy("Dividing line"),
    "structure": gettext_lazy("Frame"),
}
THINGS = {
    "break": gettext_lazy("new line"),
    "space": gettext_lazy("space"),
    "rule": gettext_lazy("dividing line"),
    "image": gettext_lazy("picture"),
    "embed": gettext_lazy("embedded page"),
}
MARKS = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("italic"),
    "u": gettext_lazy("underlined"),
    "s": gettext_lazy("struck through"),
    "sub": gettext_lazy("subscript"),
    "sup": gettext_lazy("superscript"),
}


@register.filter
def kind_name(block: Block) -> str:
    """Of what is not a plain paragraph, and of a paragraph that was something else."""
    return "" if block.kind == "paragraph" and not block.was_kind else KINDS[block.kind]


@register.filter
def reshaped(block: Block) -> str:
    if block.was_kind:
        return _("was: %(kind)s") % {"kind": KINDS[block.was_kind]}
    if block.kind == "structure":
        return _("Lists, boxes or spaces are divided in another way; the words are the same.")
    return _("language, direction or frame changed") if block.is_reshaped else ""


@register.filter
def thing(run: Run) -> str:
    """What has no words, in words."""
    name = THINGS[run.kind]
    return f"{name}: {run.text}" if run.text.strip() else str(name)


@register.filter
def trimmed(text: str) -> str:
    """The space after a word is not part of what is marked."""
    return text.rstrip(" ")


@register.filter
def space_after(run: Run) -> str:
    return " " if run.text.endswith(" ") or looks(run) else ""


@register.filter
def looks(run: Run) -> list[str]:
    """What is told of words besides the words: where they link, or how their look changed."""
    now, before = run.style, run.was or PLAIN
    if run.change in {Change.ADDED, Change.REMOVED}:
        return [_("link: %(address)s") % {"address": now.link}] if now.link else []
    if run.change != Change.RESTYLED:
        return []
    told = [
        _("style added: %(look)s") % {"look": MARKS[mark]} for mark in now.marks if mark not in before.marks
    ]
    told += [
        _("style removed: %(look)s") % {"look": MARKS[mark]} for mark in before.marks if mark not in now.marks
    ]
    if now.link and before.link and now.link != before.link:
        told.append(_("link: %(old)s is now %(new)s") % {"old": before.link, "new": now.link})
    elif now.link and not before.link:
        told.append(_("link added: %(address)s") % {"address": now.link})
    elif before.link and not now.link:
        told.append(_("link removed: %(address)s") % {"address": before.link})
    if now.title != before.title:
        told.append(_("title of the link changed"))
    if now.language != before.language:
        told.append(_("language or direction changed"))
    return told
