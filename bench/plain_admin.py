"""The same row in a plain ModelAdmin, at /plain/: what saving costs before a newsroom is built on it."""

from django.contrib import admin
from django.urls import path

from articles.models import Article, Payload
from maseer.urls import urlpatterns as ours

FIELDS = ["kind", "title", "slug", "deck", "body", "section", "image", "gallery", "source", "source_url"]


class PlainAdmin(admin.ModelAdmin):
    fields = [*FIELDS, "series", "series_part", "tags"]


site = admin.AdminSite("plain")
site.register(Article, PlainAdmin)

urlpatterns = [path("plain/", site.urls), *ours]


def address(article: Article) -> str:
    return f"/plain/articles/article/{article.pk}/change/"


def form(payload: Payload) -> dict:
    filled = {name: getattr(payload, name) for name in FIELDS if hasattr(payload, name)}
    return {name: value for name, value in filled.items() if value} | {"tags": "قياس"}
