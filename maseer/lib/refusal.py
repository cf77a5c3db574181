"""Saying no to somebody who may not: logged once, and answered with 403."""

import logging
from typing import NoReturn

from django.core.exceptions import PermissionDenied

log = logging.getLogger("maseer.newsroom")


def refuse(what: str, by, article=None) -> NoReturn:
    about = f" article={article.pk}" if article else ""
    log.warning("refused: %s%s by=%s", what, about, by.pk)
    raise PermissionDenied
