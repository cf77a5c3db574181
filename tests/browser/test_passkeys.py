"""Passkeys and codes in a real Chromium, whose passkeys are kept by a virtual device."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext

from accounts.models import AccountEvent, User
from accounts.roles import Role
from tests import factories
from tests.accounts.factors import app_of, code, recovery_codes_of, wrong
from tests.browser import axe
from tests.browser.watch import follow

SECOND_STEP = "/accounts/2fa/"
PLATFORM = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """What keeps the passkeys of one page, and asks whoever holds it."""

    def __init__(self, page):
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        self.number = self.ask("addVirtualAuthenticator", options=PLATFORM)["authenticatorId"]

    def ask(self, what, **said):
        return self.devtools.send(f"WebAuthn.{what}", said)

    def credentials(self) -> list:
        return self.ask("getCredentials", authenticatorId=self.number)["credentials"]

    def forget(self):
        self.ask("clearCredentials", authenticatorId=self.number)

    def knows_its_holder(self, yes: bool):
        self.ask("setUserVerified", authenticatorId=self.number, isUserVerified=yes)


@pytest.fixture
def account(transactional_db) -> User:
    return factories.user(f"editor{next(factories.number)}", Role.EDITOR)


@pytest.fixture
def watch(lent):
    return lent[1]


@pytest.fixture
def device(page):
    device = Device(page)
    yield device
    device.ask("disable")


def give_password(page, account, next_page=SECOND_STEP):
    page.goto(f"/accounts/login/?next={next_page}")
    page.fill("#id_login", account.username)
    page.fill("#id_password", "password")
    follow(page.locator("form:has(#id_password) button"))


def sign_out(page):
    # A late answer to the page that was open would set its cookie after these are gone.
    page.goto("about:blank")
    page.context.clear_cookies()


def press_passkey(page):
    with page.expect_navigation():
        page.locator("form[data-passkey] button").click()


def add_passkey(page, name="هاتفي"):
    page.goto(f"{SECOND_STEP}webauthn/add/")
    page.fill("#id_name", name)
    press_passkey(page)


def says(page) -> str:
    told = page.locator("form[data-passkey] [role=status]")
    told.filter(has_not_text=gettext("Follow what your device asks for.")).filter(
        has_text=re.compile(r"\S")
    ).wait_for()
    return told.inner_text()


def test_a_passkey_is_added_and_opens_the_desk_alone(page, account, device, watch):
    give_password(page, account)
    add_passkey(page)
    # The first factor brings recovery codes along.
    assert page.url.endswith(f"{SECOND_STEP}recovery-codes/")
    assert page.locator(".codes li").count() == 10
    stored = Authenticator.objects.get(user=account, type=Authenticator.Type.WEBAUTHN)
    assert str(stored) == "هاتفي"
    [kept] = device.credentials()
    assert (kept["isResidentCredential"], kept["rpId"]) == (True, "localhost")
    sign_out(page)
    page.goto("/accounts/login/?next=/admin/articles/article/")
    press_passkey(page)
    assert page.url.endswith("/admin/articles/article/")
    signed_in = account.events.filter(kind=AccountEvent.Kind.SIGNED_IN)
    assert signed_in.count() == 2
    assert watch.wrong == []


def test_it_is_the_second_step_after_the_password(page, account, device, watch):
    give_password(page, account, "/admin/")
    add_passkey(page)
    sign_out(page)
    give_password(page, account, "/admin/")
    assert page.url.partition("?")[0].endswith(f"{SECOND_STEP}authenticate/")
    # Until then the desk is closed, and the way to it leads back here.
    page.goto("/admin/")
    assert page.url.endswith(f"{SECOND_STEP}authenticate/")
    press_passkey(page)
    assert page.url.endswith("/admin/")
    assert watch.wrong == []


def test_both_work_in_the_dialog_over_a_public_page(page, account, device, watch):
    give_password(page, account)
    add_passkey(page)
    secret = app_of(account)

    def password_in_the_dialog():
        sign_out(page)
        page.goto("/contact/")
        page.locator("[data-sign-in]:visible").first.click()
        page.fill("dialog #id_login", account.username)
        page.fill("dialog #id_password", "password")
        page.locator("dialog form:has(#id_password) button").click()
        page.locator("dialog #id_code").wait_for()

    password_in_the_dialog()
    page.fill("dialog #id_code", wrong(secret))
    page.locator("dialog form:has(#id_code) button").click()
    page.locator("dialog .field--bad #id_code").fill(code(secret))
    follow(page.locator("dialog form:has(#id_code) button"))
    assert page.url.endswith("/contact/")
    assert account.events.filter(kind=AccountEvent.Kind.SIGNED_IN).count() == 2
    password_in_the_dialog()
    follow(page.locator("dialog form[data-passkey] button"))
    assert page.url.endswith("/contact/")
    assert account.events.filter(kind=AccountEvent.Kind.SIGNED_IN).count() == 3
    # Without a password at all.
    sign_out(page)
    page.goto("/contact/")
    page.locator("[data-sign-in]:visible").first.click()
    follow(page.locator("dialog form[data-passkey] button"))
    assert page.url.endswith("/contact/")
    assert account.events.filter(kind=AccountEvent.Kind.SIGNED_IN).count() == 4
    assert watch.wrong == []


def test_it_says_that_it_is_you(page, account, device, watch):
    give_password(page, account)
    add_passkey(page)
    page.goto(f"{SECOND_STEP}webauthn/reauthenticate/?next={SECOND_STEP}webauthn/")
    press_passkey(page)
    assert page.url.endswith(f"{SECOND_STEP}webauthn/")
    assert watch.wrong == []


def test_a_removed_passkey_opens_nothing(page, account, device):
    give_password(page, account)
    add_passkey(page)
    page.goto(f"{SECOND_STEP}webauthn/")
    follow(page.locator("a[href$='/remove/']"))
    follow(page.locator("main form button"))
    assert not account.has_second_factor
    sign_out(page)
    page.goto("/accounts/login/")
    press_passkey(page)
    assert "/accounts/login/" in page.url
    assert page.locator(".alert, .notice").count() == 1


def test_nor_does_that_of_somebody_who_may_not_come_any_more(page, account, device):
    give_password(page, account, "/admin/")
    add_passkey(page)
    User.objects.filter(pk=account.pk).update(is_active=False)
    sign_out(page)
    page.goto("/accounts/login/?next=/admin/")
    press_passkey(page)
    page.goto("/admin/")
    assert "/login/" in page.url


def test_who_cancels_or_has_none_is_told_so_and_can_go_on(page, account, device, watch):
    page.goto("/accounts/login/")
    button = page.locator("form[data-passkey] button")
    button.click()
    # An empty device answers as one whose holder has cancelled.
    assert says(page) == gettext("It was cancelled, or it took too long. Nothing has changed; try again.")
    give_password(page, account)
    page.goto(f"{SECOND_STEP}webauthn/add/")
    device.knows_its_holder(False)
    button.click()
    assert says(page) == gettext("It was cancelled, or it took too long. Nothing has changed; try again.")
    assert not account.has_second_factor
    device.knows_its_holder(True)
    press_passkey(page)
    assert account.has_second_factor
    page.goto(f"{SECOND_STEP}webauthn/add/")
    button.click()
    assert says(page) == gettext("This device holds a passkey for this account already.")
    assert account.authenticator_set.filter(type=Authenticator.Type.WEBAUTHN).count() == 1
    assert watch.wrong == []


def test_without_support_nothing_is_offered_that_does_not_work(contexts, live_server, account):
    context = contexts(live_server.url)
    context.add_init_script("delete window.PublicKeyCredential")
    page = context.new_page()
    page.goto("/accounts/login/")
    assert page.locator("form[data-passkey]").is_hidden()
    give_password(page, account)
    page.goto(f"{SECOND_STEP}webauthn/add/")
    assert page.locator("form[data-passkey]").is_hidden()
    assert page.locator(".no-passkey.alert").is_visible()


def test_without_scripts_an_app_is_set_up_and_signs_in(contexts, live_server, account):
    page = contexts(live_server.url, java_script_enabled=False).new_page()
    give_password(page, account, "/admin/")
    page.goto(SECOND_STEP)
    follow(page.get_by_role("link", name=gettext("Set up an app")))
    assert page.locator("form[data-passkey]:visible").count() == 0
    secret = "".join(page.locator(".secret span").all_inner_texts())
    page.fill("#id_code", code(secret, -1))
    follow(page.locator("form:has(#id_code) button"))
    [first, *_] = page.locator(".codes li").all_inner_texts()
    sign_out(page)
    give_password(page, account, "/admin/")
    assert page.locator("form[data-passkey]:visible").count() == 0
    page.fill("#id_code", code(secret))
    follow(page.locator("form:has(#id_code) button"))
    assert page.url.endswith("/admin/")
    sign_out(page)
    give_password(page, account, "/admin/")
    page.fill("#id_code", first)
    follow(page.locator("form:has(#id_code) button"))
    assert page.url.endswith("/admin/")


def test_who_must_have_one_is_led_through_and_on_to_the_page_that_was_wanted(
    page, transactional_db, settings, watch
):
    settings.SECOND_FACTOR_REQUIRED = True
    account = factories.user("chief", Role.MANAGING_EDITOR)
    give_password(page, account, "/admin/images/image/")
    assert page.url.endswith(SECOND_STEP)
    assert page.locator(".factor-why").is_visible()
    follow(page.get_by_role("link", name=gettext("Set up an app")))
    secret = "".join(page.locator(".secret span").all_inner_texts())
    assert page.locator(".qr").evaluate("(picture) => picture.complete && picture.naturalWidth > 100")
    page.fill("#id_code", code(secret))
    follow(page.locator("form:has(#id_code) button"))
    follow(page.get_by_role("link", name=gettext("Yes, on to the page I wanted")))
    assert page.url.endswith("/admin/images/image/")
    assert watch.wrong == []


def test_axe_finds_nothing_on_any_page_of_the_second_step(page, account, device):
    give_password(page, account)
    for place in ("", "totp/activate/", "webauthn/add/", "webauthn/"):
        page.goto(f"{SECOND_STEP}{place}")
        axe.check(page)
    page.goto(f"{SECOND_STEP}totp/activate/")
    page.fill("#id_code", "000000")
    follow(page.locator("form:has(#id_code) button"))
    axe.check(page)
    add_passkey(page)
    app_of(account)
    passkey = Authenticator.objects.get(user=account, type=Authenticator.Type.WEBAUTHN)
    key = f"webauthn/keys/{passkey.pk}"
    for place in (
        *("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"),
        *("webauthn/", f"{key}/edit/", f"{key}/remove/", "reauthenticate/", "webauthn/reauthenticate/"),
    ):
        page.goto(f"{SECOND_STEP}{place}")
        axe.check(page)
    sign_out(page)
    give_password(page, account)
    axe.check(page)
    page.goto("/accounts/login/")
    axe.check(page)


def test_nor_where_the_last_one_must_stay_or_the_offer_stands_on_the_desk(
    page,
    transactional_db,
    settings,
):
    account = factories.user("keeper", Role.ADMIN)
    give_password(page, account, "/admin/")
    assert page.locator(".desk__offer").is_visible()
    axe.check(page, widths=(1440,))
    settings.SECOND_FACTOR_REQUIRED = True
    page.goto("/admin/")
    axe.check(page)
    app_of(account)
    recovery_codes_of(account)
    page.goto(f"{SECOND_STEP}totp/deactivate/")
    assert page.locator(".alert").is_visible()
    axe.check(page)


def test_the_codes_are_printed_without_the_rest_of_the_page(page, account):
    give_password(page, account)
    app_of(account)
    recovery_codes_of(account)
    page.goto(f"{SECOND_STEP}recovery-codes/")
    assert page.locator("[data-prints]").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".codes").is_visible()
    for gone in (".own__menu", ".kept", "[data-prints]", ".nav"):
        assert page.locator(gone).first.is_hidden(), gone
