"""Path converters. Django's own `slug` knows only ASCII letters."""


class UnicodeSlug:
    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
