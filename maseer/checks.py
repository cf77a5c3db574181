"""System checks for configuration that starts but would disappoint; what is unsafe never starts (settings.py)."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.checks import Error, Warning, register
from PIL import features


@register
def time_zone_exists(app_configs, **kwargs):
    if settings.TIME_ZONE in available_timezones():
        return []
    return [
        Error(
            f"There is no time zone {settings.TIME_ZONE!r}.",
            hint="Set TIME_ZONE to a name such as Asia/Damascus.",
            id="maseer.E001",
        )
    ]


@register
def pictures_can_be_made(app_configs, **kwargs):
    if features.check("webp"):
        return []
    return [
        Error(
            "Pillow cannot write WebP.",
            hint="Install Pillow from its wheels, or libwebp before building it.",
            id="maseer.E002",
        )
    ]


@register(deploy=True)
def production_database(app_configs, **kwargs):
    if (
        settings.EMBEDDED
        or "sqlite3" not in settings.DATABASES["default"]["ENGINE"]
        or settings.REDIS_URL == ""
    ):
        return []
    return [
        Warning(
            "Redis is set but the database is one SQLite file, which only one machine can share.",
            hint="Set DATABASE_URL=postgres://… when the paper runs on several machines.",
            id="maseer.W001",
        )
    ]


@register(deploy=True)
def mail_leaves(app_configs, **kwargs):
    if settings.EMBEDDED or "filebased" not in settings.EMAIL_BACKEND:
        return []
    return [
        Warning(
            "Mail is written to files and reaches nobody.",
            hint="Set EMAIL_URL=smtp+tls://user:password@host:587.",
            id="maseer.W002",
        )
    ]
