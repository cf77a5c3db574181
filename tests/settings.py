"""The one allowed star import, and what makes tests fast and deaf to the developer's own .env."""

import atexit
import os
import tempfile

var = tempfile.TemporaryDirectory(prefix="maseer-tests-")
atexit.register(var.cleanup)
os.environ.update(
    SITE_URL="http://localhost:8000",
    ALLOWED_HOSTS="localhost",
    SECRET_KEY="tests",
    DEBUG="0",
    VAR_DIR=var.name,
    EMAIL_URL="memorymail://",
    TIME_ZONE="Asia/Damascus",
    LOG_LEVEL="ERROR",
)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{var.name}/maseer.sqlite3")
os.environ.setdefault("REDIS_URL", "")

from maseer.settings import *  # noqa: E402, F403
from maseer.settings import DATABASES, LOGGING, STATIC_ROOT, STORAGES, VAR_DIR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each page that is refused would be written down with all that led to it, and nobody reads that.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}
STATIC_ROOT.mkdir()
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: in memory, connections would share their locks.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    # A pool keeps connections open, and PostgreSQL drops no database that has any.
    del DATABASES["default"]["OPTIONS"]["pool"]
