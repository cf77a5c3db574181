from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.admin.acts import Acting
from accounts.admin.columns import (
    ActiveFilter,
    FactorFilter,
    RoleFilter,
    is_active,
    second_factor,
    with_second_factor,
)
from accounts.models import AccountEvent, User
from accounts.models.standing import wait_your_turn
from accounts.roles import Role
from maseer.lib.backoffice import FoundByWords, clock_column
from maseer.lib.html import isolated
from maseer.lib.refusal import refuse

# What decides over somebody's rights. Nobody sets these for themselves.
RIGHTS = ["groups", "sections", "is_superuser", "user_permissions"]
# Django's name for it, whatever the model is called.
PASSWORD_PAGE = "auth_user_password_change"  # noqa: S105
FOR_SUPERUSERS = {"is_superuser", "user_permissions", "password"}


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
        wait_your_turn()
        # It was read before that.
        self.instance.refresh_from_db()
        # The fields are not in the account yet.
        self.rights_before = self.instance.rights_in_words()
        self.email_before = self.instance.email
        groups = self.cleaned_data.get("groups")
        if groups is not None and all(group.name != Role.ADMIN for group in groups):
            self.instance.refuse_if_last_administrator()


class PasswordForm(AdminPasswordChangeForm):
    # Django's own is half English, and half in the language of whoever started the server.
    usable_password_help_text = _(
        "Without a password nobody can sign in to this account. The one it has now is lost."
    )

    def save(self, commit=True):
        user = super().save(commit=False)
        user.save(update_fields=["password"])
        user.give_up_new_address()
        return user


class StaffList(ChangeList):
    """Readers have a list of their own; the page of each account is found all the same, to give a role there."""

    def get_queryset(self, *args, **kwargs):
        return super().get_queryset(*args, **kwargs).filter(is_staff=True)


@admin.register(User)
class AccountAdmin(FoundByWords, Acting, UserAdmin):
    form = AccountForm
    change_password_form = PasswordForm
    actions = None
    list_display = ["name", "email", "role_names", "section_names", "signed_in", "factor", "state"]
    list_filter = [RoleFilter, ActiveFilter, FactorFilter]
    search_fields = ["words"]
    ordering = ["sorted_as", "username"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    filter_horizontal = ["user_permissions"]
    view_on_site = False
    fieldsets = [
        (None, {"fields": ["username", "password", "display_name", "email", "language"]}),
        (_("Rights"), {"fields": RIGHTS}),
    ]

    signed_in = clock_column("last_login", User._meta.get_field("last_login").verbose_name)
    factor = second_factor
    state = is_active

    # Who may

    def has_add_permission(self, request):
        """People are invited, and choose their own password."""
        return False

    def has_change_permission(self, request, obj=None):
        above = obj is not None and obj.is_above(request.user)
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request, obj=None):
        """Accounts are suspended; what they did keeps its name."""
        return False

    # The list

    def get_changelist(self, request, **kwargs):
        return StaffList

    def get_queryset(self, request):
        return with_second_factor(super().get_queryset(request)).prefetch_related("groups", "sections")

    @admin.display(description=_("account"), ordering="sorted_as")
    def name(self, account):
        if not account.display_name:
            return account.username
        return format_html('{} (<bdi dir="ltr">{}</bdi>)', isolated(account), account.username)

    @admin.display(description=_("Roles"))
    def role_names(self, account):
        # The groups of the whole list were read at once.
        names = {group.name for group in account.groups.all()}
        return pgettext("between names", ", ").join(str(role.label) for role in Role if role.value in names)

    @admin.display(description=capfirst(User._meta.get_field("sections").verbose_name))
    def section_names(self, account):
        return pgettext("between names", ", ").join(map(str, account.sections.all())) or _("all of them")

    # The page of one account

    def get_fieldsets(self, request, obj=None):
        hidden = set() if request.user.is_superuser else FOR_SUPERUSERS
        # One's own rights are read, by the names that people know.
        instead = {"groups": "role_names", "sections": "section_names"} if obj == request.user else {}
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
        return [*fixed, *RIGHTS, "role_names", "section_names"] if obj == request.user else fixed

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "sections":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        roles = Group.objects.filter(name__in=Role.values).order_by("pk")
        return RoleChoices(roles, label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {
            "acts": self.acts_on(request, obj),
            "may_hand_over": self.may_act(request, obj),
            "events": obj.newest_events(),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def user_change_password(self, request, id, form_url=""):
        if not request.user.is_superuser:
            refuse(f"password of account={id}", request.user)
        return super().user_change_password(request, id, form_url)

    def log_change(self, request, obj, message):
        if request.resolver_match.url_name == PASSWORD_PAGE:
            obj.record(AccountEvent.Kind.PASSWORD_CHANGED, by=request.user)
            obj.tell(AccountEvent.Kind.PASSWORD_CHANGED)
        return super().log_change(request, obj, message)

    # Saving

    def save_model(self, request, obj, form, change):
        # The form has waited its turn: who saves may have lost the right meanwhile.
        by = User.objects.get(pk=request.user.pk)
        if not by.has_perm("accounts.change_user") or obj.is_above(by):
            refuse(f"change account={obj.pk}", request.user)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        # Whoever has a role has a desk here.
        user = form.instance
        has_desk = user.is_superuser or user.groups.exists()
        if user.is_staff != has_desk:
            user.is_staff = has_desk
            user.save(update_fields=["is_staff"])
        if set(RIGHTS) & set(form.changed_data):
            user.rights_were_changed(form.rights_before, by=request.user)
        if "email" in form.changed_data:
            user.email_was_changed(form.email_before, by=request.user)
