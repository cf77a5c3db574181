import pytest

from maseer.lib.numbers import row_number


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_the_number_of_a_row_is_read(text, number):
    assert row_number(text) == number


@pytest.mark.parametrize("text", ["", None, "x", "-1", "1.5", " 1", "\N{ARABIC-INDIC DIGIT SEVEN}", "9" * 19])
def test_what_no_row_can_have_is_none(text):
    assert row_number(text) is None
