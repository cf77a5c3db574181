"""What editors fill in. A form here makes a `Payload` or the arguments of a verb; it never touches the live row."""

import uuid
from datetime import timedelta

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget, RelatedFieldWidgetWrapper
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.choices import OneSelect, OrderedChoices, OrderedSelect, RelatedChoices, TagChoices
from articles.merging import MergeAsked
from articles.meters import BodyInput, DeckInput, TitleInput
from articles.models import Article, Autosave, Byline, Payload, Placement, Tag
from articles.models.payload import LONGEST_DECK, LONGEST_TITLE, BylineRole, Kind
from articles.models.refusals import MovedOn, StaleRevision
from articles.workflow import TRANSITIONS
from maseer.lib import html
from maseer.lib.editor import RichTextField

BYLINES = {
    "writers": BylineRole.WRITER,
    "translators": BylineRole.TRANSLATOR,
    "photographers": BylineRole.PHOTOGRAPHER,
    "cartoonists": BylineRole.CARTOONIST,
}
NAME_SEPARATOR = "\N{ARABIC COMMA} "

# How far the clock of whoever publishes "now" may be behind.
SLOW_CLOCK = timedelta(minutes=5)
LATEST = timedelta(days=731)


def label(name: str) -> str:
    return capfirst(Article._meta.get_field(name).verbose_name)


def one(name: str) -> forms.ModelChoiceField:
    field = Article._meta.get_field(name)
    return forms.ModelChoiceField(
        field.related_model.objects.all(),
        label=label(name),
        required=False,
        widget=OneSelect(field, admin.site),
    )


def several(field, text: str) -> OrderedChoices:
    return OrderedChoices(
        field.related_model.objects.all(), label=text, required=False, widget=OrderedSelect(field, admin.site)
    )


def signed_as(text: str) -> OrderedChoices:
    return several(Byline._meta.get_field("author"), text)


class ArticleForm(forms.ModelForm):
    """Begins with what the working revision says, or with what was `kept` of an earlier sitting.

    `user`, `refusal` and `kept` are given by `ArticleAdmin.get_form`.
    """

    user = None
    # Why the verb refused what this form sent a moment ago.
    refusal = None
    # An `Autosave` of this person that is taken up again.
    kept = None

    base = forms.IntegerField(label="", required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(label="", required=False, widget=forms.HiddenInput)
    form_key = forms.UUIDField(label="", required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    # What the text was written over, once a newer one has been shown: `base` is the newer one then.
    began_from = forms.IntegerField(label="", required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=label("kind"), choices=Kind.choices, initial=Kind.NEWS)
    title = forms.CharField(
        label=label("title"), max_length=LONGEST_TITLE, widget=TitleInput(attrs={"dir": "auto"})
    )
    deck = forms.CharField(
        label=label("deck"),
        max_length=LONGEST_DECK,
        required=False,
        widget=DeckInput(attrs={"rows": 2, "dir": "auto"}),
    )
    body = RichTextField(label=label("body"), required=False, widget=BodyInput)
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
    tags = TagChoices(
        label=label("tags"),
        help_text=_(
            "Choose a tag, or write a new one and end it with a comma. A tag may have several words."
        ),
    )
    related = RelatedChoices(
        label=label("related"),
        help_text=_(
            "Shown beneath the text, in this order; where there is room, the newest of the section follow. Only "
            "public texts: one that is withdrawn by the next save leaves the list."
        ),
    )

    class Meta:
        model = Article
        # None: nothing that is typed here reaches the row.
        fields = ()

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        initial = self.opens_with(instance) or initial
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        if self.kept and not self.is_bound:
            self.initial |= self._as_kept(self.kept)
        for name in ("image", "gallery", "source", "series", *BYLINES):
            self.fields[name].widget = self._with_plus(self.fields[name].widget)
        self.fields["related"].queryset = Article.objects.published().as_cards()
        if isinstance(self.refusal, StaleRevision):
            # Whoever saves again has been shown the newer text: it is what they now write over.
            self.data = self.data.copy()
            self.data["began_from"] = self.data.get("began_from") or self.data.get("base", "")
            self.data["base"] = self.refusal.newer.pk
        if isinstance(self.refusal, StaleRevision | MovedOn):
            self.data = self.data.copy()
            self.data["seen"] = instance.last_move
        if isinstance(self.refusal, MergeAsked):
            self.data = self._filled_with(self.refusal, instance)

    def opens_with(self, article) -> dict | None:
        if not (article and article.working_revision):
            return None
        opened = {"base": article.working_revision_id, "seen": article.last_move}
        return self.words_of(article.working_revision.content) | opened

    @staticmethod
    def words_of(payload: Payload) -> dict:
        words = payload.as_json()
        for name, role in BYLINES.items():
            words[name] = [author for author, signed in payload.bylines if signed == role]
        return words

    def _as_kept(self, kept: Autosave) -> dict:
        """The fields as they stood; and what they were based on, so that the check of the version guards."""
        sent = kept.sent
        words = {
            name: field.widget.value_from_datadict(sent, {}, name) for name, field in self.fields.items()
        }
        return words | {
            "body": html.clean(words["body"] or ""),
            "base": kept.base_id,
            "form_key": kept.form_key,
        }

    def _filled_with(self, merge: MergeAsked, article):
        """What was sent, but with both texts in it, and over the newer one."""
        data = self.data.copy()
        words = self.words_of(merge.merged.payload)
        words["tags"] = [*words["tags"], *(f"{name}," for name in merge.new_tags)]
        words |= {"base": merge.newer.pk, "seen": article.last_move, "began_from": None}
        for name in self.fields.keys() & words.keys():
            value = words[name]
            values = value if isinstance(value, list | tuple) else ["" if value is None else value]
            data.setlist(name, [str(one) for one in values])
        return data

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
            tags=tuple(tag.pk for tag in typed["tags"] if tag.pk),
            related=tuple(text.pk for text in typed["related"]),
        )

    def new_tags(self) -> tuple[str, ...]:
        return tuple(tag.name for tag in self.cleaned_data["tags"] if not tag.pk)

    def make_tags(self) -> None:
        self.cleaned_data["tags"] = [
            tag if tag.pk else Tag.objects.called(tag.name) for tag in self.cleaned_data["tags"]
        ]

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
    seen = forms.IntegerField(required=False, min_value=0)
    note = forms.CharField(required=False, max_length=2000)
    at = forms.DateTimeField(required=False)

    def clean_at(self):
        """Nothing is dated back here: what was public yesterday was read yesterday."""
        at, now = self.cleaned_data["at"], timezone.now()
        if at and at < now - SLOW_CLOCK:
            raise forms.ValidationError(_("This time has passed. Choose one to come."))
        if at and at > now + LATEST:
            raise forms.ValidationError(_("This is more than two years from now. Choose an earlier day."))
        return at

    def arguments(self) -> dict:
        given = self.cleaned_data
        return {
            "name": given["move"],
            "revision": given["revision"],
            "seen": given["seen"],
            "note": given["note"],
            "at": given["at"],
        }
