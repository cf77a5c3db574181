"""The page on which somebody writes what is said about them under their texts."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.models import Author
from images import renditions
from images.models import Image

LONGEST_BIO = 2_000


class OwnBylineForm(forms.ModelForm):
    """The name is not among these: it stands over published texts, and is the editors'."""

    bio = forms.CharField(
        label=gettext_lazy("About you"),
        help_text=gettext_lazy("A few sentences, for readers. They stand on your page."),
        required=False,
        max_length=LONGEST_BIO,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 6}),
    )
    picture = forms.FileField(
        label=gettext_lazy("Portrait"),
        help_text=gettext_lazy(
            "A JPEG, PNG, WebP or AVIF file. Your face in the middle; it is shown upright, 4 to 5."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    no_picture = forms.BooleanField(label=gettext_lazy("Show no portrait"), required=False)

    class Meta:
        model = Author
        fields = ["role", "bio"]
        help_texts = {"role": gettext_lazy("What you do, or where: “reporter in Aleppo”.")}
        widgets = {"role": forms.TextInput(attrs={"dir": "auto"})}

    def clean_picture(self):
        upload = self.cleaned_data["picture"]
        self.taken = renditions.take_in(upload) if upload else None
        return upload

    @transaction.atomic
    def save(self, by):
        author = self.instance
        if self.taken:
            author.portrait = self._portrait(by)
        elif self.cleaned_data["no_picture"]:
            author.portrait = None
        # Its pages, and those that print it, are forgotten with this.
        author.save(update_fields=["role", "bio", "portrait"])
        return author

    def _portrait(self, by) -> Image:
        """The picture as it is in the library, if it is there already."""
        known = Image.objects.filter(checksum=self.taken["checksum"]).first()
        if known:
            return known
        picture = Image(alt=str(self.instance), created_by=by)
        for name, value in self.taken.items():
            setattr(picture, name, value)
        picture.save()
        return picture


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_byline(request):
    if request.user.lacks_second_factor:
        # It changes public pages: what the back office waits for, this does too.
        return redirect("mfa_index")
    author = Author.objects.select_related("portrait").filter(user=request.user).first()
    if author is None:
        return render(request, "accounts/byline.html", {"form": None})
    form = OwnBylineForm(request.POST or None, request.FILES or None, instance=author)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("Saved. Your page shows it from now on."))
        return redirect("articles:own_byline")
    return render(request, "accounts/byline.html", {"form": form, "author": author})
