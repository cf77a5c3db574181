"""A new password by mail: the same answer for everybody, one mail or none, a link that works once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts import tasks
from accounts.models import AccountEvent, ResetRequest, User
from maseer.models import QueuedMail
from maseer.tasks import send_mail
from tests.at_once import at_once
from tests.factories import user

pytestmark = pytest.mark.django_db

ASK = "/accounts/password/reset/"
NEW = "a few words nobody guesses"


@pytest.fixture(autouse=True)
def owner(db):
    return user("owner", is_staff=True, email="owner@paper.example", display_name="صاحبة الحساب")


def ask(login: str, address: str = "192.0.2.10", **headers):
    return Client().post(ASK, {"login": login}, REMOTE_ADDR=address, headers=headers)


def link() -> str:
    """The path of the newest link that was mailed."""
    text = QueuedMail.objects.latest("pk").text
    return re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", text)[1]


def links(login: str = "owner") -> str:
    ask(login)
    assert tasks.answer_resets() == 1
    return link()


def choose(path: str, password: str = NEW, client: Client | None = None):
    client = client or Client()
    form = client.get(path, follow=True)
    return client.post(
        form.redirect_chain[-1][0] if form.redirect_chain else path,
        {"password1": password, "password2": password},
    )


def mails_to(address: str) -> int:
    return QueuedMail.objects.filter(to=address).count()


# Asking


@pytest.mark.parametrize("login", ["owner", "OWNER", " owner ", "owner@paper.example", "Owner@Paper.Example"])
def test_a_name_or_an_address_is_enough(login):
    assert ask(login).headers["Location"] == reverse("account_reset_password_done")
    assert tasks.answer_resets() == 1
    assert mails_to("owner@paper.example") == 1
    assert not ResetRequest.objects.exists()
    sent = QueuedMail.objects.get()
    assert link() in sent.html
    assert "صاحبة الحساب" in sent.text


def test_the_mail_speaks_its_readers_language(owner):
    User.objects.filter(pk=owner.pk).update(language="en")
    with translation.override("ar"):
        links()
    assert QueuedMail.objects.get().subject == "Choose a new password"
    assert 'lang="en" dir="ltr"' in QueuedMail.objects.get().html


def test_it_goes_out_through_the_mail_of_the_paper():
    links()
    assert send_mail() == 1
    message = mail.outbox[0]
    assert message.to == ["owner@paper.example"]
    assert message.alternatives[0].mimetype == "text/html"


def unusable(account):
    account.set_unusable_password()


def suspended(account):
    account.is_active = False


def without_address(account):
    account.email = ""


@pytest.mark.parametrize("change", [unusable, suspended, without_address])
def test_some_accounts_get_no_link_and_the_answer_is_the_same(owner, change):
    known = ask("owner")
    ResetRequest.objects.all().delete()
    change(owner)
    owner.save()
    assert same(ask("owner"), known)
    assert tasks.answer_resets() == 1
    assert not QueuedMail.objects.exists()
    assert not ResetRequest.objects.exists()


@pytest.mark.parametrize(
    "login", ["nobody", "nobody@paper.example", "x" * 254, "@", "؟", "%", "owner@", "a b"]
)
def test_nobody_gets_the_same_answer_and_no_mail(login):
    assert same(ask("owner"), ask(login))
    ResetRequest.objects.filter(login="owner").delete()
    tasks.answer_resets()
    assert not QueuedMail.objects.exists()


def same(one, other) -> bool:
    def kept(answer):
        # Expires is the second in which it was made.
        headers = {name: value for name, value in answer.headers.items() if name != "Expires"}
        return answer.status_code, answer.content, headers

    return kept(one) == kept(other) and not one.cookies and not other.cookies


@pytest.mark.parametrize("login", ["", "  ", "x" * 255, "a\x00b"])
def test_what_cannot_be_a_name_is_asked_for_again(login):
    assert ask(login).status_code == 200
    assert not ResetRequest.objects.exists()


# Limits


def test_three_an_hour_for_one_name_known_or_not():
    for login in ("owner", "nobody"):
        answers = [ask(login, f"198.51.100.{number}") for number in range(4)]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
        assert 3500 < int(answers[-1]["Retry-After"]) <= 3601
        assert 'lang="ar" dir="rtl"' in answers[-1].content.decode()
    assert ask("OWNER", "203.0.113.1").status_code == 429


def test_three_mails_an_hour_for_one_account_whatever_was_typed():
    for login in ("owner", "owner@paper.example"):
        for number in range(3):
            assert ask(login, f"198.51.100.{number}").status_code == 302
    assert tasks.answer_resets() == 6
    assert mails_to("owner@paper.example") == 3


def test_twenty_an_hour_for_one_address():
    answers = [ask(f"name{number}").status_code for number in range(21)]
    assert answers == [302] * 20 + [429]
    assert ask("owner", "203.0.113.1").status_code == 302


def test_forged_addresses_gain_nothing(settings):
    for settings.BEHIND_PROXY in (False, True):
        seen = ", 192.0.2.1" if settings.BEHIND_PROXY else ""
        name = f"name-{settings.BEHIND_PROXY}"
        answers = [ask(name, **{"X-Forwarded-For": f"203.0.113.{n}{seen}"}).status_code for n in range(4)]
        assert answers == [302, 302, 302, 429]


# The worker


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_one_mail():
    for login in ("owner", "nobody"):
        ask(login)
    done = at_once(*[tasks.answer_resets] * 4)
    assert sum(done) == 2
    assert QueuedMail.objects.count() == 1


def test_a_request_is_done_with_only_when_its_mail_is_written(monkeypatch):
    ask("owner")
    monkeypatch.setattr("accounts.adapter.mail.queue", None)
    with pytest.raises(TypeError):
        tasks.answer_resets()
    assert ResetRequest.objects.count() == 1
    monkeypatch.undo()
    assert tasks.answer_resets() == 1
    assert QueuedMail.objects.count() == 1


def test_old_requests_are_forgotten_without_a_mail():
    ask("owner")
    ResetRequest.objects.update(asked_at=timezone.now() - timedelta(hours=1, seconds=1))
    assert tasks.answer_resets() == 1
    assert not ResetRequest.objects.exists()
    assert not QueuedMail.objects.exists()


# The link


def test_the_link_sets_a_new_password_once(owner):
    path = links()
    assert choose(path).status_code == 302
    owner.refresh_from_db()
    assert owner.check_password(NEW)
    assert owner.events.get().kind == AccountEvent.Kind.PASSWORD_RESET
    choose(path, "another one, just as long")
    owner.refresh_from_db()
    assert owner.check_password(NEW)


def test_the_change_is_told_by_mail():
    choose(links())
    told = QueuedMail.objects.latest("pk")
    assert told.to == "owner@paper.example"
    assert "key/" not in told.text


def test_the_page_with_the_form_has_no_word_of_the_link_in_its_address():
    path = links()
    answer = Client().get(path)
    assert answer.status_code == 302
    assert path.rsplit("-", 1)[1] not in answer.headers["Location"]
    assert "set-password" in answer.headers["Location"]


@pytest.mark.parametrize("later", [timedelta(minutes=59), timedelta(minutes=61)])
def test_the_link_is_dead_after_an_hour(owner, monkeypatch, later):
    path = links()
    then = timezone.make_naive(timezone.now() + later)
    monkeypatch.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self: then)
    choose(path)
    owner.refresh_from_db()
    assert owner.check_password(NEW) == (later < timedelta(hours=1))


def another_password(account):
    account.set_password("changed meanwhile by hand")
    account.save()


def another_address(account):
    account.email = "elsewhere@paper.example"
    account.save()


def signing_in(account):
    assert Client().post("/accounts/login/", {"login": "owner", "password": "password"}).status_code == 302


@pytest.mark.parametrize("change", [another_password, another_address, signing_in])
def test_the_link_is_dead_after(owner, change):
    path = links()
    change(owner)
    choose(path)
    owner.refresh_from_db()
    assert not owner.check_password(NEW)


@pytest.mark.parametrize("forge", [lambda key: key[:-1], lambda key: key + "0", lambda key: "zzz" + key])
def test_a_forged_link_opens_nothing(owner, forge):
    path = links()
    head, _, key = path.strip("/").rpartition("/")
    choose(f"/{head}/{forge(key)}/")
    owner.refresh_from_db()
    assert owner.check_password("password")


def test_the_link_of_one_account_does_not_open_another(owner):
    user("other", is_staff=True, email="other@paper.example")
    theirs, ours = links("other"), links("owner")
    mixed = ours.replace(ours.rsplit("/", 2)[1].split("-")[0], theirs.rsplit("/", 2)[1].split("-")[0], 1)
    choose(mixed)
    assert not any(account.check_password(NEW) for account in User.objects.all())


def test_the_links_account_was_suspended_meanwhile_and_stays_shut(owner):
    path = links()
    User.objects.filter(pk=owner.pk).update(is_active=False)
    choose(path)
    assert Client().post("/accounts/login/", {"login": "owner", "password": NEW}).status_code == 200


@pytest.mark.parametrize("password", ["short", "password123", "owner@paper.example", "x" * 129])
def test_the_new_password_keeps_the_rules(owner, password):
    assert choose(links(), password).status_code == 200
    owner.refresh_from_db()
    assert owner.check_password("password")


@pytest.mark.parametrize("password", ["كلمات لا يعرفها أحد", "x" * 128])
def test_any_script_and_128_letters_are_fine(owner, password):
    choose(links(), password)
    owner.refresh_from_db()
    assert owner.check_password(password)


def test_all_sessions_end(owner):
    elsewhere = Client()
    elsewhere.force_login(owner)
    assert elsewhere.get("/admin/").status_code == 200
    choose(links())
    assert elsewhere.get("/admin/").status_code == 302


def test_who_follows_a_link_is_not_signed_in_by_it(owner):
    client = Client()
    choose(links(), client=client)
    assert client.get("/admin/").status_code == 302
