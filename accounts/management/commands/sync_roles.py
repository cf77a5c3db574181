from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.roles import PERMISSIONS


class Command(BaseCommand):
    help = "Makes the groups and their permissions equal to the table in accounts/roles.py. Run it on every deploy."

    @transaction.atomic
    def handle(self, *args, **options):
        # migrate makes permissions in a signal; a fresh database may not have had it yet.
        for app in apps.get_app_configs():
            create_permissions(app, verbosity=0)
        known = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in Permission.objects.select_related("content_type")
        }
        for role, names in PERMISSIONS.items():
            group, _ = Group.objects.get_or_create(name=role.value)
            group.permissions.set(known[name] for name in sorted(names))
            if options["verbosity"] > 1:
                self.stdout.write(f"{role.value}: {len(names)}")
