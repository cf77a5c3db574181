from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0005_found_by_email"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="note",
            field=models.TextField(
                blank=True,
                help_text="It stands in the mail.",
                max_length=500,
                verbose_name="a word to the person",
            ),
        ),
    ]
