import datetime as dt

import pytest
from django.utils import timezone

from maseer.lib.dates import DigitStyle, MonthStyle, format_date, format_moment, format_time

FRIDAY = dt.date(2025, 7, 4)

MONTHS = [
    ("يناير", "كانون الثاني", "يناير/ كانون الثاني", "جانفي"),
    ("فبراير", "شباط", "فبراير/ شباط", "فيفري"),
    ("مارس", "آذار", "مارس/ آذار", "مارس"),
    ("أبريل", "نيسان", "أبريل/ نيسان", "أفريل"),
    ("مايو", "أيار", "مايو/ أيار", "ماي"),
    ("يونيو", "حزيران", "يونيو/ حزيران", "جوان"),
    ("يوليو", "تموز", "يوليو/ تموز", "جويلية"),
    ("أغسطس", "آب", "أغسطس/ آب", "أوت"),
    ("سبتمبر", "أيلول", "سبتمبر/ أيلول", "سبتمبر"),
    ("أكتوبر", "تشرين الأول", "أكتوبر/ تشرين الأول", "أكتوبر"),
    ("نوفمبر", "تشرين الثاني", "نوفمبر/ تشرين الثاني", "نوفمبر"),
    ("ديسمبر", "كانون الأول", "ديسمبر/ كانون الأول", "ديسمبر"),
]
STYLES = (MonthStyle.INTERNATIONAL, MonthStyle.LEVANTINE, MonthStyle.BOTH, MonthStyle.MAGHREBI)


@pytest.mark.parametrize(
    ("month", "style", "name"),
    [
        (month, style, name)
        for month, names in enumerate(MONTHS, 1)
        for style, name in zip(STYLES, names, strict=True)
    ],
)
def test_every_month_has_its_name_in_every_style(month, style, name):
    assert format_date(dt.date(2022, month, 20), months=style) == f"20 {name} 2022"


def test_every_weekday_has_its_name():
    monday = dt.date(2025, 6, 30)
    names = [format_date(monday + dt.timedelta(days), weekday=True).split("،")[0] for days in range(7)]
    assert names == ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ({}, "4 يوليو 2025"),
        ({"weekday": True}, "الجمعة، 4 يوليو 2025"),
        ({"year": False}, "4 يوليو"),
        ({"weekday": True, "digits": DigitStyle.ARABIC, "months": "levantine"}, "الجمعة، ٤ تموز ٢٠٢٥"),
    ],
)
def test_a_date_is_day_month_year(options, printed):
    assert format_date(FRIDAY, **options) == printed


def test_a_moment_is_printed_where_the_paper_is():
    late = dt.datetime(2025, 7, 3, 22, 40, tzinfo=dt.UTC)
    with timezone.override("Asia/Damascus"):
        assert format_date(late) == "4 يوليو 2025"
        assert format_time(late) == "01:40"
        assert format_moment(late) == "4 يوليو 2025، 01:40"
        assert format_moment(late, weekday=True, year=False, digits="arabic") == "الجمعة، ٤ يوليو، ٠١:٤٠"


@pytest.mark.parametrize(("digits", "printed"), [("western", "13:40"), ("arabic", "١٣:٤٠")])
def test_a_time_has_24_hours(digits, printed):
    assert format_time(dt.time(13, 40, 59), digits) == printed


def test_a_moment_without_a_zone_is_an_error():
    with pytest.raises(ValueError, match="naive"):
        format_moment(dt.datetime(2025, 7, 4, 13, 40))  # noqa: DTZ001 - the accident itself
