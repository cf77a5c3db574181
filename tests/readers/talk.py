"""Comments under a text, as the tests have them said, send them and read them."""

from django.utils import timezone

from articles.models import Article, Commenting
from readers.models import Comment
from tests import factories

OURS = {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"}
GOOD = {"name": "قارئة", "email": "", "text": "نصّ جميل، شكرًا."}


def open_text() -> Article:
    """One that takes comments."""
    made = factories.article()
    Article.objects.filter(pk=made.pk).update(commenting=Commenting.OPEN)
    return Article.objects.get(pk=made.pk)


def said(article, **fields) -> Comment:
    given = {"name": "قارئ", "text": "تعليق", "state": Comment.State.APPROVED, "posted_at": timezone.now()}
    return Comment.objects.create(article=article, **given | fields)


def send(client, article, headers=OURS, **fields):
    return client.post(f"/comments/{article.pk}/write/", GOOD | fields, headers=headers)


def page(client, article, part="") -> str:
    return client.get(f"/comments/{article.pk}/{part}").content.decode()
