from django.db import transaction

from articles.models.audience import PUBLISHING, NoticeKind
from articles.models.notice import Notice


class Announced:
    """An article whose hour comes while nobody looks. The worker calls these, any number of workers at once."""

    @classmethod
    @transaction.atomic
    def announce(cls, pk: int, now=None) -> bool:
        """Tells those concerned that it is public; False if that is done, being done, or not yet to be done."""
        article = cls.objects.to_announce(now).free(pk)
        if article is None:
            return False
        entry = article.log.filter(transition__in=PUBLISHING).first()
        # Whoever set the clock is told that it struck; whoever pressed the button saw it.
        waited = entry is None or entry.at < article.published_at
        Notice.tell(
            NoticeKind.PUBLISHED,
            article,
            about=entry.pk if entry else article._published_once,
            by=None if waited else entry.by,
            to={entry.by_id} if entry else (),
        )
        article.to_announce = False
        article.save(update_fields=["to_announce"])
        return True

    @classmethod
    @transaction.atomic
    def remind(cls, pk: int, now=None) -> bool:
        """Tells those who have it in hand that it is overdue, once for each time it was due."""
        article = cls.objects.to_remind(now).free(pk)
        if article is None:
            return False
        Notice.tell(NoticeKind.OVERDUE, article, about=f"{pk}:{article.due_at.timestamp():.0f}")
        article.to_remind = False
        article.save(update_fields=["to_remind"])
        return True

    def say_it_is_untold(self) -> None:
        """Its editors know that it is public and that nobody else does. What is broken is for the log to say."""
        Notice.tell(NoticeKind.UNTOLD, self, about=self._published_once)

    @property
    def _published_once(self) -> str:
        return f"{self.pk}:{self.published_at.timestamp():.0f}"
