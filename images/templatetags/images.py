from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from images import renditions
from images.models import Image
from images.presets import CUTS, PRESETS

register = template.Library()

EAGER = SafeString('fetchpriority="high"')
LAZY = SafeString('loading="lazy" decoding="async"')


@register.simple_tag
def picture(image: Image | None, preset: str, alt: str | None = None):
    """The picture in the sizes of a preset; nothing where there is no picture. `alt=""` marks it as decoration."""
    if image is None or not image.file:
        return ""
    place = PRESETS[preset]
    cut = CUTS[place.cut]
    sizes = renditions.shown(image, place.cut)
    if sizes:
        widest, height = sizes[-1]
    else:
        widest = cut.widths_for(image)[-1]
        height = cut.height(widest, image)
    attributes = format_html(
        'alt="{}" width="{}" height="{}" {}',
        image.alt if alt is None else alt,
        widest,
        height,
        EAGER if place.eager else LAZY,
    )
    if not sizes:
        # The worker has not come by yet: the original, shown through the same frame.
        return format_html('<picture><img src="{}" {}></picture>', image.file.url, attributes)
    webp, jpeg = (
        format_html_join(
            ", ",
            "{} {}w",
            ((renditions.url(image, place.cut, width, encoding), width) for width, _height in sizes),
        )
        for encoding in (Image.Format.WEBP, Image.Format.JPEG)
    )
    return format_html(
        '<picture><source type="image/webp" srcset="{webp}" sizes="{sizes}">'
        '<img src="{src}" srcset="{jpeg}" sizes="{sizes}" {attributes}></picture>',
        webp=webp,
        jpeg=jpeg,
        sizes=place.sizes,
        src=renditions.url(image, place.cut, widest, Image.Format.JPEG),
        attributes=attributes,
    )
