"""Why a verb of an article did not do what was asked, in words for the person who asked."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision


class TransitionRefused(ValidationError):
    """The move is not possible now, for anybody; the message says why."""


class StaleRevision(TransitionRefused):
    """Somebody saved a newer revision meanwhile; `newer` is it."""

    def __init__(self, newer: Revision):
        super().__init__(
            _(
                "%(who)s changed this text at %(when)s, after you opened it. "
                "Your text is still here; compare, then save again."
            )
            % {
                "who": newer.created_by or _("Somebody"),
                "when": timezone.localtime(newer.created_at).strftime("%H:%M"),
            }
        )
        self.newer = newer
