from django.core.management.base import BaseCommand, CommandError

from accounts.models import User


class Command(BaseCommand):
    help = "Lets somebody in by the password alone who lost telephone, passkey and recovery codes."

    def add_arguments(self, parser):
        parser.add_argument("login", metavar="USERNAME", help="user name or e-mail address")

    def handle(self, *args, **options):
        user = User.objects.by_login(options["login"])
        if user is None:
            raise CommandError(f"There is no account {options['login']}.")
        if not user.remove_second_factors():
            raise CommandError(f"{user.username} has no second factor.")
        self.stdout.write(
            f"{user.username} signs in by the password alone now. All sessions of the account have ended."
        )
