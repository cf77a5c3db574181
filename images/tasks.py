"""Background work of the picture desk."""

import logging

from images import renditions
from images.models import Image, ImageQuerySet

log = logging.getLogger("maseer.images")

BATCH = 5


def make_renditions() -> int:
    """Makes the sizes of pictures that have none or whose important point moved. Returns how many it tried."""
    return _render(Image.objects.waiting_for_renditions().order_by("pk"))


def renew() -> int:
    """Makes anew what an older table of sizes made, the newest pictures first. Until then the old sizes are shown."""
    return _render(Image.objects.of_an_old_recipe().order_by("-pk"))


def _render(pictures: ImageQuerySet) -> int:
    tried = pictures[:BATCH]
    for image in tried:
        try:
            renditions.render(image)
        except renditions.UNREADABLE as error:
            # A lost file, a full disk: the next picture may do better, and so may this one later.
            log.error("picture %s cannot be rendered: %s", image.pk, error)
            image.note_failure()
    return len(tried)
