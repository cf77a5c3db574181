import django.db.models.deletion
from django.db import migrations, models

import maseer.lib.fields

# What was kept is made of the articles anew: the worker does that, or `manage.py reindex_search`.

COLUMNS = ("title", "lead", "marks", "body")

# The index follows the table by triggers, so that no way of writing a row can forget it. Its words are cut already: the
# tokenizer only has to part them at spaces and leave every other letter alone.
SQLITE = (
    """
    CREATE VIRTUAL TABLE articles_searchindex USING fts5(
        title, lead, marks, body, content='articles_searchdocument', content_rowid='ord', tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER articles_searchindex_insert AFTER INSERT ON articles_searchdocument BEGIN
        INSERT INTO articles_searchindex(rowid, title, lead, marks, body)
        VALUES (new.ord, new.title, new.lead, new.marks, new.body);
    END
    """,
    """
    CREATE TRIGGER articles_searchindex_delete AFTER DELETE ON articles_searchdocument BEGIN
        INSERT INTO articles_searchindex(articles_searchindex, rowid, title, lead, marks, body)
        VALUES ('delete', old.ord, old.title, old.lead, old.marks, old.body);
    END
    """,
    """
    CREATE TRIGGER articles_searchindex_update AFTER UPDATE OF ord, title, lead, marks, body
    ON articles_searchdocument BEGIN
        INSERT INTO articles_searchindex(articles_searchindex, rowid, title, lead, marks, body)
        VALUES ('delete', old.ord, old.title, old.lead, old.marks, old.body);
        INSERT INTO articles_searchindex(rowid, title, lead, marks, body)
        VALUES (new.ord, new.title, new.lead, new.marks, new.body);
    END
    """,
)

# The wide columns lie apart, so that walking over many rows for their places touches few pages. An index with a pending
# list (fastupdate) is quick to write and slow to read.
POSTGRESQL = (
    """
    ALTER TABLE articles_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS
        (to_tsvector('simple', title || lead || marks || body)) STORED
    """,
    "ALTER TABLE articles_searchdocument SET (toast_tuple_target = 256)",
    "CREATE INDEX articles_searchindex ON articles_searchdocument USING gin (words) WITH (fastupdate = off)",
)


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER articles_searchindex_{event}")
        schema_editor.execute("DROP TABLE articles_searchindex")
    else:
        schema_editor.execute("DROP INDEX articles_searchindex")
        schema_editor.execute("ALTER TABLE articles_searchdocument DROP COLUMN words")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_shares_by_day'),
    ]

    operations = [
        migrations.DeleteModel(name='SearchDocument'),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('ord', models.BigAutoField(primary_key=True, serialize=False)),
                ('version', models.PositiveSmallIntegerField()),
                ('length', models.PositiveIntegerField()),
                ('heading', models.CharField(max_length=300)),
                ('title', models.TextField()),
                ('lead', models.TextField()),
                ('marks', models.TextField()),
                ('body', models.TextField()),
                ('surface', models.TextField()),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_document', to='articles.article')),
            ],
            options={
                'indexes': [models.Index(fields=['-article', 'heading'], name='search_titles')],
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('word', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('texts', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changes', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchDue',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='articles.article')),
            ],
        ),
        migrations.CreateModel(
            name='SearchState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(default=0)),
                ('target', models.PositiveSmallIntegerField(default=0)),
                ('position', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SearchSynonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one', maseer.lib.fields.LineField(max_length=100, verbose_name='word')),
                ('other', maseer.lib.fields.LineField(max_length=100, verbose_name='means the same')),
                ('one_key', models.CharField(db_index=True, editable=False, max_length=200)),
                ('other_key', models.CharField(db_index=True, editable=False, max_length=200)),
            ],
            options={
                'verbose_name': 'synonym',
                'verbose_name_plural': 'synonyms',
                'ordering': ['one'],
                'constraints': [models.UniqueConstraint(fields=('one_key', 'other_key'), name='synonym_once')],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
