from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maseer.lib import arabic
from readers.models import ContactMessage
from readers.models.reading_list import LONGEST_NAME


class ContactForm(forms.ModelForm):
    # People do not see this field; programs fill it in.
    website = forms.CharField(required=False, label=_("Leave this empty"))

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "subject", "text"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
            "text": forms.Textarea(attrs={"rows": 8, "maxlength": 5000}),
        }

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not arabic.key(text):
            raise ValidationError(_("Write your message."))
        if len(text) > 5000:
            raise ValidationError(_("This is longer than 5,000 letters. Shorten it."))
        return text

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class ListNameForm(forms.Form):
    name = forms.CharField(
        max_length=LONGEST_NAME,
        label=_("Name of the list"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args, is_needed: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = is_needed
        if not is_needed:
            self.fields["name"].label = _("On a new list, with the name")

    def tried(self, verb):
        """What the verb makes of the name; None if it refuses, and the form says why."""
        try:
            return verb(self.cleaned_data["name"])
        except ValidationError as refusal:
            self.add_error("name", refusal)
            return None
