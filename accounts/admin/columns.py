"""Columns and filters of the lists of accounts."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role

ACTIVE, SUSPENDED = pgettext_lazy("an account", "active"), pgettext_lazy("an account", "suspended")


def with_second_factor(accounts):
    """Each knows as `factor_is_set` whether it has one: asked once for the whole list."""
    factors = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return accounts.annotate(factor_is_set=Exists(factors.filter(user=OuterRef("pk"))))


def tick(is_so: bool, words: str) -> str:
    return render_to_string("admin/accounts/tick.html", {"is_so": is_so, "words": words})


@admin.display(description=_("state"), ordering="is_active")
def is_active(self, account):
    return tick(account.is_active, ACTIVE if account.is_active else SUSPENDED)


@admin.display(description=_("second factor"))
def second_factor(self, account):
    return tick(account.factor_is_set, _("yes") if account.factor_is_set else _("no"))


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


class ActiveFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "active"

    def lookups(self, request, model_admin):
        return [("1", ACTIVE), ("0", SUSPENDED)]

    def queryset(self, request, queryset):
        return queryset.filter(is_active=self.value() == "1") if self.value() in {"0", "1"} else queryset


class FactorFilter(admin.SimpleListFilter):
    title = _("second factor")
    parameter_name = "factor"

    def lookups(self, request, model_admin):
        return [("1", _("yes")), ("0", _("no"))]

    def queryset(self, request, queryset):
        return queryset.filter(factor_is_set=self.value() == "1") if self.value() in {"0", "1"} else queryset
