"""How often somebody may try: to sign in, and to ask for a new password. Counted across all processes.

| what | how often | in | counted by |
| --- | --- | --- | --- |
| a wrong password | 10 | 15 minutes | name typed, and network |
| | 10 | 15 minutes | account, and network |
| | 30 | an hour | address |
| | 10 | 15 minutes | browser that signed in to this account before, instead of the three above |
| a wrong code of the second step | 10 | 15 minutes | account |
| asking for a new password | 3 | an hour | name typed |
| | 20 | an hour | address |
| a link for a new password mailed | 3 | an hour | account |
| following the link of an invitation | 30 | an hour | address |

A network is what one provider's customer or one office has: an IPv4 /24, an IPv6 /48. An address is an IPv4 address or
an IPv6 /64, since a single device may use all of the latter.
"""

import hashlib
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from accounts.models import User
from maseer.lib import throttle
from maseer.lib.http import client_address, network

log = logging.getLogger("maseer.accounts")

QUARTER, HOUR = 900, 3600

WRONG_OF_ACCOUNT, WRONG_OF_ADDRESS, WRONG_CODES = 10, 30, 10
RESETS_OF_ACCOUNT, RESETS_OF_ADDRESS = 3, 20
INVITATIONS_OF_ADDRESS = 30

KNOWN_BROWSER = "known_browser"
KNOWN_FOR = 365 * 24 * HOUR
# Of a computer that a whole desk shares, so many are remembered.
MOST_KNOWN = 5


@dataclass
class Attempt:
    """One try to sign in, counted as wrong until it says otherwise."""

    # For the log: whose account, and from where. What was typed as a name may be a password.
    who: str
    places: list[throttle.Place] = field(default_factory=list)
    # Its account has no tries left under its other name: whatever the password is, the answer is that it is wrong.
    # Saying "too many" here would tell that this name and that address belong to one account, and that there is one.
    is_hopeless: bool = False

    def count(self, key: str, limit: int, seconds: int) -> None:
        try:
            self.places.append(throttle.count(key, limit, seconds))
        except throttle.TooMany:
            log.warning("too many: sign-in %s", self.who)
            raise

    def failed(self) -> None:
        log.warning("refused: sign-in %s", self.who)

    def succeeded(self) -> None:
        while self.places:
            self.places.pop().give_back()


@contextmanager
def sign_in_attempt(request, login: str) -> Iterator[Attempt]:
    """Raises TooMany where there is no attempt left; the caller says by `attempt.succeeded()` that it was no miss."""
    account = User.objects.by_login(login)
    attempt = Attempt(who_and_where(request, account))
    if browser := account and _known_browser(request, account):
        attempt.count(f"sign-in:browser:{account.pk}:{browser}", WRONG_OF_ACCOUNT, QUARTER)
        yield attempt
        return
    address = client_address(request)
    try:
        of_network = network(address, ipv4=24, ipv6=48)
        attempt.count(f"sign-in:name:{_digest(login)}:{of_network}", WRONG_OF_ACCOUNT, QUARTER)
        attempt.count(f"sign-in:address:{_of_one_device(address)}", WRONG_OF_ADDRESS, HOUR)
    except throttle.TooMany:
        attempt.succeeded()
        raise
    # Without an account as much is counted, so that it takes as long.
    whose = account.pk if account else f"nobody:{_digest(login)}"
    try:
        attempt.count(f"sign-in:account:{whose}:{of_network}", WRONG_OF_ACCOUNT, QUARTER)
    except throttle.TooMany:
        attempt.is_hopeless = True
    yield attempt


def who_and_where(request, account: User | None) -> str:
    return f"account={account and account.pk} address={client_address(request)}"


def code_tried(account: User) -> throttle.Place:
    """Raises TooMany where there is no try left; the caller gives the place back for a right code.

    By account alone: who tries knows the password already, and a million codes are few.
    """
    return throttle.count(f"code:{account.pk}", WRONG_CODES, QUARTER)


def reset_asked(request, login: str) -> None:
    """Somebody asks for a new password. Raises TooMany, for accounts there are and others alike."""
    place = throttle.count(
        f"reset:address:{_of_one_device(client_address(request))}", RESETS_OF_ADDRESS, HOUR
    )
    try:
        throttle.count(f"reset:name:{_digest(login)}", RESETS_OF_ACCOUNT, HOUR)
    except throttle.TooMany:
        place.give_back()
        raise


def reset_mailed(account: User) -> None:
    """Raises TooMany where the account was sent enough links of late, whatever was typed."""
    throttle.count(f"reset:account:{account.pk}", RESETS_OF_ACCOUNT, HOUR)


def invitation_followed(request) -> None:
    """The words are past guessing; this only keeps somebody from trying at the cost of the database."""
    place = f"invitation:{_of_one_device(client_address(request))}"
    throttle.count(place, INVITATIONS_OF_ADDRESS, HOUR)


def _of_one_device(address: str) -> str:
    return network(address, ipv4=32, ipv6=64)


def _digest(login: str) -> str:
    """What was typed, of any length, in one spelling: of any case, width and composition."""
    folded = unicodedata.normalize("NFKC", login).strip().casefold()
    return hashlib.sha256(folded.encode(errors="replace")).hexdigest()


# Browsers that signed in before. Whoever attacks an account from the network of its owner shuts out that network, but
# not the owner's own browser.


def remember_browser(request, response, account: User) -> None:
    """This browser has signed in to the account: from now on it has tries of its own."""
    known = _remembered(request)
    name = known.pop(str(account.pk), ["", ""])[0] or get_random_string(16)
    known[str(account.pk)] = [name, _mark(account)]
    response.set_cookie(
        KNOWN_BROWSER,
        signing.dumps(dict([*known.items()][-MOST_KNOWN:]), salt=KNOWN_BROWSER),
        max_age=KNOWN_FOR,
        path="/accounts/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _known_browser(request, account: User) -> str:
    name, mark = _remembered(request).get(str(account.pk), ["", ""])
    return name if constant_time_compare(mark, _mark(account)) else ""


def _remembered(request) -> dict[str, list[str]]:
    """Account -> the browser's name there and the mark of that time; oldest first."""
    try:
        return signing.loads(request.COOKIES.get(KNOWN_BROWSER, ""), salt=KNOWN_BROWSER, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}


def _mark(account: User) -> str:
    """Another one after every change that ends sessions: who knew the old password gains nothing by its cookies."""
    return salted_hmac(KNOWN_BROWSER, account.get_session_auth_hash(), algorithm="sha256").hexdigest()[:16]
