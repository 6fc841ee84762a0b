import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0002_writing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LikeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('likes', models.SmallIntegerField()),
                ('likers', models.SmallIntegerField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_best',
        ),
        migrations.AddField(
            model_name='comment',
            name='likers_before',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='like',
            name='thread',
            field=models.ForeignKey(db_index=False, default=None, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.thread'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='thread',
            name='likers',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('root__isnull', True), ('state', 'published')), fields=['thread', '-best', '-id'], name='comment_best'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('featured_at__isnull', False)), fields=['thread', '-featured_at'], name='comment_featured_here'),
        ),
        migrations.AddIndex(
            model_name='like',
            index=models.Index(fields=['thread', 'person'], name='like_in_thread'),
        ),
        migrations.AddField(
            model_name='likechange',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment'),
        ),
    ]
