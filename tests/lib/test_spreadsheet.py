import csv
import io

import pytest

from maseer.lib import spreadsheet


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        "\N{NO-BREAK SPACE}=1",
        "\N{RIGHT-TO-LEFT MARK}=1",
        "\N{ZERO WIDTH NO-BREAK SPACE}+1",
    ],
)
def test_what_looks_like_a_formula_is_text(text):
    assert spreadsheet.cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["سلام", "a=1", "", "12", "«=1»", "2026-11-25T10:00:00+03:00"])
def test_other_text_stays_as_it_is(text):
    assert spreadsheet.cell(text) == text


def test_what_is_not_there_is_empty():
    assert spreadsheet.cell(None) == ""
    assert spreadsheet.cell(7) == "7"


def test_a_table_comes_back_as_it_was():
    rows = [["عنوان", 'قال: "نعم"، ثمّ سكت'], ["سطر\nثانٍ", 5]]
    text = "".join(spreadsheet.lines(rows))
    assert text.encode()[:3] == b"\xef\xbb\xbf"
    read = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert read == [[str(value) for value in row] for row in rows]


def test_a_table_is_never_held_as_a_whole():
    def endless():
        while True:
            yield ["سطر"]

    lines = spreadsheet.lines(endless())
    assert [next(lines) for _ in range(3)][1:] == ['"سطر"\r\n'] * 2
