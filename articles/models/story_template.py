from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.payload import Payload
from maseer.lib import arabic
from maseer.lib.fields import SortKeyField
from maseer.lib.refusal import refuse


class StoryTemplateQuerySet(models.QuerySet):
    def offered_to(self, user):
        """For a choice; nobody reads a longer one."""
        return self.defer("payload")[:50] if user.has_perm("articles.view_storytemplate") else self.none()


class StoryTemplate(models.Model):
    """What a recurring format begins with: the weekly review, the cartoon of the day."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    sorted_as = SortKeyField(of="name", default="")
    payload = models.JSONField(_("text"))

    objects = StoryTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["sorted_as", "name"]

    def __str__(self):
        return self.name

    @property
    def content(self) -> Payload:
        return Payload.from_json(self.payload)

    def fill(self, name: str, payload: Payload) -> None:
        """Takes these words, cleaned; a template need not have a title. Raises ValidationError."""
        self.name = arabic.clean_line(name)
        words = replace(payload, title=payload.title or self.name).cleaned()
        self.payload = (words if payload.title else replace(words, title="")).as_json()
        self.full_clean()

    def keep(self, name: str, payload: Payload, by) -> None:
        """Raises PermissionDenied and ValidationError."""
        if not by.has_perm(f"articles.{'change' if self.pk else 'add'}_storytemplate"):
            refuse(f"keep template={self.pk}", by)
        self.fill(name, payload)
        self.save()
