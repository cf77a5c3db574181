import pytest

from tests.permissions.paper import Paper


@pytest.fixture(scope="module")
def paper(made_once):
    return Paper()
