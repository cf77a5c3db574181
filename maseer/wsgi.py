"""Entry point for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maseer.settings")

django = get_wsgi_application()

from maseer.counting.beacon import Beacons  # noqa: E402  its models need Django to be set up

application = Beacons(django)
