"""The second step: whom it is asked of, what opens it and what does not."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.utils.translation import gettext

from accounts.models import AccountEvent, User
from accounts.roles import Role
from articles.models import Article
from maseer.models import QueuedMail
from tests.accounts.factors import (
    AUTHENTICATE,
    app_of,
    code,
    passkey_of,
    password,
    recovery_codes_of,
    signed_in,
    wrong,
)
from tests.factories import user

pytestmark = pytest.mark.django_db

SECOND_STEP = "/accounts/2fa/"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def enforced(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root", password="password")


def come(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


# Whom it is asked of


def test_the_back_office_waits_for_those_who_publish_or_decide_about_accounts(
    enforced, managing_editor, admin_user, superuser
):
    for account in (managing_editor, admin_user, superuser):
        client = come(account)
        assert client.get("/admin/").url == SECOND_STEP
        page = client.get(SECOND_STEP).content.decode()
        assert gettext("Set up an app") in page
        assert "factor-why" in page
        app_of(account)
        assert client.get("/admin/").status_code == 200


def test_it_is_open_to_the_others(enforced, contributor, editor):
    for account in (contributor, editor):
        assert come(account).get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(enforced, admin_user):
    recovery_codes_of(admin_user)
    assert come(admin_user).get("/admin/").url == SECOND_STEP


def test_whose_role_is_raised_is_asked_at_the_next_request(enforced, editor):
    client = come(editor)
    assert client.get("/admin/").status_code == 200
    editor.take_role(Role.MANAGING_EDITOR)
    assert client.get("/admin/").url == SECOND_STEP


def test_signing_out_stays_possible(enforced, admin_user):
    client = come(admin_user)
    client.post("/admin/logout/")
    assert not signed_in(client)


def test_the_way_goes_on_to_the_page_that_was_wanted(
    enforced, managing_editor, client, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=managing_editor.pk).update(email="chief@paper.example")
    wanted = "/admin/articles/article/?stage=draft"
    answer = password(client, managing_editor, wanted)
    assert client.get(answer.url).url == SECOND_STEP
    # What a script asks for meanwhile is no page.
    client.get("/admin/jsi18n/", headers={"Sec-Fetch-Mode": "cors"})
    # Who has just typed the password is not asked for it again.
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert f"<span>{secret[:4]}</span> <span>{secret[4:8]}</span>" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    assert f'href="{wanted}"' in client.get(answer.url).content.decode()
    assert managing_editor.events.filter(kind=AccountEvent.Kind.FACTOR_ADDED).count() == 1
    assert str(AccountEvent.Kind.FACTOR_ADDED.label) in QueuedMail.objects.get(to="chief@paper.example").text
    assert client.get(wanted).status_code == 200
    assert wanted not in client.get("/accounts/2fa/recovery-codes/").content.decode()


def test_what_was_typed_meanwhile_is_not_lost(enforced, editor):
    client = come(editor)
    editor.take_role(Role.MANAGING_EDITOR)
    typed = {"title": "نصّ طويل", "csrfmiddlewaretoken": "x"}
    address = "/admin/articles/article/add/"
    answer = client.post(address, typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert 'value="نصّ طويل"' in page
    assert SECOND_STEP in page
    # A stranger's page gets no form of ours filled in.
    answer = client.post(address, typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.url == SECOND_STEP
    assert not Article.objects.exists()


def test_an_embedded_paper_offers_it_until_it_is_set_up(admin_user, editor):
    offer = 'class="desk__offer"'
    client = come(admin_user)
    assert offer in client.get("/admin/").content.decode()
    app_of(admin_user)
    assert offer not in client.get("/admin/").content.decode()
    assert offer not in come(editor).get("/admin/").content.decode()


# What opens it


def test_the_password_alone_opens_nothing(editor, client):
    app_of(editor)
    assert password(client, editor).url.startswith(AUTHENTICATE)
    assert not signed_in(client)
    assert "/login/" in client.get("/admin/").url
    assert not editor.events.exists()


def test_the_code_of_the_app_opens_in_digits_of_both_kinds(editor):
    secret = app_of(editor)
    for periods, typed in ((0, code(secret)), (1, code(secret, 1).translate(ARABIC))):
        client = Client()
        password(client, editor)
        before = client.session.session_key
        answer = client.post(AUTHENTICATE, {"code": f" {typed[:3]} {typed[3:]}"})
        assert (answer.status_code, answer.get("Location")) == (302, "/admin/"), periods
        assert client.session.session_key != before
        assert editor.events.filter(kind=AccountEvent.Kind.SIGNED_IN).count() == periods + 1


def test_a_code_of_another_time_or_app_does_not(editor, contributor, client):
    secret, others = app_of(editor), app_of(contributor)
    password(client, editor)
    for typed in (code(secret, -3), code(secret, 3), code(others), "", "x" * 9000, "１２３"):
        answer = client.post(AUTHENTICATE, {"code": typed})
        assert answer.status_code == 200
        assert answer.context["form"].errors["code"]
    assert not signed_in(client)


def test_a_code_opens_once_for_as_long_as_it_would_be_taken(editor):
    secret = app_of(editor)
    # Of the next half minute: it will be taken for a minute and a half from now.
    typed = code(secret, 1)
    client = Client()
    password(client, editor)
    assert client.post(AUTHENTICATE, {"code": typed}).status_code == 302
    # allauth itself forgets after half a minute.
    cache.delete(TOTP(Authenticator.objects.get(user=editor))._get_used_cache_key(typed))
    for again in (typed, typed.translate(ARABIC), f"{typed[:3]}-{typed[3:]}"):
        client = Client()
        password(client, editor)
        assert client.post(AUTHENTICATE, {"code": again}).status_code == 200
        assert not signed_in(client)


def test_the_code_that_set_up_the_app_does_not_sign_in(editor, client):
    password(client, editor)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    typed = code(secret)
    client.post("/accounts/2fa/totp/activate/", {"code": typed})
    assert editor.has_second_factor
    client = Client()
    password(client, editor)
    assert client.post(AUTHENTICATE, {"code": typed}).status_code == 200
    assert not signed_in(client)


def test_the_step_belongs_to_the_account_whose_password_was_typed(editor):
    secret = app_of(editor)
    stranger = user("stranger", Role.CONTRIBUTOR)
    app_of(stranger)
    client = Client()
    password(client, stranger)
    assert client.post(AUTHENTICATE, {"code": code(secret)}).status_code == 200
    assert not signed_in(client)


def test_after_ten_wrong_codes_not_even_the_right_one_opens(editor, contributor):
    secret = app_of(editor)
    for tries in (5, 5):
        # A new session is no way past the limit.
        client = Client()
        password(client, editor)
        assert [client.post(AUTHENTICATE, {"code": wrong(secret)}).status_code for _ in range(tries)] == [
            200
        ] * tries
    answer = client.post(AUTHENTICATE, {"code": code(secret)})
    assert answer.status_code == 429
    assert 800 < int(answer["Retry-After"]) <= 901
    assert not signed_in(client)
    others = app_of(contributor)
    client = Client()
    password(client, contributor)
    assert client.post(AUTHENTICATE, {"code": code(others)}).status_code == 302


def test_right_codes_do_not_use_up_the_tries(editor):
    codes = recovery_codes_of(editor)
    app_of(editor)
    for typed in [*codes, "00"]:
        client = Client()
        password(client, editor)
        last = client.post(AUTHENTICATE, {"code": typed}).status_code
    assert last == 200


def test_what_no_browser_sends_for_a_passkey_is_refused_calmly(editor, client):
    key = {"type": "public-key", "id": "AAAA", "rawId": "AAAA"}
    for sent in (
        *("", "null", "[]", "1", "{}", "{", '{"id": "x"}'),
        {**key, "response": []},
        {**key, "response": {"clientDataJSON": "AAAA"}},
        {**key, "rawId": "A", "response": {}},
        {
            **key,
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "A" * 80,
                "signature": "",
                "userHandle": "AA",
            },
        },
    ):
        answer = client.post(
            "/accounts/2fa/webauthn/login/",
            {"credential": sent} if isinstance(sent, str) else {"credential": json.dumps(sent)},
        )
        assert answer.url == "/accounts/login/", sent
    assert not signed_in(client)


# Keeping it


def without_a_fresh_password(account) -> Client:
    """A session as a thief would have it: signed in some time ago."""
    client = Client()
    assert password(client, account).status_code == 302
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    return client


CHANGES = (
    "totp/activate/",
    "webauthn/add/",
    "recovery-codes/generate/",
    "recovery-codes/",
    "recovery-codes/download/",
)


def test_a_stolen_session_neither_adds_nor_sees_a_second_factor(editor):
    client = without_a_fresh_password(editor)
    recovery_codes_of(editor)
    for page in CHANGES:
        for ask in (client.get, client.post):
            answer = ask(f"{SECOND_STEP}{page}", {"code": "1"} if ask == client.post else {})
            assert answer.status_code == 405 or answer.url.startswith("/accounts/reauthenticate/"), page
    assert not editor.has_second_factor


def test_nor_does_it_remove_one(editor):
    client = without_a_fresh_password(editor)
    app_of(editor)
    passkey = passkey_of(editor)
    for page in (
        "totp/deactivate/",
        f"webauthn/keys/{passkey.pk}/remove/",
        f"webauthn/keys/{passkey.pk}/edit/",
    ):
        answer = client.post(f"{SECOND_STEP}{page}", {"name": "x"})
        assert answer.url.startswith("/accounts/reauthenticate/"), page
    assert editor.authenticator_set.count() == 2


def test_the_password_once_more_lets_its_owner_go_on(editor):
    client = without_a_fresh_password(editor)
    page = f"{SECOND_STEP}totp/activate/"
    asked = client.get(page).url
    assert client.post(asked, {"password": "wrong"}).status_code == 200
    assert client.get(page).status_code == 302
    assert client.post(asked, {"password": "password"}).url == page
    assert client.get(page).status_code == 200


def test_the_last_one_stays_where_it_must_be(enforced, admin_user, client):
    secret = app_of(admin_user)
    password(client, admin_user)
    client.post(AUTHENTICATE, {"code": code(secret)})
    page = f"{SECOND_STEP}totp/deactivate/"
    why = gettext("Your role needs a second step. Set up another one first, then remove this one.")
    assert why in client.get(page).content.decode()
    assert client.post(page).status_code == 200
    assert admin_user.has_second_factor
    passkey = passkey_of(admin_user)
    assert client.post(page).url == SECOND_STEP
    page = f"{SECOND_STEP}webauthn/keys/{passkey.pk}/remove/"
    assert why in client.get(page).content.decode()
    assert client.post(page).status_code == 200
    assert admin_user.authenticator_set.get() == passkey


def test_elsewhere_everybody_may_remove_theirs(editor, client):
    password(client, editor)
    app_of(editor)
    recovery_codes_of(editor)
    passkey = passkey_of(editor)
    assert client.post(f"{SECOND_STEP}webauthn/keys/{passkey.pk}/remove/").status_code == 302
    assert client.post(f"{SECOND_STEP}totp/deactivate/").status_code == 302
    # Codes that open nothing any more go with the last.
    assert not editor.authenticator_set.exists()
    assert editor.events.filter(kind=AccountEvent.Kind.FACTOR_REMOVED).count() == 2


def test_another_persons_passkey_is_out_of_reach(editor, contributor, client):
    passkey = passkey_of(contributor)
    password(client, editor)
    for page in ("edit", "remove"):
        assert (
            client.post(f"{SECOND_STEP}webauthn/keys/{passkey.pk}/{page}/", {"name": "x"}).status_code == 404
        )
    passkey.refresh_from_db()
    assert str(passkey) == "مفتاح"


def test_a_passkey_is_renamed_in_one_line(editor, client):
    passkey = passkey_of(editor)
    password(client, editor)
    # With a second factor the password alone does not sign in.
    client.force_login(editor)
    client.post("/accounts/reauthenticate/", {"password": "password"})
    client.post(f"{SECOND_STEP}webauthn/keys/{passkey.pk}/edit/", {"name": "هاتفي\u202e\nالجديد"})
    passkey.refresh_from_db()
    assert str(passkey) == "هاتفي الجديد"


# At rest


def test_the_database_alone_makes_no_codes(editor):
    secret = app_of(editor)
    recovery_codes_of(editor)
    stored = [authenticator.data for authenticator in editor.authenticator_set.all()]
    assert secret not in str(stored)
    assert all(len(data.get("secret") or data["seed"]) > 100 for data in stored)


def test_with_another_secret_key_no_code_fits_until_the_old_one_is_named(editor, settings):
    secret = app_of(editor)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    authenticator = Authenticator.objects.get(user=editor)
    assert not authenticator.wrap().validate_code(code(secret))
    settings.SECRET_KEY_FALLBACKS = [old]
    assert authenticator.wrap().validate_code(code(secret))
