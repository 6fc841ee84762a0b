from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("readers", "0001_initial")]
    operations = []
