from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maseer.lib import arabic
from readers.models import ContactMessage


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
