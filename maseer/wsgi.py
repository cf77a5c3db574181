"""Entry point for WSGI servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maseer.settings")

django = get_wsgi_application()

from maseer import urls  # noqa: E402, F401  or the first request would load them
from maseer.counting.beacon import Beacons  # noqa: E402  its models need Django to be set up
from maseer.lib.frames import with_room  # noqa: E402

application = Beacons(with_room(django))

# All this stays. Looked through for garbage, as it would be every hundred requests, it kept somebody waiting for 80 ms.
gc.collect()
gc.freeze()
