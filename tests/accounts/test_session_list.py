"""The list of one's sessions: devices in plain words, whose they are, and when each was last seen."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.devices import device
from accounts.models import AccountEvent
from accounts.roles import Role
from tests.accounts.seats import FIREFOX, PHONE, browser, is_in, page, session_id, sign_in
from tests.factories import user

pytestmark = pytest.mark.django_db

MAC = "Macintosh; Intel Mac OS X 10_15_7"
WINDOWS = "Windows NT 10.0; Win64; x64"
AGENTS = [
    (FIREFOX, "Firefox", "Linux"),
    (PHONE, "Safari", "iPhone"),
    (f"Mozilla/5.0 ({WINDOWS}) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36", "Chrome", "Windows"),
    (f"Mozilla/5.0 ({WINDOWS}) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge", "Windows"),
    (f"Mozilla/5.0 ({WINDOWS}) Chrome/142.0.0.0 Safari/537.36 OPR/120.0.0.0", "Opera", "Windows"),
    (f"Mozilla/5.0 ({MAC}) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15", "Safari", "macOS"),
    (f"Mozilla/5.0 ({MAC}; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "macOS"),
    ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome", "Android"),
    (
        "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Mobile",
        "Samsung Internet",
        "Android",
    ),
    ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox", "Android"),
    ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) CriOS/142.0 Safari/604.1", "Chrome", "iPad"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) FxiOS/145.0 Safari/605.1", "Firefox", "iPhone"),
    ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/142.0.0.0 Safari/537.36", "Chrome", "ChromeOS"),
]


@pytest.fixture
def layla(db):
    return user("layla", Role.CONTRIBUTOR, email="layla@example.com")


@pytest.mark.parametrize(("agent", "name", "system"), AGENTS)
def test_a_device_is_named_in_plain_words(agent, name, system):
    words = device(agent)
    assert name in words
    assert system in words


@pytest.mark.parametrize("agent", ["", "curl/8.5", "‮<script>alert(1)</script>"])
def test_what_says_nothing_of_itself_is_a_browser(agent):
    assert device(agent) == device("")
    assert "script" not in device(agent)


def test_the_list_shows_ones_own_sessions_this_one_first(layla):
    user("other", Role.EDITOR)
    phone = browser(PHONE)
    here = browser()
    stranger = sign_in(Client(headers={"user-agent": "curl/8.5"}), "other")
    assert is_in(phone)
    assert is_in(stranger)
    places = here.get(reverse("usersessions_list")).context["places"]
    assert [(place.row.user_agent, place.is_this) for place in places] == [(FIREFOX, True), (PHONE, False)]
    assert {place.row.ip for place in places} == {"127.0.0.1"}


def test_nobody_ends_anothers_session(layla):
    user("other", Role.EDITOR)
    here, stranger = browser(), sign_in(Client(), "other")
    theirs = UserSession.objects.get(user__username="other")
    page(here, end=theirs.pk)
    assert is_in(stranger)
    assert UserSession.objects.filter(pk=theirs.pk).exists()


def test_signing_out_everywhere_else_is_written_down(layla):
    here = browser()
    browser(PHONE)
    page(here, others="")
    assert layla.events.first().kind == AccountEvent.Kind.SESSIONS_ENDED
    assert UserSession.objects.purge_and_list(layla)[0].user_agent == FIREFOX
    assert UserSession.objects.count() == 1


def test_sessions_nobody_has_seen_end_with_the_others(layla):
    """As the first account's, which is signed in by Django itself."""
    unseen = Client()
    unseen.force_login(layla)
    UserSession.objects.all().delete()
    here = browser()
    page(here, others="")
    assert not is_in(unseen)


# Last seen


def test_a_session_without_a_row_gets_one_where_it_is_first_seen(layla):
    client = Client(headers={"user-agent": FIREFOX})
    client.force_login(layla)
    UserSession.objects.all().delete()
    client.get("/")
    assert not UserSession.objects.exists()
    client.get(reverse("admin:index"))
    row = UserSession.objects.get()
    assert (row.user, row.session_key, row.user_agent) == (layla, session_id(client), FIREFOX)


def test_it_is_written_once_in_five_minutes(layla):
    here = browser()
    rows = UserSession.objects.all()

    def seen_after(minutes):
        at = timezone.now() - timedelta(minutes=minutes)
        rows.update(last_seen_at=at)
        sessions._looked_up.clear()  # as another process
        here.get(reverse("accounts:profile"))
        return rows.get().last_seen_at > at

    assert not seen_after(4)
    assert seen_after(6)


def test_a_process_looks_it_up_no_more_often_than_it_is_written(layla):
    here = browser()
    is_in(here)
    with CaptureQueriesContext(connection) as queries:
        is_in(here)
    looks = [query["sql"] for query in queries if '"last_seen_at" >' in query["sql"]]
    assert looks == []


def test_public_pages_write_nothing_down(layla):
    here = browser()
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    sessions._looked_up.clear()
    for address in ("/", "/search/?q=x", "/corrections/"):
        here.get(address)
    assert UserSession.objects.get().last_seen_at < timezone.now() - timedelta(hours=23)


def test_a_long_name_of_a_browser_is_cut(layla):
    client = Client(headers={"user-agent": "x" * 5000})
    client.force_login(layla)
    assert is_in(client)
    assert len(UserSession.objects.get().user_agent) == 200
