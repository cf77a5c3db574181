import logging
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from articles.models.autosave import Autosave
from articles.models.payload import Payload
from articles.models.refusals import StaleRevision
from articles.models.revision import Revision
from articles.models.search_document import SearchDocument
from articles.models.section import Section
from articles.models.transition_log import TransitionLog
from articles.workflow import WRITERS_STAGES, Stage, stage_after_save
from maseer.lib import html
from maseer.lib.refusal import refuse

NEAREST = 5

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

    def has_said(self, payload: Payload, base: int | None, by) -> bool:
        """Whether this very text is there already: what it was written on, or what this person saved on that since."""
        try:
            text = payload.cleaned()
        except ValidationError:
            return False
        theirs = models.Q(base=base, created_by=by) if base else models.Q()
        near = self.revisions.filter(models.Q(pk=base) | theirs)[:NEAREST]
        return any(revision.content == text for revision in near)

    # Verbs

    @transaction.atomic
    def save_revision(
        self,
        payload: Payload,
        base: int | None,
        by,
        seen: int | None = None,
        restored_from=None,
        form_key=None,
    ) -> Revision:
        """Stores what an editor wrote. Readers see none of it until it is approved and published.

        `base` is the id of the revision the editor had opened (None for a new article), `seen` what `last_move` was
        then, `form_key` the one-time key of the form that begins a text. The same form sent twice is saved once.
        Raises PermissionDenied, StaleRevision when a newer one was saved meanwhile, MovedOn when the text was approved
        meanwhile (to save would undo that), and ValidationError.
        """
        current = type(self).objects.locked(self.pk) if self.pk else self
        try:
            said = current._admit_text(payload, base, by, seen, form_key)
            payload = payload.cleaned()
        except (PermissionDenied, ValidationError) as refusal:
            log.warning("refused: save article=%s by=%s (%s)", self.pk, by.pk, type(refusal).__name__)
            raise
        if said:
            return said
        if not self.pk:
            self.created_by, self.form_key = by, form_key
        revision = current._store(
            payload,
            stage_after_save(current.stage, payload.is_begun),
            current.working_revision,
            by,
            restored_from,
        )
        if not current.live_revision_id:
            # Only those who work on it look for it.
            SearchDocument.write(current, payload)
        if restored_from is None:
            Autosave.objects.fold(revision, by, form_key)
        if current is not self:
            self.refresh_from_db()
        return revision

    def restore(self, revision: Revision, base: int | None, by, seen: int | None = None) -> Revision:
        """The text of an old revision as a new one. Raises what `save_revision` raises."""
        payload = revision.content
        if payload.section and not Section.objects.filter(pk=payload.section).exists():
            # The row would refer to a section that is gone. What else is gone, publishing asks for.
            payload = replace(payload, section=None)
        return self.save_revision(payload, base, by, seen, restored_from=revision)

    def duplicate(self, by, form_key=None):
        """Another text that says the same, as a draft of whoever asks. Raises PermissionDenied."""
        if not self.may_see(by):
            refuse("duplicate", by, self)
        # Whether they may begin a text, `save_revision` asks.
        copy = type(self)()
        copy.save_revision(self.working_revision.content, base=None, by=by, form_key=form_key)
        return copy

    # How

    def _admit_text(
        self, payload: Payload, base: int | None, by, seen: int | None, form_key
    ) -> Revision | None:
        """The revision if just this was saved a moment ago; raises what `save_revision` raises."""
        if not self.may_edit(by):
            raise PermissionDenied
        if self.working_revision_id != base:
            if self._is_said_by(by, payload, base):
                return self.working_revision
            if not self._is_just_begun(by, base, form_key):
                raise StaleRevision(self.working_revision)
        if self.pk and self.stage == Stage.APPROVED:
            self.refuse_if_moved_on(seen, to_stage=Stage.APPROVED)
        if self.pk in payload.related:
            raise ValidationError({"related": _("A text is not related to itself. Choose others.")})
        if links := html.refused_links(payload.body[: html.MAX_LENGTH]):
            raise ValidationError({"body": _("This link cannot be used: %(link)s") % {"link": links[0]}})
        return None

    def _is_said_by(self, user, payload: Payload, base: int | None) -> bool:
        """Whether the newest revision is this very text, from this very place: a button that was pressed twice."""
        newest = self.working_revision
        from_here = (newest.base_id, newest.created_by_id) == (base, user.pk)
        return from_here and newest.content == payload.cleaned()

    def _is_just_begun(self, user, base: int | None, form_key) -> bool:
        """Whether the form that began this text is sent once more (Back, another word, Save) and nobody wrote since."""
        newest = self.working_revision
        begun_here = base is None and form_key is not None and form_key == self.form_key
        return begun_here and newest.base_id is None and newest.created_by_id == user.pk

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
            name = TransitionLog.BEGUN if base.stage == Stage.IDEA else TransitionLog.EDIT
            self._log(name, (base.stage, self.status), by, revision=revision)
        if base and base.stage != Stage.APPROVED:
            Revision.objects.filter(pk=base.pk).update(stage=Stage.SUPERSEDED)
        self.working_revision = revision
        self.save(update_fields=["title", "kind", "section", "working_revision"])
        return revision
