"""Editions of a project follow each other; projects that complement it are named."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0013_marks'),
    ]

    operations = [
        migrations.AddField(
            model_name='grantproject',
            name='predecessor',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor', to='programmes.grantproject'),
        ),
        migrations.CreateModel(
            name='ComplementaryProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=300)),
                ('funder', models.CharField(blank=True, max_length=300)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('position', models.PositiveSmallIntegerField()),
                ('grant_project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='complements', to='programmes.grantproject')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='complemented', to='programmes.grantproject')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('grant_project', 'other'), name='complementary_project_once'), models.CheckConstraint(condition=models.Q(('other', None), ('name', ''), _connector='XOR'), name='complementary_project_here_or_named')],
            },
        ),
    ]
