"""Log lines that cannot be forged: whatever a visitor typed, one event is one line."""

import logging
import unicodedata


class LineFormatter(logging.Formatter):
    def __init__(self):
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        head, *trace = text.split("\n") if record.exc_info else [text]
        return "\n".join([escape_controls(head), *trace])


def escape_controls(text: str) -> str:
    r"""Control and direction characters as escapes: `a<newline>b` becomes `a\nb`."""
    return "".join(
        char.encode("unicode_escape").decode()
        if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}
        else char
        for char in text
    )
