"""What the database believes about its tables, after many rows came at once."""

from django.db import connection, models


def learn(*tables: type[models.Model]) -> None:
    """Counts anew what the tables hold. Until then PostgreSQL plans as if they were empty."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")
