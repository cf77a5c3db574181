"""People in their browsers, signed in without going through a door: test_sign_in and test_passkeys do that."""

from django.conf import settings
from django.test import Client

from accounts.middleware import MARKER

DESK = {"width": 1440, "height": 1000}
# Where they write.
EDITOR = ".prose-editor > .ProseMirror[contenteditable=true]"


def sign_in(context, account) -> None:
    client = Client()
    client.force_login(account)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    for name, value in ((settings.SESSION_COOKIE_NAME, session), (MARKER, "1")):
        context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
