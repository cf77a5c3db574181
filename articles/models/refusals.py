"""Why a verb of an article did not do what was asked, in words for the person who asked."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models.revision import Revision
from maseer.lib.clocks import clock


class TransitionRefused(ValidationError):
    """The move is not possible now, for anybody; the message says why."""


class AlreadyDone(TransitionRefused):
    """The same person made just this move a moment ago; nothing is wrong."""


class StaleRevision(TransitionRefused):
    """Somebody saved a newer revision meanwhile; `newer` is it."""

    def __init__(self, newer: Revision):
        super().__init__(
            _("%(who_saved)s Your text is still here; compare, then save again.")
            % {"who_saved": who_saved(newer)}
        )
        self.newer = newer


class MovedOn(TransitionRefused):
    """Somebody made a move meanwhile; `entry` is the row of the log."""

    def __init__(self, entry):
        super().__init__(
            _("%(who)s did “%(move)s” at %(when)s. Look at the text as it is now, then decide.")
            % {
                "who": entry.by_name or _("Somebody"),
                "move": entry.label,
                "when": clock(entry.at),
            }
        )
        self.entry = entry


def who_saved(newer: Revision) -> str:
    return _("%(who)s saved this text at %(when)s.") % {
        "who": newer.created_by or _("Somebody"),
        "when": clock(newer.created_at),
    }
