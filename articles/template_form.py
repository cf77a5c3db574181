from copy import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.forms import ArticleForm
from articles.models import StoryTemplate


class TemplateForm(ArticleForm):
    """The form of a text, for what texts of one format begin with."""

    name = forms.CharField(
        label=_("Name of the template"),
        max_length=StoryTemplate._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )

    class Meta:
        model = StoryTemplate
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Most formats have another title each time.
        self.fields["title"].required = False

    def opens_with(self, template) -> dict | None:
        return self.words_of(template.content) | {"name": template.name} if template and template.pk else None

    def clean(self):
        super().clean()
        if not self.errors:
            # A copy: the row in the admin's hands is filled by the verb.
            copy(self.instance).fill(self.cleaned_data["name"], self.payload())


class ReadingTemplateForm(forms.ModelForm):
    """For those who use templates and do not make them."""

    class Meta:
        model = StoryTemplate
        fields = ()
