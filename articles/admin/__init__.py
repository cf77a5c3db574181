from articles.admin.articles import ArticleAdmin
from articles.admin.checks import CheckLevelAdmin
from articles.admin.history import RevisionAdmin
from articles.admin.log_list import TransitionLogAdmin
from articles.admin.synonyms import SearchSynonymAdmin
from articles.admin.taxonomy import AuthorAdmin, SectionAdmin, SeriesAdmin, SourceAdmin, TagAdmin
from articles.admin.templates import StoryTemplateAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "CheckLevelAdmin",
    "RevisionAdmin",
    "SearchSynonymAdmin",
    "SectionAdmin",
    "SeriesAdmin",
    "SourceAdmin",
    "StoryTemplateAdmin",
    "TagAdmin",
    "TransitionLogAdmin",
]
