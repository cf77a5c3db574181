"""Somebody is invited by mail, and makes the account that waits for them: once."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import AccountEvent, Invitation, User
from accounts.models.invitation import Ended
from accounts.roles import Role
from maseer.models import QueuedMail
from tests import factories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db

ADD = "/admin/accounts/invitation/add/"
LIST = "/admin/accounts/invitation/"
PAGE = "/accounts/invitation/"
FILLED = {"username": "laila", "display_name": "ليلى شعبان", "password": "a-long-road-1948"}


def sent(**changes) -> dict:
    return {"display_name": "ليلى", "email": "laila@example.com", "role": "contributor", "note": ""} | changes


def link() -> str:
    """The path of the link in the newest mail."""
    found = re.search(
        r"http://localhost:8000(/accounts/invitation/\S+/)", QueuedMail.objects.latest("pk").text
    )
    return found[1]


def invited(by, **fields) -> Invitation:
    made = factories.invitation(**fields)
    made.send(by=by)
    return made


def arrive(address: str) -> Client:
    """A browser that followed the link."""
    browser = Client()
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    return browser


def test_inviting_queues_a_mail_with_an_absolute_link(client, admin_user):
    sections = [factories.section(name).pk for name in ("أخبار", "حوارات")]
    client.force_login(admin_user)
    assert client.post(ADD, sent(sections=sections, note="أهلًا بك")).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.invited_by, invitation.is_open) == ("contributor", admin_user, True)
    mail = QueuedMail.objects.get()
    assert mail.to == "laila@example.com"
    for text in (mail.text, mail.html):
        assert "http://localhost:8000/accounts/invitation/" in text
        assert "أهلًا بك" in text
        assert "أخبار، حوارات\n" in text or "أخبار، حوارات</p>" in text
        assert str(admin_user) in text
    assert "{" not in mail.subject + mail.text
    # The word is nowhere but in the mail.
    assert invitation.link_hash not in mail.text
    assert link().split("/")[-2] != invitation.link_hash


def test_who_accepts_has_the_role_the_sections_and_the_byline(admin_user):
    news, byline = factories.section("أخبار"), factories.author("ليلى شعبان")
    invitation = invited(admin_user, email="laila@example.com", byline=byline, role=Role.EDITOR)
    invitation.sections.add(news)
    admin_user.email = "boss@example.com"
    admin_user.save()
    browser = arrive(link())
    shown = browser.get(PAGE)
    assert shown.context["form"]["username"].value() == "laila"
    answer = browser.post(PAGE, FILLED, REMOTE_ADDR="192.0.2.9")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    account = User.objects.get(username="laila")
    assert (account.email, account.display_name) == ("laila@example.com", "ليلى شعبان")
    assert (account.roles, account.is_staff) == ([Role.EDITOR], True)
    assert list(account.sections.all()) == [news]
    assert account.author == byline
    assert account.check_password(FILLED["password"])
    address = EmailAddress.objects.get(user=account)
    assert (address.email, address.verified, address.primary) == ("laila@example.com", True, True)
    joined = account.events.get(kind=AccountEvent.Kind.JOINED)
    assert (joined.by, joined.address) == (admin_user, "192.0.2.9")
    invitation.refresh_from_db()
    assert (invitation.account, invitation.is_open) == (account, False)
    assert browser.get("/admin/").status_code == 200
    told = QueuedMail.objects.latest("pk")
    assert told.to == "boss@example.com"
    assert f"http://localhost:8000/admin/accounts/user/{account.pk}/change/" in told.text


def test_looking_at_the_link_uses_nothing_up(admin_user):
    invitation = invited(admin_user)
    for _ in range(3):
        arrive(link()).get(PAGE)
    invitation.refresh_from_db()
    assert invitation.is_open
    assert not User.objects.exclude(pk=admin_user.pk).exists()


def test_the_page_does_not_name_the_word(admin_user):
    invited(admin_user)
    word = link().split("/")[-2]
    shown = arrive(link()).get(PAGE)
    assert word not in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(client, admin_user):
    links = {}
    for name in ("used", "expired", "revoked", "replaced"):
        invitation = invited(admin_user)
        links[name] = link()
        if name == "used":
            arrive(links[name]).post(PAGE, FILLED)
        elif name == "expired":
            Invitation.objects.filter(pk=invitation.pk).update(
                expires_at=timezone.now() - timedelta(minutes=1)
            )
        elif name == "revoked":
            invitation.revoke()
        else:
            invitation.send(by=admin_user)
    answers = {name: Client().get(address) for name, address in links.items()}
    answers["unknown"] = Client().get("/accounts/invitation/nothing/")
    answers["none"] = Client().get(PAGE)
    assert {answer.status_code for answer in answers.values()} == {410}
    # But for the address of the page itself.
    said = {answer.content.decode().split("<main")[1] for answer in answers.values()}
    assert len(said) == 1


def test_a_link_that_ends_while_the_form_is_filled_in_makes_no_account(admin_user):
    invitation = invited(admin_user)
    browser = arrive(link())
    invitation.revoke()
    assert browser.post(PAGE, FILLED).status_code == 410
    assert not User.objects.filter(username="laila").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "ليلى"),
        ("username", "ADMIN"),
        ("display_name", ""),
        ("password", "short"),
        ("password", "laila1948"),
    ],
)
def test_what_cannot_be_taken_is_asked_again(admin_user, field, value):
    invitation = invited(admin_user, email="laila1948@example.com")
    answer = arrive(link()).post(PAGE, FILLED | {field: value})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    invitation.refresh_from_db()
    assert invitation.is_open
    assert not User.objects.filter(email="laila1948@example.com").exists()


def test_whoever_is_signed_in_makes_no_second_account(admin_user):
    invited(admin_user)
    browser = Client()
    browser.force_login(admin_user)
    browser.get(link())
    shown = browser.post(PAGE, FILLED)
    assert not User.objects.filter(username="laila").exists()
    assert str(admin_user) in shown.content.decode()


def test_a_second_factor_is_asked_for_where_the_role_needs_one(settings, admin_user):
    settings.SECOND_FACTOR_REQUIRED = True
    invited(admin_user, role=Role.ADMIN)
    browser = arrive(link())
    browser.post(PAGE, FILLED)
    answer = browser.get("/admin/")
    assert answer.status_code == 302
    assert "/2fa/" in answer.headers["Location"]


def test_guesses_are_counted(client):
    answers = [client.get(f"/accounts/invitation/guess{number}/").status_code for number in range(31)]
    assert answers == [410] * 30 + [429]


def test_who_has_an_account_or_an_invitation_is_not_invited(client, admin_user):
    factories.user("laila", email="Laila@example.com")
    factories.invitation(email="salma@example.com")
    client.force_login(admin_user)
    for email in ("laila@Example.com", "SALMA@example.com"):
        answer = client.post(ADD, sent(email=email))
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors["email"]
    assert Invitation.objects.count() == 1
    assert not QueuedMail.objects.exists()


def test_an_old_invitation_hinders_no_new_one(client, admin_user):
    factories.invitation(email="laila@example.com", expires_at=timezone.now() - timedelta(days=1))
    factories.invitation(email="laila@example.com", revoked_at=timezone.now())
    client.force_login(admin_user)
    assert client.post(ADD, sent()).status_code == 302
    assert Invitation.objects.open().get().email == "laila@example.com"


def test_sent_again_the_new_link_holds_and_the_old_one_does_not(client, admin_user):
    invitation = invited(admin_user)
    old = link()
    client.force_login(admin_user)
    assert client.post(f"{LIST}{invitation.pk}/resend/").status_code == 302
    assert link() != old
    assert Client().get(old).status_code == 410
    assert Client().get(link()).status_code == 302


def test_the_word_to_the_person_is_kept_until_they_are_here(client, admin_user):
    client.force_login(admin_user)
    client.post(ADD, sent(note="أهلًا بك\nفي الجريدة"))
    invitation = Invitation.objects.get()
    QueuedMail.objects.all().delete()
    client.post(f"{LIST}{invitation.pk}/resend/")
    assert "أهلًا بك\nفي الجريدة" in QueuedMail.objects.get().text
    # As it is reworded meanwhile.
    client.post(f"{LIST}{invitation.pk}/change/", sent(note="أهلًا"))
    client.post(f"{LIST}{invitation.pk}/resend/")
    mail = QueuedMail.objects.latest("pk")
    assert "أهلًا\n" in mail.text
    assert "أهلًا" in mail.html
    arrive(link()).post(PAGE, FILLED)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.note) == ("accepted", "")


def test_a_word_that_is_too_long_is_said_to_be(client, admin_user):
    client.force_login(admin_user)
    assert "note" in client.post(ADD, sent(note="م" * 501)).context["adminform"].form.errors
    assert not Invitation.objects.exists()


def test_a_revoked_invitation_is_history_until_it_is_sent_again(client, admin_user):
    invitation = invited(admin_user)
    client.force_login(admin_user)
    assert client.post(f"{LIST}{invitation.pk}/revoke/").status_code == 302
    invitation.refresh_from_db()
    assert invitation.state == "revoked"
    assert client.post(f"{LIST}{invitation.pk}/change/", sent()).status_code == 403
    client.post(f"{LIST}{invitation.pk}/resend/")
    invitation.refresh_from_db()
    assert invitation.is_open


def test_what_was_accepted_is_neither_sent_again_nor_revoked(client, admin_user, editor):
    invitation = factories.invitation(accepted_at=timezone.now(), account=editor)
    with pytest.raises(ValidationError):
        invitation.send(by=admin_user)
    with pytest.raises(ValidationError):
        invitation.revoke()
    client.force_login(admin_user)
    client.post(f"{LIST}{invitation.pk}/resend/")
    assert not QueuedMail.objects.exists()


def test_the_list_tells_how_far_each_has_come(client, admin_user, editor):
    kept = {
        "open": factories.invitation(),
        "expired": factories.invitation(expires_at=timezone.now()),
        "revoked": factories.invitation(revoked_at=timezone.now()),
        "accepted": factories.invitation(accepted_at=timezone.now(), account=editor),
    }
    client.force_login(admin_user)
    for state, invitation in kept.items():
        assert invitation.state == state
        found = client.get(f"{LIST}?state={state}").context["cl"].result_list
        assert [row.pk for row in found] == [invitation.pk]


def test_the_promise_is_changed_while_nobody_has_accepted_it(client, admin_user):
    invitation = invited(admin_user)
    client.force_login(admin_user)
    changed = {"display_name": "سلمى", "role": "editor", "email": "other@example.com"}
    assert client.post(f"{LIST}{invitation.pk}/change/", changed).status_code == 302
    before = invitation.email
    invitation.refresh_from_db()
    assert (invitation.display_name, invitation.role, invitation.email) == ("سلمى", "editor", before)
    assert Client().get(link()).status_code == 302


@pytest.mark.parametrize("role", ["contributor", "editor", "managing_editor", "outsider"])
def test_only_administrators_invite(request, client, role):
    client.force_login(request.getfixturevalue(role))
    client.post(ADD, sent())
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_does():
    invited(factories.user("boss", Role.ADMIN), email="laila@example.com")
    word = link().split("/")[-2]

    def accept(name: str):
        def action():
            account = User(username=name, display_name=name)
            account.set_password("password")
            try:
                return Invitation.accept(word, account).username
            except Ended:
                return None

        return action

    made = at_once(accept("laila"), accept("leila"), accept("layla"))
    assert made.count(None) == 2
    assert User.objects.filter(email="laila@example.com").count() == 1
    assert AccountEvent.objects.filter(kind=AccountEvent.Kind.JOINED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_invite_the_same_person_at_once_send_one_mail():
    browsers = []
    for name in ("one", "two"):
        browsers.append(Client())
        browsers[-1].force_login(factories.user(name, Role.ADMIN))
    answers = at_once(
        *[lambda browser=browser: browser.post(ADD, sent()).status_code for browser in browsers]
    )
    assert sorted(answers) == [200, 302]
    assert (Invitation.objects.count(), QueuedMail.objects.count()) == (1, 1)
