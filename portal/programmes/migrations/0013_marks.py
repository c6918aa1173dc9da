"""Marks of a programme are data of its grant project; all that are there had the four of FEP 2021-2027 (R74)."""

from django.db import migrations, models

FEP_POMORZE = [
    "Fundusze Europejskie dla Pomorza",
    "Rzeczpospolita Polska",
    "Dofinansowane przez Unię Europejską",
    "Urząd Marszałkowski Województwa Pomorskiego",
]


def keep_the_four(apps, schema_editor):
    """Give every project the marks that its papers have borne."""
    apps.get_model("programmes", "GrantProject").objects.update(marks=FEP_POMORZE)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0012_days_abroad")]

    operations = [
        migrations.AddField("grantproject", "marks", models.JSONField(blank=True, default=list)),
        migrations.RunPython(keep_the_four, migrations.RunPython.noop),
    ]
