from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import ngettext, override

from maseer.lib import house_style
from maseer.lib.counters import Numeral, counter
from maseer.lib.dates import printed
from maseer.lib.house_style import Style

AUGUST = date(2025, 8, 4)
LEVANT = Style("levantine", "arabic")


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (Style(), "4 أغسطس 2025"),
        (Style("levantine", "western"), "4 آب 2025"),
        (Style("both", "arabic"), "٤ أغسطس/ آب ٢٠٢٥"),
        (Style("maghrebi", "western"), "4 أوت 2025"),
    ],
)
def test_formats_of_the_language_are_printed_in_the_style_of_the_paper(style, shown):
    with house_style.of(style):
        assert printed(AUGUST, "DATE_FORMAT") == shown


def test_every_format_follows():
    late = datetime(2025, 7, 31, 21, 30, tzinfo=UTC)
    with house_style.of(LEVANT):
        assert printed(late, "DATETIME_FORMAT") == "١ آب ٢٠٢٥، ٠٠:٣٠"
        assert printed(late, "SHORT_DATETIME_FORMAT") == "٢٠٢٥/٠٨/٠١ ٠٠:٣٠"
        assert printed(AUGUST, "MONTH_DAY_FORMAT") == "٤ آب"
        assert printed(AUGUST, "YEAR_MONTH_FORMAT") == "آب ٢٠٢٥"
        assert printed(AUGUST, "l") == "الاثنين"
    assert printed(AUGUST, "DATE_FORMAT") == "4 أغسطس 2025"


def test_another_language_keeps_its_own_months_and_digits():
    with house_style.of(LEVANT), override("en"):
        assert printed(AUGUST, "DATE_FORMAT") == "Aug. 4, 2025"
        assert counter("views", 1200) == "1,200 views"


def test_numbers_print_themselves_wherever_a_sentence_has_them():
    with house_style.of(LEVANT):
        assert counter("views", 1200) == "١٬٢٠٠ مشاهدة"
        assert str(Numeral(1200)) == f"{Numeral(1200)}" == "١٬٢٠٠"
        said = ngettext("%(count)s text passed to %(name)s.", "%(count)s texts passed to %(name)s.", 3)
        assert said % {"count": Numeral(3), "name": "رنا"} == "انتقلت ٣ نصوص إلى رنا."
        counted = Template(
            "{% load i18n newsroom %}{% blocktranslate count count=number|numeral %}"
            "{{ count }} late{% plural %}{{ count }} late{% endblocktranslate %} {{ number|numeral }}"
        )
        assert counted.render(Context({"number": 11})) == "١١ متأخّرًا ١١"
