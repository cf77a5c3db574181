"""Second factors, as the tests set them up and use them."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

AUTHENTICATE = "/accounts/2fa/authenticate/"


def app_of(account) -> str:
    """Sets up an app; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


def code(secret: str, periods: int = 0) -> str:
    """What the app shows now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def wrong(secret: str) -> str:
    return f"{(int(code(secret)) + 1) % 1_000_000:06}"


def recovery_codes_of(account) -> list[str]:
    return RecoveryCodes.activate(account).get_unused_codes()


def passkey_of(account, name="مفتاح") -> Authenticator:
    """As far as the pages show it; tests/browser/test_passkeys.py has real ones."""
    data = {"name": name, "credential": {}}
    return Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=data)


def password(client, account, next_page="/admin/"):
    typed = {"login": account.username, "password": "password", "next": next_page}
    return client.post("/accounts/login/", typed)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session
