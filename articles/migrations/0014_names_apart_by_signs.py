from django.db import migrations

from maseer.lib import arabic

NAMED = ("Author", "Section", "Series", "Source", "Tag")


def mark(apps, schema_editor):
    """No new key is another row's: the names would have had the same letters before."""
    for name in NAMED:
        model = apps.get_model("articles", name)
        for row in model.objects.filter(name__regex=arabic.SIGNS).only("name"):
            model.objects.filter(pk=row.pk).update(name_key=arabic.key(row.name))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_related_texts"),
    ]

    operations = [
        # No way back: of two names that are apart by now one would have to go.
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]
