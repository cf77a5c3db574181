"""What a thread of the server keeps from one request to the next."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory

from articles.models import Section


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "postgresql", reason="each process has a pool of connections")
def test_the_file_of_sqlite_is_opened_once():
    server = get_wsgi_application()

    def answer(address):
        response = server(RequestFactory().get(address).environ, lambda *_: None)
        page = b"".join(response).decode()
        response.close()
        return page, connection.connection

    with ThreadPoolExecutor(1) as thread:
        before, opened = thread.submit(answer, "/search/?q=first").result()
        Section.objects.create(name="Written meanwhile", slug="meanwhile")
        after, kept = thread.submit(answer, "/search/?q=second").result()
        thread.submit(lambda: connection.close()).result()
    assert opened is not None
    assert kept is opened
    assert "Written meanwhile" not in before
    assert "Written meanwhile" in after
