from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("readers", "0004_sign_ins")]
    operations = []
