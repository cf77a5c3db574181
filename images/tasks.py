"""Background work of the picture desk."""

import logging

from images import renditions
from images.models import Image

log = logging.getLogger("maseer.images")

BATCH = 5


def make_renditions() -> int:
    """Makes the sizes of pictures that have none or whose important point moved. Returns how many pictures."""
    done = 0
    for image in Image.objects.waiting_for_renditions().order_by("pk")[:BATCH]:
        try:
            renditions.render(image)
        except OSError as error:
            # A lost file is not made better by trying each second; it is shown as missing in the admin.
            log.error("picture %s cannot be rendered: %s", image.pk, error)
            Image.objects.filter(pk=image.pk).update(rendered=image.version)
        done += 1
    return done


def renew() -> int:
    """Marks the pictures whose sizes were made by an older table of sizes; the worker makes them anew."""
    renewed = 0
    for image in Image.objects.of_an_old_recipe().iterator():
        image.save(update_fields=["version"])
        renewed += 1
    return renewed
