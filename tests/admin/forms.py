"""What a browser would send."""

from urllib.parse import urlencode

from django.urls import reverse

from articles.forms import ArticleForm


def add_url() -> str:
    return reverse("admin:articles_article_add")


def change_url(article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def move_url(article) -> str:
    return reverse("admin:articles_article_move", args=[article.pk])


def as_filled(article, **changes) -> dict:
    """The change form of an article as it opens, with `changes` typed into it."""
    opened = {"base": article.working_revision_id, "seen": article.last_move}
    words = ArticleForm.words_of(article.working_revision.content) | opened
    sent = {name: value for name, value in words.items() if name != "bylines" and value not in (None, "")}
    return sent | changes


def press(client, article, move: str, **fields):
    seen = {"revision": article.working_revision_id, "seen": article.last_move}
    return client.post(move_url(article), {"move": move, **seen, **fields})


def compare_url(article, **query) -> str:
    return reverse("admin:articles_article_compare", args=[article.pk]) + f"?{urlencode(query)}"


def versions_url(article, **query) -> str:
    return reverse("admin:articles_article_versions", args=[article.pk]) + f"?{urlencode(query)}"


def name_url(article, revision) -> str:
    return reverse("admin:articles_article_name_version", args=[article.pk, revision.pk])


def restore_url(article, revision) -> str:
    return reverse("admin:articles_article_restore", args=[article.pk, revision.pk])
