from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class NameOrEmail(ModelBackend):
    """Signs in by user name or e-mail address, with one hash computed whatever was typed.

    An unknown name, a suspended account and a wrong password take the same time and give the same answer.
    """

    def authenticate(self, request, username=None, password=None, **credentials):
        if not username or password is None:
            return None
        account = User.objects.by_login(username)
        if account is None:
            User().set_password(password)
            return None
        if account.check_password(password) and self.user_can_authenticate(account):
            return account
        return None
