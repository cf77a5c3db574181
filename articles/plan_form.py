"""What the desk fills in about a text as a piece of work. The verb is `Article.change_plan`."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models import Article, Priority
from articles.models.audience import who_may

EARLIEST, LATEST = timedelta(days=366), timedelta(days=731)
FORMAT = "%Y-%m-%dT%H:%M"


def label(name: str) -> str:
    return capfirst(Article._meta.get_field(name).verbose_name)


class HiddenMoment(forms.DateTimeInput):
    input_type = "hidden"

    def __init__(self, attrs=None):
        super().__init__(attrs, format=FORMAT)


class Moment(forms.DateTimeField):
    """A day and an hour by the paper's clock."""

    # To the minute, as the field shows it: an hour with seconds is not changed by being looked at.
    hidden_widget = HiddenMoment

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMAT)
        super().__init__(**kwargs, required=False, widget=widget, show_hidden_initial=True)

    def clean(self, value):
        at, now = super().clean(value), timezone.now()
        if at and not now - EARLIEST < at < now + LATEST:
            raise forms.ValidationError(_("This is too far from now. Choose another day."))
        return at


class PlanForm(forms.Form):
    """Sends what was shown beside what was typed: what a colleague has agreed on meanwhile is not undone."""

    priority = forms.TypedChoiceField(
        label=label("priority"), choices=Priority.choices, coerce=int, show_hidden_initial=True
    )
    assignee = forms.ModelChoiceField(
        User.objects.none(),
        label=label("assignee"),
        required=False,
        empty_label=_("Nobody"),
        show_hidden_initial=True,
    )
    due_at = Moment(label=label("due_at"))
    embargo_until = Moment(label=label("embargo_until"))

    def __init__(self, data=None, *, article: Article):
        plan = article.plan
        initial = {name: getattr(plan, name) for name in ("priority", "assignee", "due_at", "embargo_until")}
        super().__init__(data, initial=initial)
        people = who_may("articles.view_article")
        self.fields["assignee"].queryset = people.order_by("sorted_as", "username")

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.changed_data}
