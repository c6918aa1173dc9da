"""A project whose first or last day is not known can be kept."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0014_editions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='grantproject',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='grantproject',
            name='starts_on',
            field=models.DateField(blank=True, null=True),
        ),
    ]
