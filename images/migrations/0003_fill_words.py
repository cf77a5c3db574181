from django.db import migrations

from maseer.lib import arabic

WORDED = {"Image": ("alt", "caption", "credit"), "Gallery": ("name",)}
AT_ONCE = 500


def fill(apps, schema_editor):
    for name, fields in WORDED.items():
        model = apps.get_model("images", name)
        at = 0
        while some := list(model.objects.filter(pk__gt=at).order_by("pk").only(*fields)[:AT_ONCE]):
            for row in some:
                row.words = arabic.fold(" ".join(getattr(row, field) for field in fields))
            model.objects.bulk_update(some, ["words"])
            at = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0002_words"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
