from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles.models.transition_log import TransitionLog
from maseer import page_cache
from maseer.lib.refusal import refuse
from pages.models import SiteSettings


class Commenting(models.TextChoices):
    AS_PAPER = "", _("As everywhere in the paper")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Commentable:
    """An article as something readers may comment on. The comments themselves are the readers' app's."""

    def takes_comments(self) -> bool:
        if self.commenting:
            return self.commenting == Commenting.OPEN
        return SiteSettings.load().takes_comments

    def may_open_comments(self, user) -> bool:
        return user.has_perm("articles.plan_article") and self.in_scope(user)

    @transaction.atomic
    def set_commenting(self, choice: Commenting, by) -> TransitionLog | None:
        """Opens or closes this one; None if it is so already. Raises PermissionDenied."""
        current = type(self).objects.locked(self.pk)
        if not current.may_open_comments(by):
            refuse("comments", by, self)
        if current.commenting == choice:
            return None
        self.commenting = current.commenting = choice
        current.save(update_fields=["commenting"])
        page_cache.forget(f"article:{self.pk}", f"comments:{self.pk}")
        here = current.stage, current.status
        return current._log(TransitionLog.COMMENTS, here, by, str(Commenting(choice).label))
