import django.db.models.deletion
import warta.lib.clock
import warta.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('readers', '0006_terms'),
    ]

    operations = [
        migrations.CreateModel(
            name='Deletion',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='deletion', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(default=warta.lib.clock.now)),
                ('due_at', models.DateTimeField(db_index=True)),
                ('language', models.CharField(max_length=5)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('public_id', models.CharField(max_length=26, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True, default=warta.lib.clock.now)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Download',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=warta.lib.ids.opaque_id, editable=False, max_length=26, unique=True)),
                ('language', models.CharField(max_length=5)),
                ('state', models.CharField(choices=[('waiting', 'being made'), ('ready', 'ready'), ('failed', 'could not be made'), ('erased', 'erased')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField(default=warta.lib.clock.now)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(db_index=True, null=True)),
                ('bytes', models.PositiveBigIntegerField(default=0)),
                ('fetches', models.PositiveSmallIntegerField(default=0)),
                ('key', models.BinaryField(default=b'')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='downloads', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-asked_at'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DownloadPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('download', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='readers.download')),
            ],
            options={
                'ordering': ['number'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='download',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person',), name='download_one_waiting_per_person'),
        ),
        migrations.AddConstraint(
            model_name='downloadpiece',
            constraint=models.UniqueConstraint(fields=('download', 'number'), name='download_piece_once'),
        ),
    ]
