"""Two writers or two tags that are one: everything that names the one names the other, and its address leads there.

Old versions of texts that carry the name no longer keep its number; taken up again, they say that it is gone.
"""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Invitation
from articles.models import Article, Author, Autosave, Byline, Revision, StoryTemplate, Tagged
from articles.models.payload import BylineRole
from articles.models.publication import refresh_listings
from pages.addresses import Redirect

log = logging.getLogger("maseer.newsroom")

AT_ONCE = 500
# The fields of the form that name writers.
SIGNED = [f"{role}s" for role in BylineRole.values]


@transaction.atomic
def join(names: list, into, by) -> int:
    """`names`, all writers or all tags, become `into`. Returns how many texts changed. Raises ValidationError."""
    model = type(into)
    numbers = {row.pk for row in names} | {into.pk}
    held = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=numbers).order_by("pk")}
    if len(held) != len(numbers) or len(numbers) < 2:
        raise ValidationError(_("Choose at least two that are still there."))
    into = held.pop(into.pk)
    old = set(held)
    if model is Author:
        _take_what_is_missing(into, list(held.values()))
    texts = _renumber_revisions(model, old, into.pk)
    texts |= _move_listings(model, old, into.pk)
    _renumber_what_is_typed(model, old, into.pk)
    for row in held.values():
        addresses, number = _addresses(row), row.pk
        row.delete()
        for old_one, new_one in zip(addresses, _addresses(into), strict=True):
            Redirect.leave(old_one, new_one)
        log.info("joined %s=%s into=%s by=%s", model._meta.model_name, number, into.pk, by.pk)
    into.forget_it("all")
    for some in _parts(texts):
        Article.objects.filter(pk__in=some).read_anew()
    return len(texts)


def _addresses(row) -> tuple[str, ...]:
    """Of its page and of its feeds."""
    feeds = (f"articles:{row.cache_prefix}_feed", f"articles:{row.cache_prefix}_feed_atom")
    return row.get_absolute_url(), *(reverse(name, args=[row.slug]) for name in feeds)


def _take_what_is_missing(into: Author, others: list[Author]) -> None:
    if len({row.user_id for row in (into, *others)} - {None}) > 1:
        raise ValidationError(_("Two of them belong to accounts. Take one from its account first."))
    Invitation.objects.filter(byline__in=others).update(byline=into)
    kept = {name: getattr(into, name) for name in ("role", "bio", "portrait_id", "user_id", "import_ref")}
    for row in others:
        kept = {name: value or getattr(row, name) for name, value in kept.items()}
    # An account has one byline, and an import knows one by its reference: they are free first.
    Author.objects.filter(pk__in=[row.pk for row in others]).update(user=None, import_ref=None)
    for row in others:
        row.user = row.import_ref = None
    for name, value in kept.items():
        setattr(into, name, value)
    into.save()


# Revisions, those of texts that carry the name or are at work


def _renumber_revisions(model, old: set[int], new: int) -> set[int]:
    listed = Byline.objects.filter(author__in=old) if model is Author else Tagged.objects.filter(tag__in=old)
    carry = listed.order_by().values("article" if model is Author else "content_object")
    at_work = Revision.objects.order_by().at_open_stage().values("article")
    articles = Article.objects.order_by()
    waiting = articles.filter(Q(live_revision=None) | ~Q(working_revision=F("live_revision"))).values("pk")
    field = "bylines" if model is Author else "tags"
    changed: set[int] = set()
    for where in (carry, at_work, waiting):
        rows = Revision.objects.order_by("pk").filter(article__in=where)
        named = rows.annotate(named=F(f"payload__{field}")).values_list("pk", "named")
        numbers = [pk for pk, found in named.iterator(AT_ONCE) if _names(model, found or ()) & old]
        for some in _parts(numbers):
            revisions = list(Revision.objects.filter(pk__in=some))
            for revision in revisions:
                revision.payload[field] = _renumbered(model, revision.payload[field], old, new)
                changed.add(revision.article_id)
            Revision.objects.bulk_update(revisions, ["payload"])
    return changed


def _names(model, found) -> set[int]:
    return {author for author, _role in found} if model is Author else set(found)


def _renumbered(model, found: list, old: set[int], new: int) -> list:
    if model is Author:
        signed = [(new if author in old else author, role) for author, role in found]
        return [list(pair) for pair in dict.fromkeys(signed)]
    return list(dict.fromkeys(new if tag in old else tag for tag in found))


# Where it is listed


def _move_listings(model, old: set[int], new: int) -> set[int]:
    if model is Author:
        rows, name, same = Byline.objects, "author", ("article_id", "role")
    else:
        rows, name, same = Tagged.objects, "tag", ("content_object_id",)
    moved = rows.filter(**{f"{name}__in": old})
    texts = set(moved.values_list(same[0], flat=True))
    taken = {tuple(row) for some in _parts(texts) for row in _taken(rows, name, new, same, some)}
    twins = []
    for pk, *place in moved.order_by("pk").values_list("pk", *same):
        if tuple(place) in taken:
            twins.append(pk)
        taken.add(tuple(place))
    for some in _parts(twins):
        rows.filter(pk__in=some).delete()
    rows.filter(**{f"{name}__in": old}).update(**{name: new})
    if model is Author:
        # Who signs a text twice is listed with it once.
        twice = {
            article for article, _role in taken if sum((article, role) in taken for role in BylineRole) > 1
        }
        for some in _parts(twice & texts):
            for article in Article.objects.filter(pk__in=some):
                refresh_listings(article)
    return texts


def _taken(rows, name: str, new: int, same: tuple, texts) -> list[tuple]:
    return list(rows.filter(**{name: new, f"{same[0]}__in": texts}).values_list(*same))


# What is not saved yet, and what texts begin with


def _renumber_what_is_typed(model, old: set[int], new: int) -> None:
    field = "bylines" if model is Author else "tags"
    for template in StoryTemplate.objects.all():
        found = template.payload.get(field) or []
        if _names(model, found) & old:
            template.payload[field] = _renumbered(model, found, old, new)
            template.save(update_fields=["payload"])
    typed = {str(number) for number in old}
    for kept in Autosave.objects.filter(folded_into=None).iterator(AT_ONCE):
        changed = False
        for name in SIGNED if model is Author else ["tags"]:
            sent = kept.data.get(name) or []
            if typed & set(sent):
                kept.data[name] = list(dict.fromkeys(str(new) if one in typed else one for one in sent))
                changed = True
        if changed:
            kept.save(update_fields=["data"])


def _parts(numbers):
    numbers = sorted(numbers)
    return (numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE))
