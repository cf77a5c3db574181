"""Where allauth asks the paper: who may register, how often one may try, which address its mails carry."""

import time

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.models import AccountEvent, User
from accounts.sealed import seal, unseal
from maseer.lib import mail
from maseer.lib.http import absolute_url, client_address
from maseer.lib.throttle import TooMany

Kind = AccountEvent.Kind

# allauth's name for what happened -> ours.
NOTICES = {
    "password_changed": Kind.PASSWORD_CHANGED,
    "password_set": Kind.PASSWORD_CHANGED,
    "password_reset": Kind.PASSWORD_RESET,
    "email_changed": Kind.EMAIL_CHANGED,
    "totp_activated": Kind.FACTOR_ADDED,
    "totp_deactivated": Kind.FACTOR_REMOVED,
    "webauthn_added": Kind.FACTOR_ADDED,
    "webauthn_removed": Kind.FACTOR_REMOVED,
    "recovery_codes_generated": Kind.CODES_MADE,
}
# A change of address that nobody confirmed is taken back: nothing happened.
UNTOLD = {"email_deleted"}

# What the page one comes to shows by itself.
SEEN_ANYWAY = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        **dict.fromkeys(
            ("email_password_mismatch", "username_password_mismatch"),
            _("The name or the password is wrong."),
        ),
    }

    def is_open_for_signup(self, request):
        return settings.READER_REGISTRATION

    def generate_unique_username(self, txts, regex=None):
        """Readers sign in by their e-mail address; their user name must not tell it."""
        return f"reader-{get_random_string(10).lower()}"

    def get_login_stages(self):
        ours = {"allauth.account.stages.EmailVerificationStage": "accounts.stages.ReaderConfirmsAddress"}
        between = [ours.get(stage, stage) for stage in super().get_login_stages()]
        return ["accounts.stages.Begins", *between, "accounts.stages.IsAsItBegan"]

    def get_client_ip(self, request):
        return client_address(request)

    def is_safe_url(self, url):
        """Only this host: allauth would also take every allowed one."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, self.request.is_secure())

    def get_login_redirect_url(self, request):
        return reverse("admin:index") if request.user.is_staff else super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:overview")

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        if message_template not in SEEN_ANYWAY:
            super().add_message(request, level, message_template, *args, **kwargs)

    def can_delete_email(self, email_address):
        """Only a change that was not confirmed is taken back: an account keeps its address."""
        return not email_address.verified

    def confirm_email(self, request, email_address):
        """Whoever reads the mail has the address; those who only claimed it when they registered never had it."""
        with transaction.atomic():
            others = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id)
            for claimant in others.filter(is_staff=False).exclude(emailaddress__verified=True):
                claimant.change_address("", verified=False)
            if others.exists():
                self.add_message(
                    request,
                    messages.ERROR,
                    "account/messages/email_confirmation_failed.txt",
                    {"email": email_address.email},
                )
                return False
            return super().confirm_email(request, email_address)

    def authenticate(self, request, **credentials):
        login = credentials.get("username") or credentials.get("email") or ""
        with limits.sign_in_attempt(request, login) as attempt:
            # Asked even where it cannot help, so that it takes as long.
            account = authenticate(request, username=login, password=credentials.get("password"))
            if account is None or attempt.is_hopeless:
                attempt.failed()
                return None
            attempt.succeeded()
            return account

    @transaction.atomic
    def set_password(self, user, password):
        user.set_password(password)
        # This alone: an administrator may have suspended the account since it was read.
        user.save(update_fields=["password"])
        user.give_up_new_address()

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        user.record(Kind.SIGNED_IN, address=client_address(request))
        limits.remember_browser(request, response, user)
        return response

    def validation_error(self, code, *args):
        # allauth counts codes of the second factor by itself, and would show this beside the field.
        if code == "too_many_login_attempts":
            raise TooMany(wait=limits.QUARTER)
        return super().validation_error(code, *args)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has just typed the password is not asked for it again on the way to a second factor."""
        return super().is_reauthentication_required(app=app, **kwargs) and not (
            app == "allauth.mfa" and self._has_just_signed_in()
        )

    def _has_just_signed_in(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
        return any(record["method"] == "password" and record["at"] > since for record in records)

    # Mails

    def get_reset_password_from_key_url(self, key):
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute_url(path.replace("UID-KEY", key))

    def get_email_confirmation_url(self, request, emailconfirmation):
        return absolute_url(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def send_account_already_exists_mail(self, email):
        self.send_mail(
            "account_already_exists",
            email,
            {
                "user": User.objects.by_login(email),
                "login_url": absolute_url(reverse("account_login")),
                "password_reset_url": absolute_url(reverse("account_reset_password")),
            },
        )

    def send_mail(self, template_prefix, email, context):
        """allauth's `account/email/password_reset_key` is our `emails/password-reset-key`."""
        name = template_prefix.rpartition("/")[2].replace("_", "-")
        user = context.get("user")
        with translation.override(user.language if user else settings.LANGUAGE_CODE):
            mail.queue(name, email, **context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Every change to how one signs in is written down, and told by mail."""
        event = template_prefix.rpartition("/")[2]
        if event in UNTOLD:
            return
        kind = NOTICES[event]
        user.record(kind, address=client_address(self.request))
        user.tell(kind, to=email or "")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the right code, or it has been used. Wait for the next one."),
        "cannot_delete_authenticator": _(
            "Your role needs a second step. Set up another one first, then remove this one."
        ),
    }

    def _get_site_name(self):
        return settings.SITE_HOST

    def get_public_key_credential_rp_entity(self):
        return {"id": settings.SITE_HOST, "name": settings.SITE_HOST}

    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        user = authenticator.user
        others = user.authenticator_set.exclude(pk=authenticator.pk)
        return not user.needs_second_factor or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user, type):
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}
