from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.payload import Payload


class StoryTemplateQuerySet(models.QuerySet):
    def offered_to(self, user):
        """For a choice; nobody reads a longer one."""
        return self.defer("payload")[:50] if user.has_perm("articles.view_storytemplate") else self.none()


class StoryTemplate(models.Model):
    """What a recurring format begins with: the weekly review, the cartoon of the day."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    payload = models.JSONField(_("text"))

    objects = StoryTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def content(self) -> Payload:
        return Payload.from_json(self.payload)
