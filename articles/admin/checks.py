"""Checks before publishing: what they find, beside the text; and the page of how strictly the paper takes them."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.forms import ArticleForm
from articles.models import CheckLevel, Level
from articles.models.checks import CHECKS, findings, levels, take_levels
from articles.workflow import Stage
from maseer.lib.refusal import refuse

LEVELS_PAGE = "admin:articles_checklevel_changelist"


@dataclass(frozen=True)
class Row:
    """A finding, and the way to where it is mended: a field of the form, or a picture in the library."""

    message: str
    level: str
    stops: bool
    field: str = ""
    label: str = ""
    picture_url: str = ""


@dataclass(frozen=True)
class Panel:
    findings: list[Row]
    is_open: bool

    @property
    def stopping(self) -> int:
        return sum(row.stops for row in self.findings)

    @property
    def warning(self) -> int:
        return len(self.findings) - self.stopping


def panel(request, article, form) -> dict:
    """For the page of a text: what they find in it as it is saved."""
    return {"checks": _found(article, request.user, form)}


def _found(article, user, form) -> Panel | None:
    """None where readers have the text already and nobody needs to look at it again."""
    is_live = article.working_revision_id == article.live_revision_id
    if is_live and article.is_public() and not article.needs_review:
        return None
    at = article.published_at if is_live and article.is_scheduled() else None
    found = findings(article, article.working_revision.content, at)
    may_mend_pictures = user.has_perm("images.change_image")
    rows = [_row(finding, isinstance(form, ArticleForm), may_mend_pictures) for finding in found]
    # What is only an idea lacks nearly everything; nobody needs to be told at once.
    return Panel(rows, is_open=article.stage != Stage.IDEA)


def _row(finding, is_form: bool, may_mend_pictures: bool) -> Row:
    fault = finding.fault
    to_picture = fault.picture and may_mend_pictures
    to_field = is_form and not to_picture
    return Row(
        fault.message,
        finding.level,
        finding.stops,
        field=fault.field if to_field else "",
        label=str(ArticleForm.base_fields[fault.field].label) if to_field else "",
        picture_url=reverse("admin:images_image_change", args=[fault.picture]) if to_picture else "",
    )


class LevelChoice(forms.RadioSelect):
    """The three levels of one check; each is named by its column, and told aloud with the name of the check."""

    def __init__(self, check):
        super().__init__()
        self.check = check

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        attrs = {**(attrs or {}), "aria-label": f"{self.check.label}: {label}"}
        return super().create_option(name, value, label, selected, index, subindex, attrs)


class LevelsForm(forms.Form):
    """A choice for each check that a paper may decide about."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, initial=levels())
        for check in CHECKS.values():
            if not check.is_structural:
                self.fields[check.name] = forms.ChoiceField(
                    label=check.label,
                    choices=Level,
                    widget=LevelChoice(check),
                    error_messages={"required": _("Choose a level."), "invalid_choice": _("Choose a level.")},
                )

    def rows(self) -> list[tuple]:
        """Each check with its field; without one, it is nobody's choice."""
        return [(check, None if check.is_structural else self[check.name]) for check in CHECKS.values()]


@admin.register(CheckLevel)
class CheckLevelAdmin(admin.ModelAdmin):
    """One page for all of them; where a row is missing, the usual level holds."""

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_change_permission(request):
            refuse("levels of checks", request.user)
        form = LevelsForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if form.is_valid():
                take_levels(form.cleaned_data, by=request.user)
                messages.success(request, gettext("From now on the checks are as strict as this."))
                return redirect(LEVELS_PAGE)
            messages.error(request, gettext("Nothing was changed. Choose a level for each check."))
        context = self.admin_site.each_context(request) | {
            "title": self.opts.verbose_name_plural,
            "opts": self.opts,
            "form": form,
            "levels": Level.choices,
        }
        return render(request, "admin/articles/checklevel/change_list.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect(LEVELS_PAGE)
