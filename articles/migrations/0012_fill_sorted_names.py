from django.db import migrations

from maseer.lib import arabic

NAMED = ("Author", "Section", "Series", "Source", "Tag")
AT_ONCE = 500


def fill(apps, schema_editor):
    for name in NAMED:
        model = apps.get_model("articles", name)
        rows = model.objects.order_by("pk").only("name")
        at = 0
        while some := list(rows.filter(pk__gt=at)[:AT_ONCE]):
            for row in some:
                row.sorted_as = arabic.sort_key(row.name)[: arabic.KEY_LENGTH]
            model.objects.bulk_update(some, ["sorted_as"])
            at = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_sorted_names"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
