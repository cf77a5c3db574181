"""What the pages of signing in and of one's own account need beside their words."""

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

register = template.Library()

# Whoever comes from these has been on the way to a page before; back there they do not want to go.
NO_WAY_BACK = ("/accounts/", "/admin/", "/setup/")


@register.simple_tag(takes_context=True)
def block_again(context, name: str):
    """What the page puts into a block, a second time: the heading of a page is its title too."""
    return context.render_context[BLOCK_CONTEXT_KEY].get_block(name).render(context)


@register.simple_tag(takes_context=True)
def way_back(context):
    """Where to go after signing in, as a field: where the address says, else the page of this site one comes from."""
    to = context.get("redirect_field_value") or _came_from(context["request"])
    return format_html('<input type="hidden" name="next" value="{}">', to) if to else ""


@register.simple_tag
def registration_is_open() -> bool:
    return settings.READER_REGISTRATION


def _came_from(request) -> str:
    referer = request.headers.get("Referer", "")
    parts = urlsplit(referer)
    is_ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
    if not is_ours or not parts.netloc or parts.path.startswith(NO_WAY_BACK):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
