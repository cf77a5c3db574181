"""The pages of one's own account: overview, profile, e-mail, password, byline."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AccountEvent, User
from accounts.roles import Role
from images.models import Image
from maseer.models import Invalidation, QueuedMail
from tests.factories import article, author, picture_bytes, user

pytestmark = pytest.mark.django_db

PASSWORD = "password"
Kind = AccountEvent.Kind
PAGES = [
    "accounts:overview",
    "accounts:profile",
    "articles:own_byline",
    "account_email",
    "account_change_password",
    "usersessions_list",
    "own_data",
]


@pytest.fixture
def layla(db):
    made = user("layla", Role.CONTRIBUTOR, display_name="ليلى شعبان")
    made.change_address("layla@example.com", verified=True)
    return made


@pytest.fixture
def here(layla):
    client = Client()
    sent = {"login": "layla", "password": PASSWORD}
    assert client.post(reverse("account_login"), sent).status_code == 302
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_ones_account_is_ones_own(client, here, name):
    address = reverse(name)
    assert here.get(address).status_code == 200
    answer = client.get(address)
    assert answer.status_code == 302
    assert reverse("account_login") in answer.headers["Location"]
    assert "no-store" in here.get(address).headers["Cache-Control"]


# Overview


def test_the_overview_says_who_one_is_and_what_happened(here, layla):
    layla.record(Kind.RIGHTS_CHANGED, by=user("chief", display_name="المديرة"), detail="محرّر")
    answer = here.get(reverse("accounts:overview"))
    text = answer.content.decode()
    for words in ("ليلى شعبان", "layla@example.com", "المديرة", "محرّر", reverse("admin:index")):
        assert words in text
    assert answer.context["is_confirmed"] is True
    assert [event.kind for event in answer.context["events"]] == [Kind.RIGHTS_CHANGED, Kind.SIGNED_IN]


def test_the_overview_shows_ten_events_and_nobody_elses(here, layla):
    stranger = user("stranger")
    for _ in range(12):
        layla.record(Kind.SIGNED_IN)
        stranger.record(Kind.SUSPENDED)
    events = here.get(reverse("accounts:overview")).context["events"]
    assert [event.kind for event in events] == [Kind.SIGNED_IN] * 10


def test_a_reader_finds_no_way_to_the_newsroom(client):
    client.force_login(user("reader"))
    text = client.get(reverse("accounts:overview")).content.decode()
    assert reverse("admin:index") not in text
    assert reverse("admin:notice_choices") not in text


# Profile


def test_name_and_language_are_ones_own_to_change(here, layla):
    answer = here.post(
        reverse("accounts:profile"), {"display_name": "ليلى ش.", "language": "en"}, follow=True
    )
    layla.refresh_from_db()
    assert (layla.display_name, layla.language) == ("ليلى ش.", "en")
    assert 'lang="en"' in answer.content.decode()


def test_nothing_else_is(here, layla):
    sent = {
        "display_name": "ليلى",
        "language": "ar",
        "username": "chief",
        "is_superuser": "1",
        "is_staff": "",
    }
    here.post(reverse("accounts:profile"), sent | {"email": "x@example.com", "groups": "4"})
    layla.refresh_from_db()
    assert (layla.username, layla.is_superuser, layla.is_staff) == ("layla", False, True)
    assert (layla.email, layla.roles) == ("layla@example.com", [Role.CONTRIBUTOR])


@pytest.mark.parametrize("name", ["سعاد نصّار", "سعاد نصار", "\N{RIGHT-TO-LEFT OVERRIDE}ليلى", "***"])
def test_a_name_that_is_not_ones_own_is_refused_and_kept_in_the_form(here, layla, name):
    user("suad", Role.EDITOR, display_name="سعاد نصّار")
    answer = here.post(reverse("accounts:profile"), {"display_name": name, "language": "en"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["display_name"]
    assert answer.context["form"]["display_name"].value() == name
    layla.refresh_from_db()
    assert (layla.display_name, layla.language) == ("ليلى شعبان", "ar")


# E-mail


def change_to(here, address: str):
    return here.post(reverse("account_email"), {"action_add": "", "email": address})


def last_link() -> str:
    text = QueuedMail.objects.filter(to="new@example.com").latest("pk").text
    return next(word for word in text.split() if "confirm-email" in word).removeprefix(
        "http://localhost:8000"
    )


def test_a_new_address_counts_once_its_link_is_opened_and_the_old_one_is_told(here, layla):
    assert change_to(here, "new@example.com").headers["Location"] == reverse("account_email")
    layla.refresh_from_db()
    assert layla.email == "layla@example.com"
    assert "new@example.com" in here.get(reverse("account_email")).content.decode()
    here.post(last_link())
    layla.refresh_from_db()
    assert layla.email == "new@example.com"
    assert list(layla.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("new@example.com", True, True)
    ]
    assert layla.events.first().kind == Kind.EMAIL_CHANGED
    assert QueuedMail.objects.filter(to="layla@example.com").exists()


def test_a_change_that_was_not_confirmed_can_be_taken_back(here, layla):
    change_to(here, "new@example.com")
    link = last_link()
    here.post(reverse("account_email"), {"action_remove": "", "email": "new@example.com"})
    assert here.post(link).status_code in {302, 200, 404}
    layla.refresh_from_db()
    assert layla.email == "layla@example.com"
    assert layla.emailaddress_set.get().email == "layla@example.com"
    assert not layla.events.filter(kind=Kind.EMAIL_CHANGED).exists()


@pytest.mark.parametrize("action", ["action_remove", "action_primary"])
def test_an_account_neither_loses_its_address_nor_takes_one_unconfirmed(here, layla, action):
    change_to(here, "new@example.com")
    for address in ("layla@example.com", "new@example.com")[: 1 if action == "action_remove" else 2]:
        here.post(reverse("account_email"), {action: "", "email": address})
    layla.refresh_from_db()
    assert layla.email == "layla@example.com"
    assert layla.emailaddress_set.filter(email="layla@example.com", verified=True, primary=True).exists()


def test_an_address_that_is_anothers_is_not_taken_from_them(here, layla):
    other = user("other", Role.EDITOR)
    other.change_address("new@example.com", verified=True)
    change_to(here, "new@example.com")
    if QueuedMail.objects.filter(to="new@example.com", text__contains="confirm-email").exists():
        here.post(last_link())
    layla.refresh_from_db()
    other.refresh_from_db()
    assert (layla.email, other.email) == ("layla@example.com", "new@example.com")


def test_whoever_only_claimed_an_address_gives_way_to_whoever_reads_its_mail(here, layla):
    claimant = user("reader-x")
    claimant.change_address("new@example.com", verified=False)
    change_to(here, "new@example.com")
    here.post(last_link())
    layla.refresh_from_db()
    claimant.refresh_from_db()
    assert (layla.email, claimant.email) == ("new@example.com", "")


def test_a_change_of_address_asks_for_the_password_again(client, layla):
    client.force_login(layla)
    answer = change_to(client, "new@example.com")
    assert reverse("account_reauthenticate") in answer.headers["Location"]
    assert layla.emailaddress_set.count() == 1


def test_account_and_its_address_row_keep_in_step(layla):
    layla.change_address("  Other@Example.COM ", verified=False)
    row = layla.emailaddress_set.get()
    assert (layla.email, row.email, row.verified, row.primary) == ("other@example.com",) * 2 + (False, True)
    layla.change_address("", verified=False)
    assert (User.objects.get(pk=layla.pk).email, layla.emailaddress_set.count()) == ("", 0)


def test_addresses_from_before_get_their_rows():
    staff = user("staff", Role.EDITOR, email="Staff@example.com")
    user("reader", email="reader@example.com")
    user("silent")
    module = __import__("accounts.migrations.0004_addresses", fromlist=["write_addresses"])
    module.write_addresses(apps, None)
    module.write_addresses(apps, None)
    rows = EmailAddress.objects.order_by("email").values_list("email", "verified", "primary")
    assert list(rows) == [("reader@example.com", False, True), ("staff@example.com", True, True)]
    staff.refresh_from_db()
    assert staff.email == "staff@example.com"


# Password


BAD_PASSWORDS = [
    ({"oldpassword": "wrong"}, "oldpassword"),
    ({"password2": "شيء آخر تمامًا"}, "password2"),
    ({"password1": "قصير", "password2": "قصير"}, "password1"),
    ({"password1": "password1", "password2": "password1"}, "password1"),
    ({"password1": "12345678", "password2": "12345678"}, "password1"),
    ({"password1": "ط" * 129, "password2": "ط" * 129}, "password1"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD_PASSWORDS)
def test_a_password_that_will_not_do_is_refused_in_the_form(here, layla, wrong, field):
    good = "زيتون أخضر قرب النهر"
    sent = {"oldpassword": PASSWORD, "password1": good, "password2": good} | wrong
    answer = here.post(reverse("account_change_password"), sent)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    layla.refresh_from_db()
    assert layla.check_password(PASSWORD)


@pytest.mark.parametrize(
    "password", ["زيتون أخضر قرب النهر", "ط" * 128, "🌿 ورق التوت وراء الباب", "a b c d e f g"]
)
def test_a_password_in_any_script_is_taken_and_told_by_mail(here, layla, password):
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert here.post(reverse("account_change_password"), sent).status_code == 302
    layla.refresh_from_db()
    assert layla.check_password(password)
    assert layla.events.first().kind == Kind.PASSWORD_CHANGED
    assert QueuedMail.objects.filter(to="layla@example.com").exists()


# Byline


@pytest.fixture
def byline(layla):
    return author("ليلى شعبان", user=layla, role="كاتبة", bio="نبذة")


def write(here, **sent):
    return here.post(
        reverse("articles:own_byline"), {"role": "مراسلة في حلب", "bio": "تكتب عن الماء."} | sent
    )


def test_one_writes_what_stands_under_ones_texts_and_its_pages_are_forgotten(here, byline):
    Invalidation.objects.all().delete()
    assert write(here).status_code == 302
    byline.refresh_from_db()
    assert (byline.role, byline.bio) == ("مراسلة في حلب", "تكتب عن الماء.")
    tags = set(Invalidation.objects.values_list("tag", flat=True))
    assert {f"author:{byline.slug}", "all"} <= tags
    assert "تكتب عن الماء." in here.get(byline.get_absolute_url()).content.decode()


def test_name_address_and_account_of_a_byline_are_not_its_owners_to_change(here, byline, layla):
    write(here, name="أخرى", slug="other", user="")
    before = (byline.name, byline.slug, byline.user_id)
    byline.refresh_from_db()
    assert (byline.name, byline.slug, byline.user_id) == before


def test_nobody_writes_on_anothers_byline(client, byline):
    client.force_login(user("other", Role.CONTRIBUTOR))
    assert write(client).status_code == 200
    byline.refresh_from_db()
    assert byline.bio == "نبذة"


def upload(data=None, name="me.jpg"):
    return SimpleUploadedFile(name, data or picture_bytes((800, 1000)), "image/jpeg")


def test_a_portrait_is_taken_in_as_every_picture_and_can_be_taken_away(here, byline, layla):
    assert write(here, picture=upload(name="../../ليلى.svg")).status_code == 302
    byline.refresh_from_db()
    portrait = byline.portrait
    assert (portrait.alt, portrait.created_by, portrait.format) == (byline.name, layla, "jpg")
    assert portrait.file.name.startswith("pictures/")
    assert "ليلى" not in portrait.file.name
    assert write(here, no_picture="on").status_code == 302
    byline.refresh_from_db()
    assert byline.portrait is None
    assert Image.objects.filter(pk=portrait.pk).exists()


def test_a_picture_of_the_library_is_not_taken_in_twice(here, byline):
    write(here, picture=upload())
    write(here, no_picture="on")
    write(here, picture=upload())
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"GIF89a", b"<!doctype html>", b"\xff\xd8"],
)
def test_what_is_no_picture_is_refused(here, byline, data):
    answer = write(here, picture=upload(data))
    assert answer.status_code == 200
    assert answer.context["form"].errors["picture"]
    byline.refresh_from_db()
    assert (byline.portrait, byline.bio) == (None, "نبذة")


def test_a_byline_is_not_changed_by_whoever_must_have_a_second_factor_and_has_none(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    chief = user("chief", Role.MANAGING_EDITOR)
    byline = author("المديرة", user=chief)
    client.force_login(chief)
    assert write(client).headers["Location"] == reverse("mfa_index")
    byline.refresh_from_db()
    assert byline.bio == ""


def test_a_text_shows_the_new_line_under_the_name(here, byline):
    shown = article(bylines=((byline.pk, "writer"),))
    write(here, picture=upload())
    byline.refresh_from_db()
    text = here.get(shown.get_absolute_url(), follow=True).content.decode()
    assert "مراسلة في حلب" in text
