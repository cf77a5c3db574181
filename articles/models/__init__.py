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
from articles.models.listings import Byline, Placement, Tagged, bylines_of, names_of
from articles.models.search_words import SearchDue, SearchState, SearchSynonym, SearchTally, SearchTerm
from articles.models.search_document import SearchDocument
from articles.models.search_count import SearchCount
from articles.models.check_level import CheckLevel, Level
from articles.models.audience import NoticeKind
from articles.models.notice import Notice, NoticeChoice
from articles.models.planned import Plan, Priority
from articles.models.commentable import Commenting
from articles.models.autosave import Autosave
from articles.models.article import Article
from articles.models.edit_lock import EditLock
from articles.models.front_page import FrontPageEdition, FrontPageSlot, Pick
from articles.models.correction import Correction
from articles.models.remark import Remark
from articles.models.preview_link import PreviewLink, PreviewOpening
from articles.models.story_template import StoryTemplate
from articles.models.saved_filter import SavedFilter
from articles.models.counts import (
    ArticleCount,
    CountedBatch,
    DailyCount,
    HourlyCount,
    MostRead,
    ShareCount,
    Sighting,
)

__all__ = [
    "Article",
    "ArticleCount",
    "Author",
    "Autosave",
    "Byline",
    "CheckLevel",
    "Commenting",
    "Correction",
    "CountedBatch",
    "DailyCount",
    "EditLock",
    "FrontPageEdition",
    "FrontPageSlot",
    "HourlyCount",
    "Level",
    "MostRead",
    "Named",
    "Notice",
    "NoticeChoice",
    "NoticeKind",
    "Payload",
    "Pick",
    "Placement",
    "Plan",
    "PreviewLink",
    "PreviewOpening",
    "Priority",
    "Remark",
    "Revision",
    "SavedFilter",
    "SearchCount",
    "SearchDocument",
    "SearchDue",
    "SearchState",
    "SearchSynonym",
    "SearchTally",
    "SearchTerm",
    "Section",
    "Series",
    "ShareCount",
    "Sighting",
    "Source",
    "StoryTemplate",
    "Tag",
    "Tagged",
    "TransitionLog",
    "bylines_of",
    "names_of",
]
