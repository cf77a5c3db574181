"""What the people of the demo told each other: a short talk about two texts, and a handful of notices for each."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from articles.models import Article, Notice, Remark
from articles.workflow import Status
from maseer.demo import content

HANDFUL, UNREAD = 6, 3
# The worker announces what is younger, as it would any day.
RECENT = timedelta(hours=6)


def settle(articles: dict[str, Article], now) -> None:
    """As if the paper had not been written all at once: of what is long public everybody knows."""
    old = Article.objects.published(now - RECENT)
    old.filter(to_announce=True).update(to_announce=False)
    Notice.objects.exclude(article__status=Status.UNPUBLISHED).delete()
    staff = {user.username: user for user in User.objects.filter(is_staff=True)}
    for said in content.newsroom()["talk"]:
        Remark.add(articles[said["about"]], said["text"], by=staff[said["who"]])
    for user in staff.values():
        newest = list(user.notices.values_list("pk", flat=True)[:HANDFUL])
        user.notices.exclude(pk__in=newest).delete()
        user.notices.exclude(pk__in=newest[:UNREAD]).update(read_at=timezone.now())
