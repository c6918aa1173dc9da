from django.db import migrations

MAKE = (
    "CREATE INDEX IF NOT EXISTS beneficiaries_person_words"
    " ON beneficiaries_person USING gin (to_tsvector('simple', search_key))"
)


def on_postgresql(statement):
    """Return a step for the one database that has an index of words; SQLite reads through the names."""

    def act(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return act


class Migration(migrations.Migration):
    dependencies = [("beneficiaries", "0024_days_abroad")]

    operations = [
        migrations.RunPython(on_postgresql(MAKE), on_postgresql("DROP INDEX IF EXISTS beneficiaries_person_words")),
    ]
