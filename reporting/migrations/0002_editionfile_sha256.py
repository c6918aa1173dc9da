import hashlib

from django.db import migrations, models


def hash_kept_files(apps, schema_editor):
    EditionFile = apps.get_model("reporting", "EditionFile")
    for file in EditionFile.objects.iterator(chunk_size=10):
        EditionFile.objects.filter(pk=file.pk).update(sha256=hashlib.sha256(file.content).hexdigest())


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [
        migrations.AddField("editionfile", "sha256", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.RunPython(hash_kept_files, migrations.RunPython.noop, elidable=True),
    ]
