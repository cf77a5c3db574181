import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models.payload import Payload
from articles.models.refusals import StaleRevision
from articles.models.revision import Revision
from articles.models.transition_log import TransitionLog
from articles.workflow import WRITERS_STAGES, Stage, stage_after_save
from maseer.lib import html

log = logging.getLogger("maseer.newsroom")


class Editable:
    """An article as a text that people write, revision by revision."""

    # Questions

    def may_edit(self, user) -> bool:
        if not self.pk:
            return user.has_perm("articles.add_article")
        if user.has_perm("articles.edit_all_article") and self.in_scope(user):
            return True
        return (
            user.has_perm("articles.change_article") and self.is_theirs(user) and self.stage in WRITERS_STAGES
        )

    # Verbs

    @transaction.atomic
    def save_revision(
        self, payload: Payload, base: int | None, by, seen: int | None = None, restored_from=None
    ) -> Revision:
        """Stores what an editor wrote. Readers see none of it until it is approved and published.

        `base` is the id of the revision the editor had opened (None for a new article), `seen` what `last_move` was
        then. Raises PermissionDenied, StaleRevision when a newer one was saved meanwhile, MovedOn when the text was
        approved meanwhile (to save would undo that), and ValidationError.
        """
        current = type(self).objects.locked(self.pk) if self.pk else self
        if not current.may_edit(by):
            log.warning("refused: save article=%s by=%s", self.pk, by.pk)
            raise PermissionDenied
        if current.working_revision_id != base:
            raise StaleRevision(current.working_revision)
        if self.pk and current.stage == Stage.APPROVED:
            current.refuse_if_moved_on(seen, to_stage=Stage.APPROVED)
        if links := html.refused_links(payload.body[: html.MAX_LENGTH]):
            raise ValidationError({"body": _("This link cannot be used: %(link)s") % {"link": links[0]}})
        payload = payload.cleaned()
        if not self.pk:
            self.created_by = by
        revision = current._store(
            payload,
            stage_after_save(current.stage, payload.body),
            current.working_revision,
            by,
            restored_from,
        )
        if current is not self:
            self.refresh_from_db()
        return revision

    def restore(self, revision: Revision, base: int | None, by) -> Revision:
        """The text of an old revision as a new one. Raises what `save_revision` raises."""
        return self.save_revision(revision.content, base, by, restored_from=revision)

    # How

    def _store(self, payload: Payload, stage: str, base: Revision | None, by, restored_from=None) -> Revision:
        if not self.live_revision_id:
            # Nobody reads it yet; lists in the back office call it by its working title.
            self.title, self.kind, self.section_id = payload.title, payload.kind, payload.section
        if not self.pk:
            self.save()
        revision = Revision.objects.create(
            article=self,
            base=base,
            restored_from=restored_from,
            title=payload.title,
            payload=payload.as_json(),
            stage=stage,
            created_by=by,
        )
        if base and base.stage != stage:
            self._log(TransitionLog.EDIT, (base.stage, self.status), by, revision=revision)
        if base and base.stage != Stage.APPROVED:
            Revision.objects.filter(pk=base.pk).update(stage=Stage.SUPERSEDED)
        self.working_revision = revision
        self.save(update_fields=["title", "kind", "section", "working_revision"])
        return revision
