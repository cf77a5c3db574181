"""Who may do what: the whole table. `sync_roles` makes the groups match it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CONTRIBUTOR = "contributor", _("Contributor")
    EDITOR = "editor", _("Editor")
    MANAGING_EDITOR = "managing_editor", _("Managing editor")
    ADMIN = "admin", _("Administrator")


def _all(app: str, *models: str, actions=("view", "add", "change", "delete")) -> set[str]:
    return {f"{app}.{action}_{model}" for model in models for action in actions}


_KEEP = ("view", "add", "change")

_CONTRIBUTOR = (
    _all("articles", "article", actions=_KEEP)
    | {"articles.submit_article"}
    | _all("articles", "author", "section", "tag", "source", "series", actions=("view",))
    | _all("images", "image", "gallery", actions=("view", "add"))
)

_EDITOR = (
    _CONTRIBUTOR
    | {f"articles.{verb}_article" for verb in ("see_all", "edit_all", "claim", "plan", "check_facts")}
    | {f"articles.{verb}_article" for verb in ("send_back", "approve")}
    | _all("articles", "storytemplate", actions=("view",))
    | _all("articles", "author", "tag", "source", "series", actions=_KEEP)
    | _all("articles", "revision", "transitionlog", "searchcount", actions=("view",))
    | _all("articles", "searchsynonym")
    | _all("images", "image", "gallery", actions=_KEEP)
    | _all("readers", "comment", actions=("view", "change"))
)

_MANAGING_EDITOR = (
    _EDITOR
    | {f"articles.{verb}_article" for verb in ("every_section", "clear_legal", "publish", "publish_urgently")}
    | {f"articles.{verb}_article" for verb in ("correct", "withdraw", "archive")}
    | {"articles.arrange_frontpageedition"}
    | _all("articles", "section", "author", "tag", "source", "series", "storytemplate")
    | _all("articles", "checklevel", actions=("view", "change"))
    | _all("images", "image", "gallery")
    | _all("pages", "page", "redirect")
    | _all("pages", "sitesettings", actions=("view", "change"))
    | _all("readers", "contactmessage", "comment", actions=("view", "change", "delete"))
    | _all("readers", "readinglist", actions=("view", "change"))
)

# Accounts, not texts: an administrator reads no unpublished article unless also given an editorial role.
_ADMIN = (
    _all("accounts", "user", actions=("view", "change"))
    | _all("accounts", "invitation", actions=_KEEP)
    | _all("accounts", "reader", actions=("view", "change"))
    | _all("accounts", "accountevent", actions=("view",))
    | _all("pages", "sitesettings", actions=("view", "change"))
)

# Whose password alone must not open the back office.
MUST_HAVE_SECOND_FACTOR = {Role.MANAGING_EDITOR, Role.ADMIN}

PERMISSIONS: dict[Role, set[str]] = {
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.EDITOR: _EDITOR,
    Role.MANAGING_EDITOR: _MANAGING_EDITOR,
    Role.ADMIN: _ADMIN,
}
