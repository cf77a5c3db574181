"""Background work on accounts: whatever is due. Right with any number of workers at once, and killed anywhere."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import limits
from accounts.models import ResetRequest, User
from maseer.lib.throttle import TooMany

BATCH = 100
MOST_FORGOTTEN = 1_000
# Nobody waits for a link longer; a worker that was away does not send old ones.
ANSWERED_WITHIN = timedelta(hours=1)


def answer_resets() -> int:
    """Mails a link to whoever asked for a new password and has an account. Returns how many requests are done with."""
    done, _ = ResetRequest.objects.filter(asked_at__lt=timezone.now() - ANSWERED_WITHIN).delete()
    for pk in ResetRequest.objects.order_by("pk").values_list("pk", flat=True)[:BATCH]:
        done += _answer(pk)
    return done


@transaction.atomic
def _answer(pk: int) -> bool:
    # Whoever holds the row answers; it is gone with the mail written.
    asked = ResetRequest.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if asked is None:
        return False
    account = User.objects.by_login(asked.login)
    # Who was invited and has no password yet has another link in their mail.
    if account and account.is_active and account.email and account.has_usable_password():
        _mail_link(account)
    asked.delete()
    return True


def _mail_link(account: User) -> None:
    try:
        limits.reset_mailed(account)
    except TooMany:
        return
    adapter = get_adapter()
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    context = {"user": account, "password_reset_url": adapter.get_reset_password_from_key_url(key)}
    adapter.send_password_reset_mail(account, account.email, context)


def prune() -> int:
    """Forgets sessions that are over, and from where they were. Returns how many; there may be more."""
    over = Session.objects.filter(expire_date__lt=timezone.now())
    is_there = Exists(Session.objects.filter(session_key=OuterRef("session_key")))
    seen = UserSession.objects.filter(~is_there)
    # Both by number: no table is held for long.
    return _delete(Session, over) + _delete(UserSession, seen)


def _delete(model, rows) -> int:
    numbers = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_FORGOTTEN])
    return model.objects.filter(pk__in=numbers).delete()[0]
