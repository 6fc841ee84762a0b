import django.core.validators
import django.db.models.deletion
import warta.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('readers', '0005_profile'),
    ]

    operations = [
        migrations.CreateModel(
            name='TermsDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(help_text='The last part of its address: small letters, digits and hyphens. It stays as it is.', max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$')], verbose_name='address')),
                ('title_id', models.CharField(max_length=120, verbose_name='title, Indonesian')),
                ('title_en', models.CharField(max_length=120, verbose_name='title, English')),
                ('body_id', models.TextField(max_length=60000, verbose_name='text, Indonesian')),
                ('body_en', models.TextField(max_length=60000, verbose_name='text, English')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position in the list')),
                ('changed_at', models.DateTimeField(default=warta.lib.clock.now, editable=False, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'terms',
                'verbose_name_plural': 'terms and notices',
                'ordering': ['position', 'slug'],
                'permissions': [('publish_terms', 'Can publish terms')],
            },
        ),
        migrations.CreateModel(
            name='TermsVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('published_at', models.DateTimeField(db_index=True, default=warta.lib.clock.now)),
                ('published_by', models.CharField(max_length=26)),
                ('title_id', models.CharField(max_length=120)),
                ('title_en', models.CharField(max_length=120)),
                ('body_id', models.TextField()),
                ('body_en', models.TextField()),
                ('change_id', models.CharField(blank=True, max_length=300)),
                ('change_en', models.CharField(blank=True, max_length=300)),
                ('is_material', models.BooleanField(default=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='readers.termsdocument')),
            ],
            options={
                'ordering': ['document', '-number'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ConsentReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=40)),
                ('answer', models.CharField(choices=[('given', 'Agreed'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('language', models.CharField(max_length=5)),
                ('how', models.CharField(max_length=20)),
                ('at', models.DateTimeField(default=warta.lib.clock.now)),
                ('is_current', models.BooleanField(default=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consent_receipts', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='readers.termsversion')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='termsversion',
            constraint=models.UniqueConstraint(fields=('document', 'number'), name='terms_version_number'),
        ),
        migrations.AddIndex(
            model_name='consentreceipt',
            index=models.Index(condition=models.Q(('answer', 'withdrawn'), ('settled_at', None)), fields=['at'], name='consent_unsettled_withdrawals'),
        ),
        migrations.AddConstraint(
            model_name='consentreceipt',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('person', 'purpose'), name='consent_one_current_answer'),
        ),
    ]
