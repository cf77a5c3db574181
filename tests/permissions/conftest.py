import pytest
from django.db import transaction

from tests.permissions.paper import Paper


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    """Made once: whatever a request changes is undone at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Paper()
        transaction.set_rollback(True)
