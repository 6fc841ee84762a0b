from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("comments", "0002_writing")]

    operations = []
