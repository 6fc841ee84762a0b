import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0003_showing'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_queue',
        ),
        migrations.RemoveField(
            model_name='complaint',
            name='answer',
        ),
        migrations.AddField(
            model_name='comment',
            name='look_by',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='complaint',
            name='answered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='complaint',
            name='reason',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='complaint',
            name='ruling',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='complaints', to='comments.ruling'),
        ),
        migrations.AddField(
            model_name='complaint',
            name='wrapped',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='ruling',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='comments.ruling'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='tell_after',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['look_by', 'id'], name='comment_queue'),
        ),
        migrations.AddIndex(
            model_name='ruling',
            index=models.Index(condition=models.Q(('tell_after__isnull', False)), fields=['tell_after'], name='ruling_to_tell'),
        ),
    ]
