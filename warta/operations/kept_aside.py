"""What a restore put aside: it holds readers' keys, so it lives no longer than any copy of them may."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from warta.lib.clock import now
from warta.readers.own_data.retention import KEY_COPIES

_NAME = re.compile(r"before-restore-(\d{8}-\d{6})")


def forget_kept_aside() -> int:
    """Delete folders that are older than copies of readers' keys may be. How many. Safe to repeat."""
    oldest = now() - KEY_COPIES.period
    old = [folder for folder in Path(settings.HOME).glob("before-restore-*") if _is_older(folder, oldest)]
    for folder in old:
        shutil.rmtree(folder)
    return len(old)


def _is_older(folder: Path, moment: datetime) -> bool:
    named = _NAME.fullmatch(folder.name)
    if named is None or not folder.is_dir() or folder.is_symlink():
        return False
    return datetime.strptime(named[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC) < moment
