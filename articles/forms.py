"""What editors fill in. A form here makes a `Payload` or the arguments of a verb; it never touches the live row."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AdminURLFieldWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Byline, Payload, Placement
from articles.models.article import StaleRevision
from articles.models.payload import LONGEST_DECK, LONGEST_TITLE, BylineRole, Kind
from articles.workflow import TRANSITIONS
from maseer.lib import arabic
from maseer.lib.editor import RichTextField

BYLINES = {
    "writers": BylineRole.WRITER,
    "translators": BylineRole.TRANSLATOR,
    "photographers": BylineRole.PHOTOGRAPHER,
    "cartoonists": BylineRole.CARTOONIST,
}
TAG_SEPARATOR = "\N{ARABIC COMMA} "


def label(name: str) -> str:
    return capfirst(Article._meta.get_field(name).verbose_name)


class OrderedSelect(AutocompleteSelectMultiple):
    """Shows and sends the names in the order in which they were chosen (static/js/admin/ordered.js)."""

    class Media:
        js = ["js/admin/ordered.js"]

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-ordered": True}

    def optgroups(self, name, value, attr=None):
        [(group, options, index)] = super().optgroups(name, value, attr)
        place = {pk: at for at, pk in enumerate(value)}
        return [(group, sorted(options, key=lambda option: place.get(str(option["value"]), 0)), index)]


class OrderedChoices(forms.ModelMultipleChoiceField):
    def clean(self, value):
        chosen = {str(row.pk): row for row in super().clean(value)}
        return [chosen[pk] for pk in dict.fromkeys(map(str, value or ()))]


def one(name: str) -> forms.ModelChoiceField:
    field = Article._meta.get_field(name)
    return forms.ModelChoiceField(
        field.related_model.objects.all(),
        label=label(name),
        required=False,
        widget=AutocompleteSelect(field, admin.site),
    )


def several(field, text: str) -> OrderedChoices:
    return OrderedChoices(
        field.related_model.objects.all(), label=text, required=False, widget=OrderedSelect(field, admin.site)
    )


def signed_as(text: str) -> OrderedChoices:
    return several(Byline._meta.get_field("author"), text)


class ArticleForm(forms.ModelForm):
    """Begins with what the working revision says; `user` and `refusal` are given by `ArticleAdmin.get_form`."""

    user = None
    # Why the verb refused what this form sent a moment ago.
    refusal = None

    base = forms.IntegerField(label="", required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=label("kind"), choices=Kind.choices, initial=Kind.NEWS)
    title = forms.CharField(
        label=label("title"), max_length=LONGEST_TITLE, widget=AdminTextInputWidget(attrs={"dir": "auto"})
    )
    deck = forms.CharField(
        label=label("deck"),
        max_length=LONGEST_DECK,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2, "dir": "auto"}),
    )
    body = RichTextField(label=label("body"), required=False)
    section = one("section")
    sections = several(Placement._meta.get_field("section"), _("Further sections"))
    writers = signed_as(_("Written by"))
    translators = signed_as(_("Translated by"))
    photographers = signed_as(_("Photographs by"))
    cartoonists = signed_as(_("Drawn by"))
    image = one("image")
    gallery = one("gallery")
    source = one("source")
    source_url = forms.URLField(
        label=label("source_url"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=AdminURLFieldWidget,
    )
    series = one("series")
    series_part = forms.IntegerField(label=label("series_part"), required=False, min_value=1, max_value=9999)
    tags = forms.CharField(
        label=label("tags"),
        required=False,
        widget=AdminTextInputWidget(attrs={"dir": "auto"}),
        help_text=_("Separate tags with commas. A tag may have several words."),
    )

    class Meta:
        model = Article
        # None: nothing that is typed here reaches the row.
        fields = ()

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        if instance and instance.working_revision:
            initial = self.words_of(instance.working_revision.content) | {
                "base": instance.working_revision_id
            }
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        for name in ("image", "gallery", "source", "series", *BYLINES):
            self.fields[name].widget = self._with_plus(self.fields[name].widget)
        if isinstance(self.refusal, StaleRevision):
            # Whoever saves again has been shown the newer text: it is what they now write over.
            self.data = self.data.copy()
            self.data["base"] = self.refusal.newer.pk

    @staticmethod
    def words_of(payload: Payload) -> dict:
        words = payload.as_json() | {"tags": TAG_SEPARATOR.join(payload.tags)}
        for name, role in BYLINES.items():
            words[name] = [author for author, signed in payload.bylines if signed == role]
        return words

    def _with_plus(self, widget):
        """The button beside the choice that adds what is not in the list yet, for those who may."""
        target = widget.field.related_model._meta
        return RelatedFieldWidgetWrapper(
            widget,
            widget.field.remote_field,
            admin.site,
            can_add_related=self.user.has_perm(f"{target.app_label}.add_{target.model_name}"),
        )

    def clean(self):
        if self.refusal:
            raise self.refusal

    def _post_clean(self):
        """Django would copy what was typed to the row here, and check it there; `save_revision` does its own checks."""

    def payload(self) -> Payload:
        typed = self.cleaned_data
        one_of = {
            name: typed[name].pk if typed[name] else None
            for name in ("section", "image", "gallery", "source", "series")
        }
        return Payload(
            **{name: typed[name] for name in ("kind", "title", "deck", "body", "source_url", "series_part")},
            **one_of,
            sections=tuple(section.pk for section in typed["sections"]),
            bylines=tuple(
                (author.pk, role.value) for name, role in BYLINES.items() for author in typed[name]
            ),
            tags=tuple(arabic.split_tags(typed["tags"])),
        )

    def save(self, commit=True):
        """The admin asks; the row is saved by `ArticleAdmin.save_model`, through the verb."""
        return self.instance

    def save_m2m(self):
        """Tags and bylines are in the payload."""


class ReadingForm(forms.ModelForm):
    """For those who may see a text and not change it."""

    class Meta:
        model = Article
        fields = ()


class MoveForm(forms.Form):
    """One press of a workflow button."""

    move = forms.ChoiceField(choices=[(name, move.label) for name, move in TRANSITIONS.items()])
    revision = forms.IntegerField()
    note = forms.CharField(required=False, max_length=2000)
    at = forms.DateTimeField(required=False)

    def arguments(self) -> dict:
        given = self.cleaned_data
        return {
            "name": given["move"],
            "revision": given["revision"],
            "note": given["note"],
            "at": given["at"],
        }
