from django.db import migrations

import maseer.lib.fields
from maseer.lib import arabic


def fill(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias)
    for user in users.only("display_name", "username", "email").iterator():
        users.filter(pk=user.pk).update(
            sorted_as=arabic.sort_key(user.display_name)[: arabic.KEY_LENGTH],
            words=arabic.fold(f"{user.display_name} {user.username} {user.email}"),
        )


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0006_invitation_note"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sorted_as",
            field=maseer.lib.fields.SortKeyField(default="", max_length=200, of="display_name"),
        ),
        migrations.AddField(
            model_name="user",
            name="words",
            field=maseer.lib.fields.WordsField(default="", of=("display_name", "username", "email")),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
