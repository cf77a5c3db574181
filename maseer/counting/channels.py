from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """A way to share a text. The value is the mark a shared address carries: `/12/?s=wa`."""

    WHATSAPP = "wa", _("WhatsApp")
    TELEGRAM = "tg", _("Telegram")
    FACEBOOK = "fb", _("Facebook")
    X = "x", _("X")
    EMAIL = "em", _("E-mail")
    COPY = "cp", _("Copied address")
    DEVICE = "dv", _("The device's own sharing")
