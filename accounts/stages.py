from allauth.account.stages import EmailVerificationStage


class ReaderConfirmsAddress(EmailVerificationStage):
    """Readers who registered by themselves confirm their address first; staff were invited or made at the desk."""

    def handle(self):
        account = self.login.user
        # None: an address that has an account already was registered once more; the answer is the same.
        return (None, True) if account and account.is_staff else super().handle()
