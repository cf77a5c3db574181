from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import names
from accounts.admin import invite_many
from accounts.models import Invitation
from accounts.models.invitation import State
from accounts.models.standing import wait_your_turn
from maseer.lib.backoffice import LongList, clock_column, name_column
from maseer.lib.refusal import refuse


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


class InvitationForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["display_name", "email", "role", "sections", "byline", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "vLargeTextField"})}

    def clean_display_name(self):
        names.check(self.cleaned_data["display_name"])
        names.check_is_own(self.cleaned_data["display_name"], at_desk=True)
        return self.cleaned_data["display_name"]

    def clean_email(self):
        wait_your_turn()
        Invitation.objects.refuse_taken(self.cleaned_data["email"], besides=self.instance.pk)
        return self.cleaned_data["email"]


@admin.register(Invitation)
class InvitationAdmin(LongList, admin.ModelAdmin):
    form = InvitationForm
    actions = None
    list_display = ["named", "email", "role_name", "state", "ends", "invited_by", "buttons"]
    list_select_related = ["invited_by"]
    list_filter = [StateFilter, "role"]
    search_fields = ["display_name", "email"]
    radio_fields = {"role": admin.VERTICAL}
    view_on_site = False

    named = name_column("display_name", Invitation._meta.get_field("display_name").verbose_name)
    sent = clock_column("sent_at", Invitation._meta.get_field("sent_at").verbose_name)
    ends = clock_column("expires_at", Invitation._meta.get_field("expires_at").verbose_name)

    @admin.display(description=_("role"))
    def role_name(self, invitation):
        return invitation.get_role_display()

    @admin.display(description=_("state"))
    def state(self, invitation):
        return render_to_string("admin/accounts/invitation/state.html", {"invitation": invitation})

    @admin.display(description=_("What to do"))
    def buttons(self, invitation):
        return render_to_string("admin/accounts/invitation/buttons.html", {"invitation": invitation})

    # Who may

    def has_change_permission(self, request, obj=None):
        """What was accepted or revoked is history."""
        is_over = obj is not None and obj.state in {State.ACCEPTED, State.REVOKED}
        return super().has_change_permission(request, obj) and not is_over

    def has_delete_permission(self, request, obj=None):
        return False

    # The form

    def get_fields(self, request, obj=None):
        return [*InvitationForm.Meta.fields, *(["sent", "ends"] if obj else [])]

    def get_readonly_fields(self, request, obj=None):
        # The link went to this address; for another one another is made.
        return ["email", "sent", "ends"] if obj else []

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "byline":
            bylines = db_field.related_model.objects
            kwargs["queryset"] = bylines.filter(user=None).only("name").order_by("sorted_as", "name_key")
            kwargs["empty_label"] = gettext("None yet")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.invited_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.send(by=request.user)

    def add_view(self, request, form_url="", extra_context=None):
        title = {"title": gettext("Invite somebody")}
        return super().add_view(request, form_url, title | (extra_context or {}))

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(
            request, gettext("The invitation to %(email)s is on its way.") % {"email": obj.email}
        )
        again = "_addanother" in request.POST
        return redirect("admin:accounts_invitation_add" if again else "admin:accounts_invitation_changelist")

    # Pages besides Django's

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(view)

        return [
            path("many/", page(self.many), name="accounts_invitation_many"),
            path(
                "<int:invitation_id>/resend/",
                page(require_POST(self.resend)),
                name="accounts_invitation_resend",
            ),
            path(
                "<int:invitation_id>/revoke/",
                page(require_POST(self.revoke)),
                name="accounts_invitation_revoke",
            ),
            *super().get_urls(),
        ]

    def many(self, request):
        if not self.has_add_permission(request):
            refuse("invite many", request.user)
        return invite_many.page(request, self)

    def resend(self, request, invitation_id: int):
        if not self.has_add_permission(request):
            refuse("resend invitation", request.user)
        invitation = self._found(request, invitation_id)
        said = gettext("A new link is on its way to %(email)s. The one before is dead.")
        return self._done(
            request, said % {"email": invitation.email}, lambda: invitation.send(by=request.user)
        )

    def revoke(self, request, invitation_id: int):
        if not super().has_change_permission(request):
            refuse("revoke invitation", request.user)
        invitation = self._found(request, invitation_id)
        said = gettext("The invitation to %(email)s is revoked.") % {"email": invitation.email}
        return self._done(request, said, invitation.revoke)

    def _found(self, request, invitation_id: int) -> Invitation:
        found = self.get_object(request, str(invitation_id))
        if found is None:
            raise Http404
        return found

    def _done(self, request, said: str, verb):
        try:
            verb()
        except ValidationError as refusal:
            for why in refusal.messages:
                messages.error(request, why)
        else:
            messages.success(request, said)
        return redirect("admin:accounts_invitation_changelist")
