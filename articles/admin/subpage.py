"""What the pages about articles in the back office share: where they stand, and the way back to the text."""

from django.contrib import admin
from django.template.response import TemplateResponse

from articles.models import Article


def page(request, template: str, title: str, article: Article | None = None, **context) -> TemplateResponse:
    frame = admin.site.each_context(request) | {
        "title": title,
        "subtitle": article.working_title if article else None,
        "original": article,
        "opts": Article._meta,
    }
    return TemplateResponse(request, f"admin/articles/article/{template}", frame | context)
