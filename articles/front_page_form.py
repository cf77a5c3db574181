"""What the editors fill in about the head of the front page. The verb is `FrontPageEdition.arrange`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.choices import named_with_section, public_by_number
from articles.models import Article, Pick
from articles.models.front_page import LEAD, PLACES
from articles.plan_form import Moment

# So many of the newest are offered; older ones are named by their number or their address.
OFFERED = 60

NAMES = {
    LEAD: _("Lead"),
    1: _("Beneath it, first"),
    2: _("Beneath it, second"),
    3: _("Beneath it, third"),
}


class ArticleByNumber(forms.CharField):
    """A text by its number, or by its address on the site."""

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        found = public_by_number(typed)
        if found is None:
            raise forms.ValidationError(_("There is no public text with this number or address."))
        return found


class PlaceForm(forms.Form):
    """One place: a text of the newest, or any by its number; both empty, the page chooses by itself."""

    article = forms.ModelChoiceField(
        Article.objects.none(),
        label=_("Text"),
        required=False,
        error_messages={"invalid_choice": _("This text is not public any more. Choose another one.")},
    )
    older = ArticleByNumber(
        label=_("or the number or address of an older text"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    until = Moment(label=_("Until"))

    def __init__(self, data, place: int, offered: list[tuple[int, str]], slot=None):
        initial = {"article": slot.article_id, "until": slot.until} if slot else {}
        super().__init__(data, prefix=f"place-{place}", initial=initial)
        self.name = NAMES[place]
        self.fields["article"].queryset = Article.objects.published()
        self.fields["article"].choices = [("", _("The page chooses by itself")), *offered]
        # A choice that was shown is nothing to compare with here.
        self.fields["until"].show_hidden_initial = False

    @property
    def pick(self) -> Pick | None:
        article = self.cleaned_data["older"] or self.cleaned_data["article"]
        return Pick(article, self.cleaned_data["until"]) if article else None


class FrontPageForm:
    """All places, and the number of the edition that was looked at."""

    def __init__(self, data=None, *, slots: list):
        by_place = {slot.place: slot for slot in slots}
        newest = list(Article.objects.newest_first().as_cards()[:OFFERED])
        theirs = [slot.article for slot in slots if slot.article not in newest]
        offered = [(article.pk, named_with_section(article)) for article in (*newest, *theirs)]
        self.places = {place: PlaceForm(data, place, offered, by_place.get(place)) for place in PLACES}

    def is_valid(self) -> bool:
        # Of every place, so that each says what is wrong with it.
        valid = [form.is_valid() for form in self.places.values()]
        return all(valid)

    def picks(self) -> dict[int, Pick]:
        return {place: form.pick for place, form in self.places.items() if form.pick}
