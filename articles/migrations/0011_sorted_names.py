import maseer.lib.fields
from django.conf import settings
from django.db import migrations, models

NAMED = ('author', 'section', 'series', 'source', 'tag')


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_search_counts'),
        ('images', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='author',
            options={'ordering': ['sorted_as', 'name_key'], 'verbose_name': 'writer', 'verbose_name_plural': 'writers'},
        ),
        migrations.AlterModelOptions(
            name='series',
            options={'ordering': ['sorted_as', 'name_key'], 'verbose_name': 'series', 'verbose_name_plural': 'series'},
        ),
        migrations.AlterModelOptions(
            name='source',
            options={'ordering': ['sorted_as', 'name_key'], 'verbose_name': 'source', 'verbose_name_plural': 'sources'},
        ),
        migrations.AlterModelOptions(
            name='tag',
            options={'ordering': ['sorted_as', 'name_key'], 'verbose_name': 'tag', 'verbose_name_plural': 'tags'},
        ),
        *(
            migrations.AddField(
                model_name=name,
                name='sorted_as',
                field=maseer.lib.fields.SortKeyField(default='', max_length=200, of='name'),
            )
            for name in NAMED
        ),
        *(
            migrations.AddIndex(
                model_name=name,
                index=models.Index(fields=['sorted_as', 'name_key'], name=f'{name}_by_name'),
            )
            for name in NAMED
        ),
    ]
