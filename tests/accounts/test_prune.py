"""Sessions that are over leave nothing behind."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.roles import Role
from tests.accounts.factors import password, signed_in
from tests.factories import user

pytestmark = pytest.mark.django_db


def test_sessions_that_are_over_are_forgotten_with_their_places():
    layla, here, gone = user("layla", Role.CONTRIBUTOR), Client(), Client()
    for client in (here, gone):
        password(client, layla)
        client.get(reverse("accounts:overview"))
    assert UserSession.objects.count() == 2
    Session.objects.filter(session_key=gone.session.session_key).update(expire_date=timezone.now())
    assert tasks.prune() == 2
    kept = [here.session.session_key]
    assert [row.session_key for row in Session.objects.all()] == kept
    assert [row.session_key for row in UserSession.objects.all()] == kept
    assert tasks.prune() == 0
    assert signed_in(here)
