"""Where somebody is signed in: written down, listed, ended.

The session itself is Django's. Beside it stands a row of allauth's that says from where, for its owner to read; nothing
hangs on that row: sessions are ended through the account (`User.end_sessions`), seen or not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout, update_session_auth_hash
from django.utils import timezone

from accounts.devices import device
from accounts.models import AccountEvent
from maseer.lib.http import client_address

# A session in use is written down no more often than this.
SEEN_EVERY = timedelta(minutes=5)
LONGEST_AGENT = UserSession._meta.get_field("user_agent").max_length

# The sessions this process has looked up, and until when it need not again. It saves a query, and decides nothing:
# the row does.
MOST_REMEMBERED = 10_000
_looked_up: dict[str, datetime] = {}


@dataclass(frozen=True)
class Place:
    """One session, as its owner sees it."""

    row: UserSession
    device: str
    is_this: bool


def note(request) -> None:
    """Writes down that this session is in use, and from where."""
    key, now = request.session.session_key, timezone.now()
    if _looked_up.get(key, now) > now:
        return
    seen = UserSession.objects.filter(session_key=key, last_seen_at__gt=now - SEEN_EVERY)
    at = seen.values_list("last_seen_at", flat=True).first()
    if at is None:
        _write(request, now)
    if len(_looked_up) >= MOST_REMEMBERED:
        _looked_up.clear()
    _looked_up[key] = (at or now) + SEEN_EVERY


def _write(request, now: datetime) -> None:
    row = UserSession(
        session_key=request.session.session_key,
        user=request.user,
        ip=client_address(request),
        user_agent=request.headers.get("User-Agent", "")[:LONGEST_AGENT],
        last_seen_at=now,
    )
    # One statement: two requests of one page may come at once.
    UserSession.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["session_key"],
        update_fields=["user", "ip", "user_agent", "last_seen_at"],
    )


def places(request) -> list[Place]:
    """This one first, then the one used last. Rows of sessions that are over go."""
    key = request.session.session_key
    found = [
        Place(row, device(row.user_agent), row.session_key == key)
        for row in UserSession.objects.purge_and_list(request.user)
    ]
    return sorted(found, key=lambda place: (not place.is_this, -place.row.last_seen_at.timestamp()))


def end(request, pk: int) -> None:
    """One of one's own. One that is over is over."""
    row = UserSession.objects.filter(user=request.user, pk=pk).first()
    if row is None:
        return
    if row.session_key == request.session.session_key:
        logout(request)
    row.end()


def end_others(request) -> None:
    user = request.user
    _end_all(request)
    # This one goes on, under a new id.
    update_session_auth_hash(request, user)
    note(request)


def end_all(request) -> None:
    _end_all(request)
    logout(request)


def _end_all(request) -> None:
    user = request.user
    user.end_sessions()
    user.record(AccountEvent.Kind.SESSIONS_ENDED, address=client_address(request))
