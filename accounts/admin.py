from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.models import User
from accounts.roles import Role
from maseer.lib.backoffice import clock_column

# The groups are a copy of the table in roles.py; `sync_roles` makes them, nobody edits them.
# What belongs to one person is seen on the page of the account.
admin.site.unregister([Group, EmailAddress, Authenticator, UserSession])

# What decides over somebody's rights. Nobody sets these for themselves.
RIGHTS = ["is_active", "groups", "sections", "is_superuser", "user_permissions"]
FOR_SUPERUSERS = {"is_superuser", "user_permissions"}


class RoleChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group):
        return Role(group.name).label


class AccountForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User

    def _post_clean(self):
        self.instance.named_at_desk = True
        super()._post_clean()

    def clean(self):
        super().clean()
        if not self._is_last_administrator():
            return
        stays = self.cleaned_data.get("is_active", True) and (
            "groups" not in self.cleaned_data
            or any(group.name == Role.ADMIN for group in self.cleaned_data["groups"])
        )
        if not stays:
            raise ValidationError(_("This is the last active administrator. Make somebody else one first."))

    def _is_last_administrator(self) -> bool:
        # Locked, so that two administrators cannot remove each other at the same moment.
        active = User.objects.select_for_update().filter(is_active=True, groups__name=Role.ADMIN)
        return set(active.values_list("pk", flat=True)) == {self.instance.pk}


class NewAccountForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ["username", "display_name", "email"]

    def _post_clean(self):
        self.instance.named_at_desk = True
        super()._post_clean()


class PasswordForm(AdminPasswordChangeForm):
    # Django's own is half English, and half in the language of whoever started the server.
    usable_password_help_text = _(
        "Without a password nobody can sign in to this account. The one it has now is lost."
    )


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = PasswordForm
    list_display = ["username", "display_name", "email", "is_active", "is_staff", "signed_in"]
    list_filter = ["is_active", RoleFilter]
    search_fields = ["username", "display_name", "email"]
    filter_horizontal = ["user_permissions"]
    readonly_fields = ["signed_in", "joined"]
    view_on_site = False
    fieldsets = [
        (None, {"fields": ["username", "password", "display_name", "email", "language"]}),
        (_("Rights"), {"fields": RIGHTS}),
        (_("Dates"), {"fields": ["signed_in", "joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"fields": ["username", "display_name", "email", "usable_password", "password1", "password2"]},
        ),
    ]

    signed_in = clock_column("last_login", User._meta.get_field("last_login").verbose_name)
    joined = clock_column("date_joined", User._meta.get_field("date_joined").verbose_name)

    def has_change_permission(self, request, obj=None):
        # A superuser's account is worth more than the right to change accounts.
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request, obj=None):
        """Accounts are switched off; what they did keeps its name."""
        return False

    def get_fieldsets(self, request, obj=None):
        hidden = set() if request.user.is_superuser else FOR_SUPERUSERS
        # One's own roles are read, by the names that people know.
        instead = {"groups": "role_names"} if obj == request.user else {}
        return [
            (
                title,
                {
                    **options,
                    "fields": [instead.get(name, name) for name in options["fields"] if name not in hidden],
                },
            )
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, *RIGHTS, "role_names"] if obj == request.user else fixed

    @admin.display(description=_("Roles"))
    def role_names(self, account):
        return pgettext("between names", ", ").join(str(role.label) for role in account.roles)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "sections":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        roles = Group.objects.filter(name__in=Role.values).order_by("pk")
        return RoleChoices(roles, label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        # Whoever has a role has a desk here.
        user = form.instance
        has_desk = user.is_superuser or user.groups.exists()
        if user.is_staff != has_desk:
            user.is_staff = has_desk
            user.save(update_fields=["is_staff"])
