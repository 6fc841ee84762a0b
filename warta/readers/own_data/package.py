"""A person's data as one ZIP: a JSON file of each part, and a page that opens in any browser without a network."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from warta.lib.clock import now
from warta.readers.own_data.gathering import Part, Row


def write_package(target: IO[bytes], parts: list[Part], *, language: str) -> None:
    """Write the ZIP from its beginning to its end; of `target` nothing but `write` and `flush` is asked."""
    moment = timezone.localtime(now())
    with translation.override(language), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "index.html", _page(parts, language, moment), moment)
        for part in parts:
            text = json.dumps([dict(row) for row in part.rows], default=_plain, ensure_ascii=False, indent=1)
            _add(archive, f"{part.source.name}.json", text, moment)


def _add(archive: zipfile.ZipFile, name: str, text: str, moment: datetime) -> None:
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    archive.writestr(entry, text.encode("utf-8", "replace"))


def _page(parts: list[Part], language: str, moment: datetime) -> str:
    shown = [
        {"title": part.source.title, "name": part.source.name, "rows": [_worded(part, row) for row in part.rows]}
        for part in parts
    ]
    context = {"parts": shown, "language": language, "made_at": moment, "site_name": settings.SITE_NAME}
    return render_to_string("readers/own_data/package.html", context)


def _worded(part: Part, row: Row) -> list[tuple[str, str]]:
    return [(str(part.source.labels.get(name, name)), _in_words(value)) for name, value in row.items()]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(one) for one in value)
    return "–" if value in (None, "") else str(value)


def _plain(value: Any) -> str:
    """Times in ISO 8601, whatever else is no JSON as its words."""
    return value.isoformat() if isinstance(value, date) else str(value)
