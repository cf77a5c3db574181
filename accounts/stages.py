from allauth.account.stages import EmailVerificationStage


class ReaderConfirmsAddress(EmailVerificationStage):
    """Readers who registered by themselves confirm their address first; staff were invited or made at the desk."""

    def handle(self):
        return (None, True) if self.login.user.is_staff else super().handle()
