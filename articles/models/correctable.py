from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models.audience import NoticeKind
from articles.models.notice import Notice
from articles.models.refusals import TransitionRefused
from articles.models.transition_log import TransitionLog
from maseer import page_cache
from maseer.lib.refusal import refuse

# A button pressed twice; the same words after that are meant.
TWICE = timedelta(minutes=1)


class Correctable:
    """An article whose readers are told what was changed in it."""

    def may_correct(self, user) -> bool:
        return user.has_perm("articles.correct_article") and self.in_scope(user)

    @transaction.atomic
    def correct(self, kind: str, text: str, by):
        """Tells readers; returns the Correction. The text itself is changed the usual way, and so is its date.

        Raises PermissionDenied, TransitionRefused for what is not public, and ValidationError.
        """
        current = type(self).objects.locked(self.pk)
        if not current.may_correct(by):
            refuse("correct", by, self)
        if not current.is_public():
            raise TransitionRefused(_("Only a text that readers have can be corrected in public."))
        correction = current.corrections.model(
            article=current, kind=kind, text=text, by=by, by_name=str(by)[:150]
        )
        correction.clean()
        said = {"by": by, "kind": correction.kind, "text": correction.text}
        if before := current.corrections.filter(**said, at__gte=timezone.now() - TWICE).first():
            return before
        correction.save()
        note = f"{correction.get_kind_display()}: {correction.text}"
        entry = current._log_of_readers_text(TransitionLog.CORRECTION, by, note)
        Notice.tell(NoticeKind.CORRECTED, current, about=entry.pk, by=by, note=note)
        page_cache.forget(*current.cache_tags())
        return correction

    def _log_of_readers_text(self, transition: str, by, note: str) -> TransitionLog:
        """An entry about what readers have, whatever editors are working on meanwhile."""
        live = self.live_revision or self.working_revision
        return self._log(transition, (live.stage, self.status), by, note, revision=live)
