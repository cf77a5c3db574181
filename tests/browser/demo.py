"""The demo paper with its pages by name."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from articles.models import Article, Author, Section, Series, Source, Tag
from articles.models.payload import Kind
from articles.workflow import Status
from images import renditions
from maseer.demo.newsroom import Newsroom
from tests import factories

# So many more in one section that its list has three pages.
MORE = 45
KINDS = [kind.value for kind in Kind]


class Demo:
    def __init__(self, url: str):
        self.url = url
        self.passwords = Newsroom().fill()
        self.news = Section.objects.get(name="أخبار")
        long_ago = timezone.now() - timedelta(days=400)
        for number in range(MORE):
            factories.article(
                section=self.news.pk,
                title=f"خبر قديم رقم {number}",
                published_at=long_ago - timedelta(days=number),
            )
        # The others are shown as they are until the worker comes by.
        renditions.render(self.article("news").image)
        self.addresses = {
            "home": "/",
            "section": self.news.get_absolute_url(),
            "wall": self.article("cartoon").section.get_absolute_url(),
            "opinions": self.article("opinion").section.get_absolute_url(),
            "author": Author.objects.exclude(portrait=None).first().get_absolute_url(),
            "tag": Tag.objects.get(name="المدن").get_absolute_url(),
            "series": Series.objects.first().get_absolute_url(),
            "source": Source.objects.first().get_absolute_url(),
            "search": "/search/",
            "found": "/search/?q=المدينة",
            "not found": "/search/?q=ثثثث",
            "about": "/about/",
            "contact": "/contact/",
            "corrections": "/corrections/",
            "writers": "/authors/",
            "archive": "/archive/",
            "month": f"/archive/{long_ago.year}/{long_ago.month}/",
            "corrected": self.corrected().get_absolute_url(),
            "login": "/accounts/login/",
            "404": "/nowhere/",
            "410": Article.objects.get(status=Status.WITHDRAWN).get_absolute_url(),
        } | {kind: self.article(kind).get_absolute_url() for kind in KINDS}

    def account(self, role: str) -> User:
        return User.objects.get(username=role)

    def corrected(self) -> Article:
        return Article.objects.get(corrections__kind="correction")

    def article(self, kind: str) -> Article:
        """The newest of its kind, with a picture."""
        return Article.objects.newest_first().filter(kind=kind).exclude(image=None)[0]
