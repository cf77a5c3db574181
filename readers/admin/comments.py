"""The queue of comments: what waits is listed first, and what was decided can be undone."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin.scope import AboutArticles
from maseer.lib import arabic
from maseer.lib.backoffice import LongList, clock_column
from maseer.lib.counters import Numeral
from maseer.lib.refusal import refuse
from readers.models import Comment, Moderation
from readers.models.comment import EMPTY
from readers.models.moderation import MOST_AT_ONCE

State = Comment.State

# The buttons over the list.
DECISIONS = (
    ("approve", State.APPROVED, _("Approve")),
    ("spam", State.SPAM, _("Mark as spam")),
    ("remove", State.REMOVED, _("Remove from the site")),
    ("hold", State.PENDING, _("Let them wait again")),
)


def said_of(state: str, count: int) -> str:
    words = {
        State.APPROVED: ngettext("%(count)s comment is shown.", "%(count)s comments are shown.", count),
        State.SPAM: ngettext("%(count)s comment is spam.", "%(count)s comments are spam.", count),
        State.REMOVED: ngettext("%(count)s comment is removed.", "%(count)s comments are removed.", count),
        State.PENDING: ngettext("%(count)s comment waits.", "%(count)s comments wait.", count),
    }
    return words[state] % {"count": Numeral(count)}


def _action(name: str, state: str, label: str):
    @admin.action(description=label, permissions=["moderate"])
    def decide(model_admin, request, queryset):
        model_admin.decide(request, queryset, state)

    decide.__name__ = name
    return decide


class StateFilter(admin.SimpleListFilter):
    """What waits is what one comes for; everything else is asked for."""

    title = _("state")
    parameter_name = "state"
    EVERY = "every"

    def lookups(self, request, model_admin):
        return [(state.value, state.label) for state in State if state != State.PENDING] + [
            (self.EVERY, _("All"))
        ]

    def choices(self, changelist):
        waiting, *others = super().choices(changelist)
        yield waiting | {"display": State.PENDING.label}
        yield from others

    def queryset(self, request, queryset):
        if self.value() == self.EVERY:
            return queryset
        return queryset.filter(state=self.value() or State.PENDING)


class CommentForm(forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["text", "state"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8, "dir": "auto"})}

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not arabic.clean_text(text):
            raise ValidationError(EMPTY)
        return text


@admin.register(Comment)
class CommentAdmin(AboutArticles, LongList, admin.ModelAdmin):
    form = CommentForm
    list_display = ["words", "state", "posted"]
    list_display_links = None
    list_filter = [StateFilter]
    list_select_related = ["article", "parent"]
    fields = ["about", "parent", "name", "email", "posted", "text", "state"]
    readonly_fields = ["about", "parent", "name", "email", "posted"]
    actions = [_action(*decision) for decision in DECISIONS]
    posted = clock_column("posted_at", _("posted"))

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body", "article__deck")

    def has_add_permission(self, request):
        return False

    def has_moderate_permission(self, request):
        return self.has_change_permission(request)

    @admin.display(description=_("comment"))
    def words(self, comment):
        return render_to_string("admin/readers/comment/words.html", {"comment": comment})

    @admin.display(description=_("article"))
    def about(self, comment):
        address = reverse("admin:articles_article_change", args=[comment.article_id])
        return format_html('<a href="{}">{}</a>', address, comment.article.working_title)

    # Decisions

    def get_actions(self, request):
        """Nothing that deletes many for good: what is removed stays to be looked up, and comes back."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def decide(self, request, queryset, state: str) -> None:
        numbers = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        with transaction.atomic():
            decision = Moderation.decide(numbers, state, by=request.user)
            if decision:
                self._log(request, decision.before, State(state).label)
        if decision:
            messages.success(request, said_of(state, len(decision.before)))
        else:
            messages.info(request, gettext("They are so already."))
        if len(numbers) > MOST_AT_ONCE:
            messages.warning(
                request, gettext("That was as many as can be decided about at once. Go on with the rest.")
            )

    def _log(self, request, numbers, what: str) -> None:
        rows = Comment.objects.filter(pk__in=[int(number) for number in numbers])
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, change_message=str(what))

    def save_model(self, request, obj, form, change):
        """Words and state, each by its verb."""
        # A browser ends lines in its own way; that alone is no change.
        if arabic.clean_text(form.cleaned_data["text"]) != form.initial["text"]:
            obj.reword(form.cleaned_data["text"])
        if "state" in form.changed_data:
            Moderation.decide([obj.pk], form.cleaned_data["state"], by=request.user)

    # Undoing

    def changelist_view(self, request, extra_context=None):
        last = Moderation.last_of(request.user) if self.has_moderate_permission(request) else None
        beside = {"last": last, "last_said": last and said_of(last.state, len(last.before))}
        return super().changelist_view(request, beside | (extra_context or {}))

    def undo(self, request, moderation_id: int):
        """One's own newest decision alone: what is older, others may have built on."""
        if not self.has_moderate_permission(request):
            refuse("undo moderation", request.user)
        last = Moderation.last_of(request.user)
        if last is None or last.pk != moderation_id:
            messages.warning(
                request, gettext("This is not your last decision any more, so nothing was undone.")
            )
            return redirect("admin:readers_comment_changelist")
        with transaction.atomic():
            back = last.undo()
            self._log(request, [comment.pk for comment in back], gettext("Undone"))
        said = ngettext(
            "%(count)s comment is again as it was.", "%(count)s comments are again as they were.", len(back)
        )
        messages.success(request, said % {"count": Numeral(len(back))})
        if left := len(last.before) - len(back):
            said = ngettext(
                "%(count)s comment was decided about since and was left alone.",
                "%(count)s comments were decided about since and were left alone.",
                left,
            )
            messages.warning(request, said % {"count": Numeral(left)})
        return redirect("admin:readers_comment_changelist")

    def get_urls(self):
        undo = self.admin_site.admin_view(require_POST(self.undo))
        return [
            path("undo/<int:moderation_id>/", undo, name="readers_comment_undo"),
            *super().get_urls(),
        ]
