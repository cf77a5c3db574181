import hashlib
import re
import unicodedata

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import names
from maseer import page_cache
from maseer.lib import arabic
from maseer.lib.fields import LineField, PlainField
from maseer.lib.lookalikes import skeleton
from pages.models import SiteSettings

MOST_LETTERS = 2_000
# Signs above and below letters are no letters: so many more of them may come along.
LONGEST = 3 * MOST_LETTERS
MOST_LINKS = 2
# Of somebody who comments under many names, so many are looked at.
MOST_NAMES = 50

_BARE_LINK = re.compile(r"www\.|[a-z0-9]\.[a-z]{2}")
# Nobody writes so many signs over one letter; they are heaped up to run over the lines around them.
_HEAP = re.compile(f"{arabic.MARKS}{{6}}")

CLOSED = _("Comments on this text are closed.")
EMPTY = _("Write your comment.")
TOO_LONG = _("This is longer than 2,000 letters. Shorten it.")
REORDERS = _("This text contains invisible characters that change the order of letters. Type it anew.")
ALREADY = _("This comment has reached us already.")
NO_ANSWER = _("The comment you answer is not there any more. You can write yours on its own.")


class CommentsClosed(ValidationError):
    """Nobody may comment on this text now."""


class CommentQuerySet(models.QuerySet):
    def shown(self):
        """What readers see: the only definition of it. That its article is public is for the page to ask."""
        return self.filter(state=Comment.State.APPROVED)

    def waiting(self):
        return self.filter(state=Comment.State.PENDING)

    def opening(self):
        """The shown ones that answer no other shown one: each begins a part of the talk."""
        return self.shown().exclude(parent__state=Comment.State.APPROVED)

    def newest_first(self):
        """Named so that `KeysetPage` can page over it."""
        return self.annotate(listed_at=F("posted_at"), listed_id=F("pk")).order_by("-posted_at", "-pk")

    def of_person(self, account, addresses: list[str]):
        """What somebody wrote signed in, or under an address that is shown to be theirs."""
        theirs = Q(account=account)
        for address in addresses:
            theirs |= Q(email__iexact=address)
        return self.filter(theirs)

    @transaction.atomic
    def disown(self, name: str) -> None:
        """What was said in public stays; to whom it belonged does not."""
        forget_threads(self.values_list("article_id", flat=True))
        self.update(name=name, email="", account=None, fingerprint=None)


class Comment(models.Model):
    """What a reader says about an article, in plain text. Nobody but moderators sees it before it is approved."""

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        APPROVED = "approved", _("Approved")
        SPAM = "spam", _("Spam")
        REMOVED = "removed", _("Removed")

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="comments", verbose_name=_("article")
    )
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="comments",
        verbose_name=_("account"),
        editable=False,
    )
    name = LineField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    text = PlainField(_("comment"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    posted_at = models.DateTimeField(_("posted"))
    # Since then it says something else than its writer did.
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    # The same words under the same name are said once about an article. None for what was imported.
    fingerprint = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001  unique where it is known
    import_ref = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["article", "state", "-posted_at", "-id"], name="comment_thread"),
            models.Index(fields=["state", "-id"], name="comment_queue"),
            models.Index(fields=["email"], condition=~Q(email=""), name="comment_by_address"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "fingerprint"], name="comment_once"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "approved", "spam", "removed"]), name="comment_state_known"
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.text[:60]}"

    # Questions

    @property
    def is_shown(self) -> bool:
        return self.state == self.State.APPROVED

    # Verbs

    @classmethod
    @transaction.atomic
    def add(cls, article, *, name: str, text: str, email: str = "", account=None, answers=None) -> "Comment":
        """What somebody wrote, shown at once if they are known here. Raises ValidationError.

        `answers` is the shown comment it replies to; a reply to a reply belongs to the same talk.
        """
        if not article.takes_comments():
            raise CommentsClosed(CLOSED)
        check_text(text)
        _check_name(name, account)
        if answers and not (answers.is_shown and answers.article_id == article.pk):
            raise ValidationError(NO_ANSWER)
        comment = cls(
            article=article,
            parent=_opening_of(answers),
            account=account,
            name=arabic.clean_line(name),
            email=email.strip().lower(),
            text=arabic.clean_text(text),
            posted_at=timezone.now(),
        )
        comment.fingerprint = _fingerprint(comment.name, comment.text)
        if not _must_wait(comment):
            comment.state = cls.State.APPROVED
        try:
            with transaction.atomic():
                comment.save()
        except IntegrityError:
            # Sent twice, perhaps in the same moment.
            raise ValidationError({"text": ALREADY}) from None
        if comment.is_shown:
            forget_threads([article.pk])
        return comment

    @transaction.atomic
    def delete(self, *args, **kwargs):
        forget_threads([self.article_id])
        return super().delete(*args, **kwargs)

    @transaction.atomic
    def reword(self, text: str) -> None:
        """What a moderator makes of it; readers are told that somebody did."""
        self.text, self.edited_at = arabic.clean_text(text), timezone.now()
        self.save(update_fields=["text", "edited_at"])
        forget_threads([self.article_id])


def forget_threads(articles) -> None:
    """The pages of these articles and of their comments are stale; cards elsewhere count anew within minutes."""
    page_cache.forget(*(f"{page}:{pk}" for pk in set(articles) for page in ("article", "comments")))


def check_text(text: str) -> None:
    """Refuses what cannot be shown as a comment."""
    # By its length first: what is too long is not worth any further work.
    if len(text) > LONGEST or arabic.count_letters(text) > MOST_LETTERS:
        raise ValidationError({"text": TOO_LONG})
    if arabic.has_reordering_controls(text):
        raise ValidationError({"text": REORDERS})
    if not arabic.clean_text(text):
        raise ValidationError({"text": EMPTY})


def _check_name(name: str, account) -> None:
    try:
        names.check(name)
        names.check_is_own(name, account)
        if skeleton(name) == skeleton(SiteSettings.load().name):
            raise ValidationError(names.TAKEN)
    except ValidationError as refusal:
        raise ValidationError({"name": refusal.messages}) from refusal


def _opening_of(comment: Comment | None) -> Comment | None:
    """Where the talk begins that it belongs to: replies go one level deep. Imported ones may go deeper."""
    # Nobody makes a circle of them, and if there is one it ends here.
    for _step in range(10):
        if comment is None or comment.parent is None or not comment.parent.is_shown:
            break
        comment = comment.parent
    return comment


def count_links(text: str) -> int:
    words = unicodedata.normalize("NFKC", text).casefold().split()
    return sum(max(word.count("://"), bool(_BARE_LINK.search(word))) for word in words)


def _must_wait(comment: Comment) -> bool:
    """Whether an editor looks at it first: the first comment of a person, and what looks like an advertisement."""
    if count_links(comment.text) > MOST_LINKS or _HEAP.search(comment.text):
        return True
    if comment.account:
        if comment.account.has_perm("readers.change_comment"):
            return False
        theirs = Comment.objects.filter(account=comment.account)
    else:
        theirs = Comment.objects.filter(email=comment.email) if comment.email else Comment.objects.none()
        if _is_of_account(comment.email) or not _has_said(theirs, comment.name):
            return True
    return theirs.filter(state=Comment.State.SPAM).exists() or not theirs.shown().exists()


def _is_of_account(email: str) -> bool:
    """Whoever has an account signs in to be known; others may only know the address."""
    accounts = get_user_model().objects
    return accounts.filter(Q(email__iexact=email) | Q(emailaddress__email__iexact=email)).exists()


def _has_said(theirs: CommentQuerySet, name: str) -> bool:
    known = theirs.shown().values_list("name", flat=True)[:MOST_NAMES]
    return skeleton(name) in {skeleton(other) for other in known}


def _fingerprint(name: str, text: str) -> str:
    # A comment of signs alone has nothing left when it is folded.
    said = arabic.fold(text) or text
    return hashlib.sha256(f"{skeleton(name)}\n{said}".encode()).hexdigest()
