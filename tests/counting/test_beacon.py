"""Whom the beacon counts and whom it leaves out, up to the line in the file."""

import crawleruseragents
import pytest

from maseer.counting import spool
from maseer.counting.beacon import Beacons
from maseer.counting.events import Event, What
from tests.counting.browsers import CHROME, ask, environ, pixel

pytestmark = pytest.mark.django_db

PEOPLE = (
    CHROME,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
    " Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Mozilla/5.0 (Linux; Android 9; CUBOT NOVA) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
    " [FBAN/FBIOS;FBAV/470.0.0.40.110;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5;FBSS/3;FBLC/ar_AR]",
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0"
    " Chrome/122.0.0.0 Mobile Safari/537.36",
)


def unreached(environ, start_response):
    raise AssertionError("went on to Django")


@pytest.fixture
def beacons(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return Beacons(unreached)


def written(beacons) -> list[Event]:
    """What is in the files now."""
    beacons.spool.close()
    events = []
    for file in spool.finished(beacons.spool.folder):
        with spool.taken(file) as lines:
            events += [Event.from_line(line) for line in lines]
    return events


def heard(beacons) -> list[tuple]:
    return [(event.article, event.what, event.channel) for event in written(beacons)]


def test_what_a_browser_says_is_one_line_in_a_file(beacons):
    for said in ("r 12", "l 12", "s 12 wa", "a 12 tg"):
        assert ask(beacons, environ(said)) == "204 No Content"
    assert heard(beacons) == [
        (12, What.READ, ""),
        (12, What.READ_FROM_LIST, ""),
        (12, What.SHARED, "wa"),
        (12, What.ARRIVED, "tg"),
    ]


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_counted(beacons, agent):
    ask(beacons, environ("r 1", agent))
    assert len(written(beacons)) == 1


def test_two_hundred_robots_are_not(beacons):
    known = [
        agent for robot in crawleruseragents.CRAWLER_USER_AGENTS_DATA for agent in robot["instances"][:1]
    ]
    assert len(known) > 200
    for agent in [
        *known,
        "",
        "curl/8.5",
        "python-requests/2.32",
        "Mozilla/5.0 HeadlessChrome/130.0",
        "x" * 600,
    ]:
        assert ask(beacons, environ("r 1", agent)) == "204 No Content"
    assert written(beacons) == []


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_COOKIE": "session=abc; signed_in=desk"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
    ],
    ids=lambda header: next(iter(header)),
)
def test_staff_and_what_nobody_looks_at_are_left_out(beacons, header):
    ask(beacons, environ("r 1", **header))
    ask(beacons, pixel(1, **header))
    assert written(beacons) == []


def test_readers_with_an_account_are_counted(beacons):
    ask(beacons, environ("r 1", HTTP_COOKIE="session=abc; signed_in=1"))
    assert len(written(beacons)) == 1


def test_a_program_without_a_language_is_left_out(beacons):
    sent = environ("r 1")
    del sent["HTTP_ACCEPT_LANGUAGE"]
    ask(beacons, sent)
    assert written(beacons) == []


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        # The origin may not stand in for what the browser itself says.
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://localhost:8000"},
    ],
)
def test_other_origins_are_refused(beacons, header):
    assert ask(beacons, environ("r 1", **header)) == "403 Forbidden"
    ask(beacons, pixel(1, HTTP_REFERER="http://localhost:8000/", **header))
    assert written(beacons) == []


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:8000", "204 No Content"),
        ("http://evil.example", "403 Forbidden"),
        ("http://localhost:8000.evil.example", "403 Forbidden"),
        ("null", "403 Forbidden"),
        (None, "403 Forbidden"),
    ],
)
def test_old_browsers_are_known_by_their_origin(beacons, origin, status):
    sent = environ("r 1", **({"HTTP_ORIGIN": origin} if origin else {}))
    del sent["HTTP_SEC_FETCH_SITE"]
    assert ask(beacons, sent) == status
    assert len(written(beacons)) == status.startswith("204")


NONSENSE = (
    "",
    "r",
    "r x",
    "r -1",
    "r 1 wa",
    "s 1",
    "s 1 zz",
    "q 1",
    "r 1\nr 2",
    "r \u0661",
    "r " + "9" * 30,
    "r 1" * 99,
)


@pytest.mark.parametrize("said", NONSENSE)
def test_nonsense_is_refused(beacons, said):
    assert ask(beacons, environ(said)) == "400 Bad Request"
    assert written(beacons) == []


def test_a_body_of_unknown_length_is_not_read(beacons):
    assert ask(beacons, environ("r 1", CONTENT_LENGTH="")) == "400 Bad Request"
    assert ask(beacons, environ("r 1", CONTENT_LENGTH="-5")) == "400 Bad Request"


def test_asking_for_the_beacon_changes_nothing(beacons):
    assert ask(beacons, environ("", REQUEST_METHOD="GET")) == "405 Method Not Allowed"
    assert written(beacons) == []


def test_the_picture_counts_without_javascript(beacons):
    assert ask(beacons, pixel(12)) == "200 OK"
    assert heard(beacons) == [(12, What.READ, "")]


def test_the_picture_opened_by_itself_counts_nothing(beacons):
    ask(beacons, pixel(12, HTTP_SEC_FETCH_DEST="document", HTTP_SEC_FETCH_SITE="none"))
    ask(beacons, pixel(12) | {"REQUEST_METHOD": "HEAD"})
    ask(beacons, pixel("x"))
    assert written(beacons) == []


def test_a_visitor_has_one_number_a_day_and_no_address_is_kept(beacons):
    ask(beacons, environ("r 1"))
    ask(beacons, environ("r 2"))
    ask(beacons, environ("r 1", address="203.0.113.8"))
    ask(beacons, environ("r 1", agent=PEOPLE[1]))
    numbers = [event.visitor for event in written(beacons)]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3
    for file in beacons.spool.folder.iterdir():
        assert b"203.0" not in file.read_bytes()


def test_tomorrow_nobody_knows_the_visitor_again(beacons):
    today, tomorrow = (
        beacons.visitors.number("203.0.113.7", CHROME, now) for now in (1_800_000_000, 1_800_086_400)
    )
    assert today != tomorrow


def test_all_processes_give_a_visitor_the_same_number(beacons):
    other = Beacons(unreached)
    now = 1_800_000_000
    assert beacons.visitors.number("::1", CHROME, now) == other.visitors.number("::1", CHROME, now)


def test_everything_else_goes_on_to_django(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    asked = []
    Beacons(lambda environ, start_response: asked.append(environ["PATH_INFO"]) or [])(
        {"PATH_INFO": "/seen/x"}, None
    )
    assert asked == ["/seen/x"]
