"""Secrets that must be kept readable, of no use to whoever has the database without SECRET_KEY."""

import logging
import secrets
from base64 import b32encode, urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

log = logging.getLogger("maseer.accounts")


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (salted_hmac("accounts.sealed", "", key, algorithm="sha256").digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """After a change of SECRET_KEY the secret is lost: then another, that nobody knows and no code fits."""
    try:
        return _box().decrypt(text.encode()).decode()
    except InvalidToken:
        log.warning("a second factor was sealed with another SECRET_KEY")
        return b32encode(secrets.token_bytes(20)).decode()
