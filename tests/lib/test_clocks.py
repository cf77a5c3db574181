from datetime import timedelta

from django.template import Context, Template
from django.utils import timezone
from django.utils.formats import date_format

from maseer.lib.clocks import clock, zone


def test_a_clock_names_its_zone():
    now = timezone.now()
    assert clock(now) == f"{date_format(timezone.localtime(now), 'TIME_FORMAT')} ({zone()})"


def test_the_day_is_named_unless_it_is_today():
    before = timezone.now() - timedelta(days=2)
    assert clock(before) == f"{date_format(timezone.localtime(before), 'SHORT_DATETIME_FORMAT')} ({zone()})"


def test_in_a_template_the_zone_stands_beside_the_time(settings):
    at = timezone.now()
    shown = Template("{% load newsroom %}{% when at 'DATETIME_FORMAT' %}").render(Context({"at": at}))
    assert shown.count("<time") == shown.count(f'title="{settings.TIME_ZONE}"') == 1
    assert date_format(timezone.localtime(at), "DATETIME_FORMAT") in shown
