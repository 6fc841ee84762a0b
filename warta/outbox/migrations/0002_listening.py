from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Listening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20, unique=True)),
                ("bot_name", models.CharField(blank=True, default="", max_length=64)),
                ("next_update", models.BigIntegerField(default=0)),
                ("holder", models.CharField(blank=True, default="", max_length=26)),
                ("leased_until", models.DateTimeField(null=True)),
            ],
        ),
    ]
