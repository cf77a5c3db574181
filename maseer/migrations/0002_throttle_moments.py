from django.db import migrations, models


def forget(apps, schema_editor):
    """Counts of at most an hour. They end early, once."""
    apps.get_model("maseer", "Throttle").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('maseer', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(forget, forget),
        migrations.RemoveConstraint(
            model_name='throttle',
            name='throttle_window_once',
        ),
        migrations.RemoveField(
            model_name='throttle',
            name='count',
        ),
        migrations.AddField(
            model_name='throttle',
            name='moments',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='throttle',
            name='key',
            field=models.CharField(max_length=200, unique=True),
        ),
    ]
