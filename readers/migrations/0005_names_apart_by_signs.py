from django.db import migrations

from maseer.lib import arabic


def mark(apps, schema_editor):
    lists = apps.get_model("readers", "ReadingList").objects
    for row in lists.filter(name__regex=arabic.SIGNS).only("name"):
        lists.filter(pk=row.pk).update(key=arabic.key(row.name))


class Migration(migrations.Migration):
    dependencies = [
        ("readers", "0004_comments_open"),
    ]

    operations = [
        # No way back, as for the names of the newsroom.
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]
