"""Fields in which editors choose rows: one, several in an order, tags old and new, public texts."""

import json
import re

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, FrontPageSlot, Tag, Tagged
from articles.models.payload import MOST_RELATED, MOST_TAGS
from maseer.lib import arabic
from maseer.lib.counters import Numeral, counter
from maseer.lib.numbers import row_number

_NUMBER = re.compile(r"(?:^|/)(\d{1,18})(?:/|$)")


class OneSelect(AutocompleteSelect):
    def optgroups(self, name, value, attr=None):
        # What is no number is refused; the form that says so would look for it in the table.
        known = _numbers_in(value)
        # Where nothing is chosen Django would make a query all the same, and not ask it.
        return (
            super().optgroups(name, known, attr)
            if known
            else [(None, [self.create_option(name, "", "", False, 0)], 0)]
        )


class OrderedSelect(AutocompleteSelectMultiple):
    """Shows and sends the names in the order in which they were chosen (static/js/admin/ordered.js)."""

    class Media:
        js = ["js/admin/ordered.js"]

    def build_attrs(self, base_attrs, extra_attrs=None):
        # No cross for all of them: each has its own, and Select2 puts that one where a list may have none.
        return super().build_attrs(base_attrs, extra_attrs) | {
            "data-ordered": True,
            "data-allow-clear": "false",
        }

    def optgroups(self, name, value, attr=None):
        known = _numbers_in(value)
        if not known:
            return [(None, [], 0)]
        [(group, options, index)] = super().optgroups(name, known, attr)
        return [(group, _in_order(options, value), index)]


def _in_order(options, value):
    place = {chosen: at for at, chosen in enumerate(value)}
    return sorted(options, key=lambda option: place.get(str(option["value"]), 0))


class OrderedChoices(forms.ModelMultipleChoiceField):
    def clean(self, value):
        chosen = {str(row.pk): row for row in super().clean(value)}
        return [chosen[pk] for pk in dict.fromkeys(map(str, value or ()))]


class TagSelect(OrderedSelect):
    """Finds tags, and takes new ones: a value is the number of a tag, or names that end in a comma.

    Without the comma a year that somebody types would be the tag of that number.
    """

    class Media:
        js = ["js/admin/new_tags.js"]

    def build_attrs(self, base_attrs, extra_attrs=None):
        separators = json.dumps([",", "\N{ARABIC COMMA}", "\N{ARABIC SEMICOLON}"])
        return super().build_attrs(base_attrs, extra_attrs) | {
            "data-tags": "true",
            "data-token-separators": separators,
        }

    def value_from_datadict(self, data, files, name):
        values = []
        for value in super().value_from_datadict(data, files, name) or ():
            values += [value] if _is_number(str(value)) else _ended(value)
        # What the page asks for where no script runs.
        return values + _ended(data.get(f"{name}_typed", ""))

    def render(self, name, value, attrs=None, renderer=None):
        line = render_to_string("admin/articles/article/tags_typed.html", {"name": name})
        return super().render(name, value, attrs, renderer) + line

    def optgroups(self, name, value, attr=None):
        [(group, options, index)] = super().optgroups(name, value, attr)
        for typed in value:
            if not _is_number(typed):
                options.append(
                    self.create_option(name, typed, typed.removesuffix(","), [typed], len(options))
                )
        return [(group, _in_order(options, value), index)]


def _numbers_in(values) -> list:
    return [pk for pk in values if _is_number(str(pk))]


def _is_number(value: str) -> bool:
    return row_number(value) is not None


def _ended(names: str) -> list[str]:
    return [f"{name}," for name in arabic.split_tags(names)]


class TagChoices(forms.ModelMultipleChoiceField):
    """Tags in the order in which they were chosen; those that there are not yet have no number."""

    def __init__(self, **kwargs):
        field = Tagged._meta.get_field("tag")
        super().__init__(Tag.objects.all(), **kwargs, required=False, widget=TagSelect(field, admin.site))

    def clean(self, value):
        value = value or ()
        if len(value) > MOST_TAGS:
            raise forms.ValidationError(_("At most %(most)s tags.") % {"most": Numeral(MOST_TAGS)})
        names = [typed.removesuffix(",") for typed in value if not _is_number(str(typed))]
        longest = Tag._meta.get_field("name").max_length
        if any(len(name) > longest for name in names):
            raise forms.ValidationError(
                _("A tag has at most %(longest)s.") % {"longest": counter("letters", longest)}
            )
        chosen = {str(tag.pk): tag for tag in super().clean([pk for pk in value if _is_number(str(pk))])}
        known = Tag.objects.in_bulk([arabic.key(name) for name in names], field_name="name_key")
        tags = {}
        for typed in map(str, value):
            name = typed.removesuffix(",")
            tag = chosen.get(typed) or known.get(arabic.key(name)) or Tag(name=name)
            tags.setdefault(arabic.key(tag.name), tag)
        return list(tags.values())


class RelatedSelect(OrderedSelect):
    """Finds public texts, whoever asks: the list of the back office finds a contributor only their own."""

    def __init__(self):
        # Any column that names an article.
        super().__init__(FrontPageSlot._meta.get_field("article"), admin.site)

    def get_url(self):
        return reverse("admin:articles_public_texts")

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-maximum-selection-length": MOST_RELATED}


class RelatedChoices(OrderedChoices):
    """Texts that readers can read. The form says which these are, for that is a matter of the moment."""

    default_error_messages = {
        "invalid_choice": _(
            "One of these texts is not public any more. Look at what is left, and save again."
        )
    }

    def __init__(self, **kwargs):
        super().__init__(Article.objects.none(), **kwargs, required=False, widget=RelatedSelect())

    def label_from_instance(self, article):
        return named_with_section(article)


def named_with_section(article) -> str:
    return f"{article.title} ({article.section})"


def public_by_number(typed: str) -> Article | None:
    """The public text with this number, or at this address on the site."""
    number = _NUMBER.search(typed)
    return Article.objects.published().as_cards().filter(pk=int(number[1])).first() if number else None
