"""A payload in words: for reading it, and for saying where two of them differ."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from articles.forms import BYLINES, NAME_SEPARATOR, ArticleForm
from articles.models import Article, Author, Payload, Section, Series, Source, Tag
from articles.models.payload import Kind
from images.models import Gallery, Image
from maseer.lib import html, prose

# What a payload names by one number. Two rows may have the same name.
_ROWS = {"section": Section, "image": Image, "gallery": Gallery, "source": Source, "series": Series}


@dataclass(frozen=True)
class Line:
    label: str
    text: str


@dataclass(frozen=True)
class Compared:
    """One field of two payloads: `runs` of a line, `stretches` of the text itself."""

    label: str
    runs: list[prose.Run] = field(default_factory=list)
    stretches: list[prose.Stretch] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    differences: list[Compared]
    # The labels of what is the same in both.
    same: list[str]


def label(name: str) -> str:
    return ArticleForm.base_fields[name].label


def in_words(name: str, value) -> str:
    """What a field of a payload says that is no list."""
    if name in _ROWS:
        row = _ROWS[name].objects.filter(pk=value).first() if value else None
        return str(row or "")
    return str(Kind(value).label if name == "kind" else value or "")


def lines(payload: Payload, new_tags: tuple[str, ...] = ()) -> list[Line]:
    """Every field but the text itself, with names where the payload has numbers; `new_tags` have none yet."""
    return [Line(label(name), text) for name, text in _texts(payload, new_tags).items()]


def body(payload: Payload) -> SafeString:
    return mark_safe(html.clean(payload.body))


def comparison(
    before: Payload, after: Payload, new_tags: tuple[str, ...] = (), hide_noise: bool = False
) -> Comparison:
    """Field by field and word by word. `after` may be as somebody typed it."""
    differences: list[Compared] = []
    same: list[str] = []
    old, new = _texts(before), _texts(after, new_tags)
    for name in old:
        texts = old[name], new[name]
        if name in _ROWS and texts[0] == texts[1] and getattr(before, name) != getattr(after, name):
            texts = f"{old[name]} ({getattr(before, name)})", f"{new[name]} ({getattr(after, name)})"
        runs = prose.compare_lines(*texts, hide_noise)
        if all(run.change == prose.Change.KEPT for run in runs):
            same.append(label(name))
        else:
            differences.append(Compared(label(name), runs=runs))
    blocks = prose.compare(html.clean(before.body), html.clean(after.body), hide_noise)
    if prose.differ(blocks):
        _name_pictures(blocks)
        differences.append(Compared(label("body"), stretches=prose.stretches(blocks)))
    else:
        same.append(label("body"))
    return Comparison(differences, same)


def _texts(payload: Payload, new_tags: tuple[str, ...] = ()) -> dict[str, str]:
    def names(model, *ids):
        rows = model.objects.in_bulk([pk for pk in ids if pk])
        return NAME_SEPARATOR.join(str(rows[pk]) for pk in ids if pk in rows)

    signed = {
        name: names(Author, *(author for author, signed in payload.bylines if signed == role))
        for name, role in BYLINES.items()
    }
    return {
        "kind": in_words("kind", payload.kind),
        "title": payload.title,
        "deck": payload.deck,
        "section": in_words("section", payload.section),
        "sections": names(Section, *payload.sections),
        **signed,
        "image": in_words("image", payload.image),
        "gallery": in_words("gallery", payload.gallery),
        "source": in_words("source", payload.source),
        "source_url": payload.source_url,
        "series": in_words("series", payload.series),
        "series_part": in_words("series_part", payload.series_part),
        "tags": NAME_SEPARATOR.join(filter(None, [names(Tag, *payload.tags), *new_tags])),
        "related": _titles(payload.related),
    }


def _titles(numbers: tuple[int, ...]) -> str:
    """Of what readers can read; who compares may not see the others, which are told apart by their numbers."""
    public = Article.objects.published().only("title").in_bulk(numbers)
    return NAME_SEPARATOR.join(f"«{public[pk]}»" if pk in public else f"({pk})" for pk in numbers)


def _name_pictures(blocks: list[prose.Block]) -> None:
    pictures = [run for block in blocks for run in block.runs if run.kind == "image"]
    named = Image.objects.in_bulk([int(run.text) for run in pictures if len(run.text) < 19])
    for run in pictures:
        image = named.get(int(run.text))
        run.text = f"{image} ({run.text})" if image else f"({run.text})"
