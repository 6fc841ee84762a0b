from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("readers", "0006_terms")]
    operations = []
