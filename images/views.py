from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404
from django.views.static import serve

# What we store is made by us in these formats; anything else in the folder is nobody's business.
SERVED = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


def media(request, path: str):
    """A stored picture, with its exact type. Names carry a checksum or a version, so it may be kept for ever."""
    content_type = SERVED.get(PurePosixPath(path).suffix)
    if content_type is None:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if response.status_code == 200:
        response.headers["Content-Type"] = content_type
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
