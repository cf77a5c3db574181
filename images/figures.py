"""Pictures and embeds inside a text. It holds their numbers and addresses only; readers see what this puts in."""

import re
from html import unescape

from django.utils.html import format_html

from images.models import Image
from images.templatetags.images import picture

# As `maseer.lib.html.clean` writes them: lower case, each value in double quotes, and < only where a tag begins.
_IMG = r'<img(?P<{}>(?: [a-z-]+="[^"]*")*)>'
_PLACES = re.compile(
    rf'<figure(?P<figure>(?: [a-z-]+="[^"]*")*)>(?:\s*{_IMG.format("inside")})?|{_IMG.format("alone")}'
)
_ATTRIBUTES = re.compile(r'([a-z-]+)="([^"]*)"')
_NUMBERS = re.compile(r' data-image="([0-9]+)"')
_HOST = re.compile(r"https://(?:www\.)?([^/?#]+)")


def filled(body: str) -> str:
    """A cleaned text with its pictures, and with a link for each embed: nothing of other sites is loaded."""
    images = Image.objects.in_bulk({int(number) for number in _NUMBERS.findall(body)})
    return _PLACES.sub(lambda place: _filled(place, images), body).replace("<figure></figure>", "")


def written(body: str) -> list[tuple[int, str]]:
    """The pictures of a cleaned text in their order: the number of each, and the description given with it, or ""."""
    return [
        (number, img.get("alt", "")) for number, img, _figure in map(_parts, _PLACES.finditer(body)) if number
    ]


def _filled(place: re.Match[str], images: dict[int, Image]) -> str:
    number, img, figure = _parts(place)
    shown = picture(images.get(number), "whole", alt=img.get("alt") or None)
    if place["figure"] is None:
        return shown
    if address := figure.get("data-embed-url"):
        host = _HOST.match(address)[1]
        link = format_html('<a href="{}" rel="noopener"><bdi>{}</bdi></a>', address, host)
        return f'<figure class="embed">{shown}{link}'
    return f"<figure>{shown}"


def _parts(place: re.Match[str]) -> tuple[int, dict[str, str], dict[str, str]]:
    """The number of the picture (0: none), what its tag says, and what its frame says."""
    figure = _attributes(place["figure"])
    img = _attributes(place["inside"] or place["alone"])
    return int(img.get("data-image") or figure.get("data-image", "0")), img, figure


def _attributes(written: str | None) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTES.findall(written or "")}
