import pytest
from allauth.mfa.models import Authenticator

from tests.accounts.known import signed_in, somebody_known


@pytest.fixture
def layla(db):
    """Somebody of whom the paper knows all it can know."""
    return somebody_known()


@pytest.fixture
def here(layla):
    """Her browser."""
    client = signed_in("layla")
    Authenticator.objects.create(user=layla, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return client
