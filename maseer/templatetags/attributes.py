"""Attributes of tags. Forms write hundreds of them, and Django's own template asks five things of each."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def attributes(given: dict | None) -> SafeString:
    """With a space before each. True stands for the name alone, False for nothing; an element may have none."""
    return SafeString(
        "".join(
            f" {conditional_escape(name)}" + ("" if value is True else f'="{conditional_escape(value)}"')
            for name, value in (given or {}).items()
            if value is not False
        )
    )
