"""How the paper writes days, hours, numbers and texts; the styles are its settings."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from images import figures
from maseer.lib import arabic, contents, counters, dates, html
from maseer.lib.http import absolute_url

register = template.Library()


@register.simple_tag(takes_context=True)
def day(context, moment: date | datetime, style: str = ""):
    """A day in words, readable by machines; `"weekday"` names the day of the week too."""
    paper = context["paper"]
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    words = dates.format_date(local, months=paper.months, digits=paper.digits, weekday=style == "weekday")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.simple_tag(takes_context=True)
def clock(context, moment: datetime):
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), dates.format_time(local, context["paper"].digits)
    )


@register.simple_tag(takes_context=True)
def count(context, name: str, number: int):
    """A counter with its noun in the right one of the six forms."""
    return counters.counter(name, number or 0, context["paper"].digits)


@register.simple_tag(takes_context=True)
def number(context, value: int):
    """A number whose noun stands elsewhere, in the head of a column."""
    return counters.format_number(value or 0, context["paper"].digits)


@register.simple_tag(takes_context=True)
def digits(context, number):
    return arabic.digits(str(number), context["paper"].digits)


@register.simple_tag(takes_context=True)
def rights(context, paper):
    """The rights line with its years."""
    this_year = context["today"].year
    years = (
        f"{paper.since}\N{EN DASH}{this_year}" if paper.since and paper.since < this_year else str(this_year)
    )
    return format_html("{} © <bdi>{}</bdi>", paper.rights, arabic.digits(years, paper.digits))


@register.simple_tag(takes_context=True)
def month(context, first: date, style: str = ""):
    """A month by name, with its year; `"name"` leaves that out."""
    paper = context["paper"]
    return dates.format_month(first, months=paper.months, digits=paper.digits, year=style != "name")


@register.filter
def apart(name: str) -> str:
    """The same in a text without markup, for a mail or its subject."""
    name = str(name)
    isolates = ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")
    return name.join(isolates) if arabic.runs_from_left(name) else name


@register.filter
def absolute(path: str) -> str:
    """The public address of a path."""
    return absolute_url(path)


register.filter("isolated", html.isolated)
register.filter("headings", contents.headings)
register.filter("with_places", contents.with_places)


@register.filter
def cleaned(body: str) -> SafeString:
    """Rich text as HTML, with its pictures. Safe because `HTMLField` cleans on every way in: for nothing else."""
    return SafeString(figures.filled(body))
