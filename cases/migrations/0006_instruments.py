import django.db.models.deletion
import portal.crypto.fields
import portal.crypto.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_worklist'),
        ('programmes', '0003_accessibility_declaration'),
    ]

    operations = [
        migrations.AddField(
            model_name='needsdiagnosis',
            name='evidence',
            field=portal.crypto.fields.SealedTextField(blank=True, context='', editable=True, index='', key_path='participation.person.data_key', null=True),
        ),
        migrations.AddField(
            model_name='needsdiagnosis',
            name='instrument_code',
            field=models.SlugField(db_index=False, default='five-areas', max_length=40),
        ),
        migrations.AddField(
            model_name='needsdiagnosis',
            name='instrument_version',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.UUIDField(default=portal.crypto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40)),
                ('version', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('name_pl', models.CharField(max_length=120, null=True)),
                ('name_uk', models.CharField(max_length=120, null=True)),
                ('name_be', models.CharField(max_length=120, null=True)),
                ('name_ru', models.CharField(max_length=120, null=True)),
                ('name_en', models.CharField(max_length=120, null=True)),
                ('valid_from', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='instrument_version')],
            },
        ),
        migrations.CreateModel(
            name='InstrumentInUse',
            fields=[
                ('id', models.UUIDField(default=portal.crypto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(default='five-areas', max_length=40)),
                ('grant_project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='instrument_in_use', to='programmes.grantproject')),
            ],
        ),
        migrations.CreateModel(
            name='InstrumentArea',
            fields=[
                ('id', models.UUIDField(default=portal.crypto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('name_pl', models.CharField(max_length=80, null=True)),
                ('name_uk', models.CharField(max_length=80, null=True)),
                ('name_be', models.CharField(max_length=80, null=True)),
                ('name_ru', models.CharField(max_length=80, null=True)),
                ('name_en', models.CharField(max_length=80, null=True)),
                ('short_name', models.CharField(max_length=40)),
                ('short_name_pl', models.CharField(max_length=40, null=True)),
                ('short_name_uk', models.CharField(max_length=40, null=True)),
                ('short_name_be', models.CharField(max_length=40, null=True)),
                ('short_name_ru', models.CharField(max_length=40, null=True)),
                ('short_name_en', models.CharField(max_length=40, null=True)),
                ('hint', models.CharField(blank=True, max_length=300)),
                ('hint_pl', models.CharField(blank=True, max_length=300, null=True)),
                ('hint_uk', models.CharField(blank=True, max_length=300, null=True)),
                ('hint_be', models.CharField(blank=True, max_length=300, null=True)),
                ('hint_ru', models.CharField(blank=True, max_length=300, null=True)),
                ('hint_en', models.CharField(blank=True, max_length=300, null=True)),
                ('is_protected', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('level_1', models.CharField(max_length=200)),
                ('level_1_pl', models.CharField(max_length=200, null=True)),
                ('level_1_uk', models.CharField(max_length=200, null=True)),
                ('level_1_be', models.CharField(max_length=200, null=True)),
                ('level_1_ru', models.CharField(max_length=200, null=True)),
                ('level_1_en', models.CharField(max_length=200, null=True)),
                ('level_2', models.CharField(max_length=200)),
                ('level_2_pl', models.CharField(max_length=200, null=True)),
                ('level_2_uk', models.CharField(max_length=200, null=True)),
                ('level_2_be', models.CharField(max_length=200, null=True)),
                ('level_2_ru', models.CharField(max_length=200, null=True)),
                ('level_2_en', models.CharField(max_length=200, null=True)),
                ('level_3', models.CharField(max_length=200)),
                ('level_3_pl', models.CharField(max_length=200, null=True)),
                ('level_3_uk', models.CharField(max_length=200, null=True)),
                ('level_3_be', models.CharField(max_length=200, null=True)),
                ('level_3_ru', models.CharField(max_length=200, null=True)),
                ('level_3_en', models.CharField(max_length=200, null=True)),
                ('level_4', models.CharField(max_length=200)),
                ('level_4_pl', models.CharField(max_length=200, null=True)),
                ('level_4_uk', models.CharField(max_length=200, null=True)),
                ('level_4_be', models.CharField(max_length=200, null=True)),
                ('level_4_ru', models.CharField(max_length=200, null=True)),
                ('level_4_en', models.CharField(max_length=200, null=True)),
                ('level_5', models.CharField(max_length=200)),
                ('level_5_pl', models.CharField(max_length=200, null=True)),
                ('level_5_uk', models.CharField(max_length=200, null=True)),
                ('level_5_be', models.CharField(max_length=200, null=True)),
                ('level_5_ru', models.CharField(max_length=200, null=True)),
                ('level_5_en', models.CharField(max_length=200, null=True)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='cases.instrument')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('instrument', 'code'), name='instrument_area_code')],
            },
        ),
    ]
