from django.db import migrations, models


class Migration(migrations.Migration):
    """Opening hours say „begins” and „ends”, as all other hours of a weekday do."""

    dependencies = [("services", "0018_pairs_of_two")]

    operations = [
        migrations.RemoveConstraint("openinghours", "opening_hours_order"),
        migrations.RenameField("openinghours", "opens_at", "begins_at"),
        migrations.RenameField("openinghours", "closes_at", "ends_at"),
        migrations.AlterModelOptions("openinghours", {"ordering": ["weekday", "begins_at"]}),
        migrations.AddConstraint(
            "openinghours",
            models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="opening_hours_order"
            ),
        ),
    ]
