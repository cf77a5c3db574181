"""The newsroom's rows. Files may import those above them in this list, never below."""

# ruff: noqa: I001
from articles.models.named import Named
from articles.models.section import Section
from articles.models.author import Author
from articles.models.tag import Tag
from articles.models.source import Series, Source
from articles.models.payload import Payload
from articles.models.revision import Revision
from articles.models.transition_log import TransitionLog
from articles.models.listings import Byline, Placement, SearchDocument, Tagged, bylines_of
from articles.models.article import Article

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Named",
    "Payload",
    "Placement",
    "Revision",
    "SearchDocument",
    "Section",
    "Series",
    "Source",
    "Tag",
    "Tagged",
    "TransitionLog",
    "bylines_of",
]
