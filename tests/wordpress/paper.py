"""What the tests of the importer share: a moment, the rows it may touch, an import of a few items."""

from datetime import UTC, datetime

from accounts.models import User
from articles.models import Article, Author, Section, Series, Source, Tag, TransitionLog
from images.models import Image
from pages.models import Page, Redirect
from readers.models import Comment

NOW = datetime(2025, 7, 1, tzinfo=UTC)
ROWS = (Article, Author, Section, Series, Source, Tag, TransitionLog, Image, Page, Redirect, Comment, User)


def counted():
    return {model.__name__: model.objects.count() for model in ROWS}


def imported(number, site="old.example"):
    return Article.objects.get(import_ref=f"wp:{site}:{number}")
