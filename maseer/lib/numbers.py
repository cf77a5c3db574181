def row_number(text: str | None, digits: int = 18) -> int | None:
    """The number of a row, as an address or a form names it; None where it is none. Longer ones are in no column."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= digits else None
