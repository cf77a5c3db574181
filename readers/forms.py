from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maseer.lib import arabic
from readers.models import ContactMessage
from readers.models.comment import check_text
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


class CommentForm(forms.Form):
    """Whoever is signed in under a name of their own comments under that; the others write one."""

    name = forms.CharField(
        max_length=100, label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    )
    email = forms.EmailField(
        required=False,
        label=_("E-mail address, if you like"),
        help_text=_("Nobody but the editors sees it. By it we know you again."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    # How long it may be is counted in letters, which a browser does not know how to.
    text = forms.CharField(
        strip=False,
        label=_("Your comment"),
        help_text=_("Plain text, up to 2,000 letters."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    # People do not see this field; programs fill it in.
    website = forms.CharField(required=False, label=_("Leave this empty"))

    def __init__(self, *args, account=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account
        if account:
            del self.fields["email"]
            # A user name is for signing in, and is nobody else's business.
            if account.display_name:
                del self.fields["name"]

    def clean_text(self):
        text = self.cleaned_data["text"]
        try:
            check_text(text)
        except ValidationError as refusal:
            raise ValidationError(refusal.message_dict["text"]) from refusal
        return text

    def said(self) -> dict[str, str]:
        """What `Comment.add` takes."""
        said = {name: self.cleaned_data[name] for name in ("name", "email", "text") if name in self.fields}
        return {"name": self.account.display_name} | said if self.account else said

    def refuse(self, refusal: ValidationError) -> None:
        """Says why beside the field, or above all of them if that field is not here."""
        for field, errors in getattr(refusal, "error_dict", {None: [refusal]}).items():
            self.add_error(field if field in self.fields else None, errors)

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
