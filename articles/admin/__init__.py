from articles.admin.articles import ArticleAdmin
from articles.admin.history import RevisionAdmin, TransitionLogAdmin
from articles.admin.taxonomy import AuthorAdmin, SectionAdmin, SeriesAdmin, SourceAdmin, TagAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "RevisionAdmin",
    "SectionAdmin",
    "SeriesAdmin",
    "SourceAdmin",
    "TagAdmin",
    "TransitionLogAdmin",
]
