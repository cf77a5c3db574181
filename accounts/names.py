"""Names under which people appear: they can be read, and nobody takes them for somebody else's."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maseer.lib import arabic
from maseer.lib.lookalikes import skeleton

REORDERS = _("This name contains invisible characters that change the order of letters. Type it anew.")
UNREADABLE = _("Write a name with at least one letter or digit.")
# What the accounts of those who were forgotten are called.
OF_DELETED = "deleted-"
DELETED = _("Accounts that were deleted are called so. Choose another name.")
TAKEN = _("This name looks like that of somebody who works here. Choose another, or add a second name to it.")


def check(name: str) -> None:
    """Refuses what cannot be read as it was written. No name at all is for the field to judge."""
    if arabic.has_reordering_controls(name):
        raise ValidationError(REORDERS, code="reorders")
    if name and not skeleton(name):
        raise ValidationError(UNREADABLE, code="unreadable")


def check_is_own(name: str, account=None, *, at_desk: bool = False, as_reader: bool = False) -> None:
    """Refuses a name that readers would take for somebody's on the staff or for a writer's.

    `account` is whose name it is to be. `at_desk`: an administrator gives it, who knows that a byline without an
    account is this person's; nobody takes one by themselves. `as_reader`: it is compared with names that are shown
    alone, or whoever tries one after another would learn who signs in here under which name.
    """
    looks = skeleton(name)
    if not looks:
        return
    if any(skeleton(taken) == looks for taken in _taken(account and account.pk, at_desk, as_reader)):
        raise ValidationError(TAKEN, code="looks_like_another")


def _taken(pk: int | None, at_desk: bool, as_reader: bool):
    staff = apps.get_model("accounts", "User").objects.filter(is_staff=True).exclude(pk=pk)
    for username, shown in staff.values_list("username", "display_name"):
        if not (as_reader and shown):
            yield username
        yield shown
    # Bylines are the articles' own, and those may know of accounts but not the other way round; asked by name.
    writers = apps.get_model("articles", "Author").objects.exclude(Q(user=pk) if pk else Q(pk=None))
    if at_desk:
        writers = writers.exclude(user=None)
    yield from writers.values_list("name", flat=True).iterator()
