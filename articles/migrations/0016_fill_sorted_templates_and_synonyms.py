from django.db import migrations

from maseer.lib import arabic

SORTED_BY = {"StoryTemplate": "name", "SearchSynonym": "one"}


def fill(apps, schema_editor):
    for name, of in SORTED_BY.items():
        model = apps.get_model("articles", name)
        for pk, text in model.objects.values_list("pk", of):
            model.objects.filter(pk=pk).update(sorted_as=arabic.sort_key(text)[: arabic.KEY_LENGTH])


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0015_sorted_templates_and_synonyms"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
