from allauth.account.stages import EmailVerificationStage, LoginStage
from django.utils.crypto import constant_time_compare

MARK = "account_mark"


class Begins(LoginStage):
    """Remembers how the account stands: the second step may be taken a quarter of an hour later."""

    key = "begins"

    def handle(self):
        # None: an address that has an account already was registered once more; the answer is the same.
        if self.login.user:
            self.login.state[MARK] = self.login.user.get_session_auth_hash()
        return None, True


class IsAsItBegan(LoginStage):
    """A new password, a suspension, a sign-out everywhere: what ends sessions ends those that are about to begin."""

    key = "is_as_it_began"

    def handle(self):
        account = self.login.user
        if account is None:
            return None, True
        is_same = constant_time_compare(self.login.state.get(MARK, ""), account.get_session_auth_hash())
        return (None, True) if account.is_active and is_same else (self.abort(), False)


class ReaderConfirmsAddress(EmailVerificationStage):
    """Readers who registered by themselves confirm their address first; staff were invited or made at the desk."""

    def handle(self):
        account = self.login.user
        return (None, True) if account and account.is_staff else super().handle()
