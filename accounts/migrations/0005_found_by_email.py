from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_addresses"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="user",
            index=models.Index(Lower("email"), name="user_by_email"),
        ),
    ]
