from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readers", "0004_sign_ins")]
    operations = [
        migrations.RemoveConstraint(model_name="vaultvalue", name="vault_value_unique"),
        migrations.RemoveIndex(model_name="vaultvalue", name="vault_value_index"),
        migrations.RenameField(model_name="vaultvalue", old_name="is_unique", new_name="is_confirmed"),
        migrations.AddField(
            model_name="vaultvalue",
            name="indexed_by",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddIndex(
            model_name="vaultvalue",
            index=models.Index(fields=["field", "index"], name="vault_value_found"),
        ),
        migrations.AddConstraint(
            model_name="vaultvalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_confirmed", True)), fields=("field", "index"), name="vault_value_confirmed_once"
            ),
        ),
    ]
