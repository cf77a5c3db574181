"""How the back office says when."""

from datetime import date, datetime, timedelta

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from maseer.lib import arabic, clocks, dates, house_style
from maseer.lib.counters import Numeral

register = template.Library()

register.filter(clocks.clock)


@register.filter
def printed(at: date | None, form: str) -> str:
    return dates.printed(at, form) if at else ""


@register.filter
def numeral(number: int) -> Numeral:
    return Numeral(number)


@register.simple_tag
def when(at: datetime, style: str = "SHORT_DATETIME_FORMAT") -> SafeString:
    """A time with its zone beside it, as every clock has that editors are shown."""
    return format_html("{} {}", time(at, style), zone())


@register.simple_tag
def time(at: datetime, style: str = "") -> SafeString:
    """A time whose zone stands in the head of its list; without a style as `moment` says it."""
    local = timezone.localtime(at)
    words = dates.printed(local, style) if style else moment(at)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.simple_tag
def zone() -> SafeString:
    return format_html('<bdi class="zone" title="{}">{}</bdi>', settings.TIME_ZONE, clocks.zone())


@register.filter
def moment(at: datetime, now: datetime | None = None) -> str:
    """The hour, with as much of the day as is needed to know which."""
    now = now or timezone.now()
    local = timezone.localtime(at)
    hour = dates.printed(local, "TIME_FORMAT")
    days = (local.date() - timezone.localdate(now)).days
    near = {-1: _("yesterday %(hour)s"), 0: _("today %(hour)s"), 1: _("tomorrow %(hour)s")}
    if days in near:
        return near[days] % {"hour": hour}
    if 1 < days < 7:
        return f"{dates.printed(local, 'l')} {hour}"
    return dates.printed(local, "SHORT_DATETIME_FORMAT")


@register.filter
def due(at: datetime, now: datetime | None = None) -> str:
    now = now or timezone.now()
    if at >= now:
        return moment(at, now)
    late = max(now - at, timedelta(minutes=1))
    time = arabic.digits(timesince(now - late, now, depth=1), house_style.digits())
    return _("late by %(time)s") % {"time": time}
