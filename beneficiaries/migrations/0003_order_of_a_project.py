from django.conf import settings
from django.db import migrations, models


def copy_sort_keys(apps, schema_editor):
    Participation, Person = (apps.get_model("beneficiaries", name) for name in ("Participation", "Person"))
    of_person = Person.objects.filter(pk=models.OuterRef("person")).values("sort_key")
    Participation.objects.update(sort_key=models.Subquery(of_person))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_single_keys'),
        ('beneficiaries', '0002_exit_situation_length'),
        ('programmes', '0002_public_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='care',
            name='beneficiari_grant_p_df5217_idx',
        ),
        migrations.AddField(
            model_name='participation',
            name='sort_key',
            field=models.CharField(blank=True, default='', editable=False, max_length=250),
            preserve_default=False,
        ),
        migrations.RunPython(copy_sort_keys, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='care',
            index=models.Index(fields=['grant_project', 'person', 'organisation'], name='beneficiari_grant_p_5f7ccb_idx'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(fields=['grant_project', 'sort_key', 'person'], name='participation_in_order'),
        ),
    ]
