import django.db.models.deletion
import warta.lib.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0004_names_in_proofs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found', models.JSONField(default=list)),
                ('looked_at', models.DateTimeField(default=warta.lib.clock.now)),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='comparison', to='campaigns.campaign')),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
