import django.db.models.deletion
import warta.lib.clock
import warta.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('readers', '0003_mails'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeatureKey',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('master', models.CharField(max_length=40)),
                ('wrapped', models.BinaryField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='FeatureSum',
            fields=[
                ('feature', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('total', models.PositiveBigIntegerField(default=0)),
                ('distinct', models.PositiveBigIntegerField(default=0)),
                ('once', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=warta.lib.ids.opaque_id, max_length=26, unique=True)),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('opened_at', models.DateTimeField(default=warta.lib.clock.now)),
                ('seen_at', models.DateTimeField(default=warta.lib.clock.now)),
                ('origin', models.BinaryField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OverallCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('feature', models.CharField(max_length=10)),
                ('value', models.CharField(max_length=16)),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('feature', 'value'), name='overall_count_once')],
            },
        ),
        migrations.CreateModel(
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=warta.lib.ids.opaque_id, max_length=26, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('at', models.DateTimeField(db_index=True, default=warta.lib.clock.now)),
                ('facts', models.JSONField(default=dict)),
                ('origin', models.BinaryField(null=True)),
                ('disowned_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='security_events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=warta.lib.clock.now)),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('passed', 'Passed'), ('failed', 'Failed')], default='pending', max_length=8)),
                ('owner', models.CharField(max_length=16)),
                ('address', models.CharField(blank=True, max_length=16)),
                ('network', models.CharField(blank=True, max_length=16)),
                ('country', models.CharField(blank=True, max_length=16)),
                ('agent', models.CharField(blank=True, max_length=16)),
                ('browser', models.CharField(blank=True, max_length=16)),
                ('system', models.CharField(blank=True, max_length=16)),
                ('device', models.CharField(blank=True, max_length=16)),
                ('hour', models.CharField(blank=True, max_length=16)),
                ('event', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sign_in', to='readers.securityevent')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OwnCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('feature', models.CharField(max_length=10)),
                ('value', models.CharField(max_length=16)),
                ('count', models.PositiveIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('person', 'feature', 'value'), name='own_count_once')],
            },
        ),
        migrations.AddIndex(
            model_name='securityevent',
            index=models.Index(fields=['person', '-id'], name='event_of_person'),
        ),
        migrations.AddIndex(
            model_name='signin',
            index=models.Index(fields=['person', '-id'], name='sign_in_of_person'),
        ),
    ]
