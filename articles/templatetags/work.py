from django import template

from articles import handover

register = template.Library()


@register.simple_tag
def work_of(person) -> handover.Work:
    """How much somebody has in work, in numbers."""
    return handover.work_of(person)
