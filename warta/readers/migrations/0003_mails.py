from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("readers", "0002_accounts")]
    operations = []
