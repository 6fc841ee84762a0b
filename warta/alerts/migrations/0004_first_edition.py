"""A site begins with one digest of everything that is selected, at the usual times."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations
from django.utils.translation import gettext, override


def begin(apps: Any, schema_editor: Any) -> None:
    with override(settings.LANGUAGE_CODE):
        name = gettext("Selected news")
    editions = apps.get_model("alerts", "Edition").objects
    if not editions.exists():
        editions.create(name=name)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0003_digests")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
