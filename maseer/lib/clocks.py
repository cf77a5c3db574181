"""How the newsroom says when: by the paper's clock, and whose that is."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from maseer.lib import dates


def zone() -> str:
    return gettext(settings.TIME_ZONE)


def clock(at: datetime, style: str = "") -> str:
    """With its time zone. Without a style the day is named unless it is today."""
    local = timezone.localtime(at)
    today = local.date() == timezone.localdate()
    hour = dates.printed(local, style or ("TIME_FORMAT" if today else "SHORT_DATETIME_FORMAT"))
    return f"{hour} ({zone()})"
