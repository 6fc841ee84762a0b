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
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=warta.lib.ids.opaque_id, max_length=26, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('at', models.DateTimeField(db_index=True, default=warta.lib.clock.now)),
                ('facts', models.JSONField(default=dict)),
                ('origin', models.BinaryField(null=True)),
                ('disowned_at', models.DateTimeField(null=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='securityevent',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='security_events', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='securityevent',
            index=models.Index(fields=['person', '-id'], name='event_of_person'),
        ),
    ]
