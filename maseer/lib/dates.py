"""The one way a date is printed: day, month by name, year, with an Arabic comma."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.formats import get_format

from maseer.lib import arabic, house_style
from maseer.lib.arabic import DigitStyle
from maseer.lib.house_style import MonthStyle

_COMMA = "\N{ARABIC COMMA} "

# One name a line: two Arabic words on a line of code change places on the screen.
_INTERNATIONAL = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
_LEVANTINE = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
_MAGHREBI = (
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
_WEEKDAYS = (
    "الاثنين",
    "الثلاثاء",
    "الأربعاء",
    "الخميس",
    "الجمعة",
    "السبت",
    "الأحد",
)

_MONTHS: dict[str, tuple[str, ...]] = {
    MonthStyle.INTERNATIONAL: _INTERNATIONAL,
    MonthStyle.LEVANTINE: _LEVANTINE,
    MonthStyle.BOTH: tuple(
        f"{name}/ {other}" for name, other in zip(_INTERNATIONAL, _LEVANTINE, strict=True)
    ),
    MonthStyle.MAGHREBI: _MAGHREBI,
}


def format_date(
    day: date,
    *,
    months: str = MonthStyle.INTERNATIONAL,
    digits: str = DigitStyle.WESTERN,
    weekday: bool = False,
    year: bool = True,
) -> str:
    # A moment has no date until it has a place: late in the evening UTC is a day behind us.
    if isinstance(day, datetime):
        day = timezone.localtime(day)
    text = f"{day.day} {_MONTHS[months][day.month - 1]}"
    if year:
        text = f"{text} {day.year}"
    if weekday:
        text = f"{_WEEKDAYS[day.weekday()]}{_COMMA}{text}"
    return arabic.digits(text, digits)


def format_month(
    day: date,
    *,
    months: str = MonthStyle.INTERNATIONAL,
    digits: str = DigitStyle.WESTERN,
    year: bool = True,
) -> str:
    """The month a day is in."""
    name = _MONTHS[months][day.month - 1]
    return arabic.digits(f"{name} {day.year}", digits) if year else name


def format_time(at: time | datetime, digits: str = DigitStyle.WESTERN) -> str:
    if isinstance(at, datetime):
        at = timezone.localtime(at)
    return arabic.digits(f"{at:%H:%M}", digits)


def format_moment(
    moment: datetime,
    *,
    months: str = MonthStyle.INTERNATIONAL,
    digits: str = DigitStyle.WESTERN,
    weekday: bool = False,
    year: bool = True,
) -> str:
    day = format_date(moment, months=months, digits=digits, weekday=weekday, year=year)
    return f"{day}{_COMMA}{format_time(moment, digits)}"


class _Printed(DateFormat):
    def F(self):
        style = house_style.current()
        return _MONTHS[style.months][self.data.month - 1] if style else super().F()


def printed(day: date, form: str) -> str:
    """As a format of the reader's language says, in Arabic in the style of the paper: for the back office and mails."""
    if isinstance(day, datetime):
        day = timezone.localtime(day)
    return arabic.digits(_Printed(day).format(get_format(form)), house_style.digits())
