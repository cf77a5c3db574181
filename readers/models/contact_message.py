from django.db import models
from django.utils.translation import gettext_lazy as _

from maseer.lib.fields import LineField


class ContactMessage(models.Model):
    """What somebody wrote in the contact form."""

    name = LineField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail address"))
    subject = LineField(_("subject"), max_length=200)
    text = models.TextField(_("message"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    is_handled = models.BooleanField(_("handled"), default=False)

    class Meta:
        verbose_name = _("message from a reader")
        verbose_name_plural = _("messages from readers")
        ordering = ["-id"]

    def __str__(self):
        return self.subject
