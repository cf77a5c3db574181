"""Somebody of whom the paper knows one of everything, and what she does with it."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccountEvent
from accounts.roles import Role
from articles.models import (
    Article,
    Autosave,
    EditLock,
    Notice,
    NoticeChoice,
    Remark,
    SavedFilter,
    TransitionLog,
)
from maseer.models import QueuedMail
from readers.models import Comment, ContactMessage, ListedArticle, Moderation, ReadingList
from tests.factories import article, author, draft, image, user

PASSWORD = "password"


def somebody_known():
    """With one of everything that the paper can know of somebody."""
    made = user("layla", Role.CONTRIBUTOR, display_name="ليلى شعبان")
    made.change_address("layla@example.com", verified=True)
    made.record(AccountEvent.Kind.JOINED, detail="دعتها layla", address="198.51.100.7")
    byline = author("ليلى شعبان", user=made, role="كاتبة", bio="نبذة", portrait=image())
    text = article(title="نصّ منشور", bylines=((byline.pk, "writer"),))
    Article.objects.filter(pk=text.pk).update(created_by=made)
    begun = draft(made, title="مسوّدة")
    Remark.objects.create(article=text, by=made, by_name=str(made), text="ملاحظة")
    Notice.objects.create(to=made, kind="remark", key="x", article=text)
    Notice.objects.create(to=user("other"), kind="remark", key="y", article=text, by_name=str(made))
    NoticeChoice.objects.create(user=made, kind="remark", in_newsroom=True, by_mail=True)
    TransitionLog.objects.create(article=begun, transition="submit", by=made)
    SavedFilter.objects.create(user=made, name="لي", query="stage=draft")
    Autosave.objects.create(article=begun, by=made, data={"title": ["س"]}, saved_at=timezone.now())
    EditLock.objects.create(article=begun, by=made, since=timezone.now(), heard_at=timezone.now())
    kept = ReadingList.objects.create(owner=made, name="للسفر")
    ListedArticle.objects.create(reading_list=kept, article=text)
    comment = {"article": text, "name": "قارئة", "text": "تعليق", "posted_at": timezone.now()}
    said = Comment.objects.create(**comment, email="Layla@example.com")
    Moderation.decide([said.pk], Comment.State.APPROVED, by=made)
    ContactMessage.objects.create(name="ليلى شعبان", email="layla@example.com", subject="س", text="ن")
    QueuedMail.objects.create(to="layla@example.com", subject="إلى layla", text="ليلى شعبان")
    return made


def signed_in(name: str) -> Client:
    """Whose password has just been typed."""
    client = Client(headers={"user-agent": "Firefox/145.0"})
    assert client.post(reverse("account_login"), {"login": name, "password": PASSWORD}).status_code == 302
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def download(client: Client, name="own_data_download", *args):
    return client.post(reverse(name, args=args))


def erase(client: Client, **sent):
    return client.post(reverse("own_data_erase"), {"username": "layla", "byline": "anonymise"} | sent)
