from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readers", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="user",
            name="needs_second_factor",
            field=models.BooleanField(default=True, editable=False),
        ),
    ]
