from django.db import migrations


def write_addresses(apps, schema_editor):
    """A row of allauth for every address there is. Who works here was given theirs by an administrator."""
    EmailAddress = apps.get_model("account", "EmailAddress")
    for account in apps.get_model("accounts", "User").objects.exclude(email="").iterator():
        address = account.email.lower()
        if account.email != address:
            account.email = address
            account.save(update_fields=["email"])
        EmailAddress.objects.get_or_create(
            user_id=account.pk,
            email=address,
            defaults={"primary": True, "verified": account.is_staff},
        )


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_contributors"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(write_addresses, migrations.RunPython.noop)]
