"""Static files whose address changes with their content, so that they may be kept for ever."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
from django.contrib.staticfiles.storage import StaticFilesStorage

from warta.theme.fingerprint import fingerprint

COMPRESSIBLE = frozenset({".css", ".js", ".mjs", ".svg", ".json", ".txt", ".html", ".xml", ".map", ".webmanifest"})


class FingerprintedStorage(StaticFilesStorage):
    """`site.css` has the address `/static/<fingerprint>/site.css`.

    `collectstatic` writes it, with its gzip and brotli forms, to `<STATIC_ROOT>/<fingerprint>/site.css`: for nginx,
    which so serves the files of the version before as long as pages of it are under way.
    """

    def url(self, name: str | None) -> str:
        return super().url(f"{fingerprint()}/{name or ''}")

    def path(self, name: str | os.PathLike[str]) -> str:
        return super().path(os.path.join(fingerprint(), name))  # noqa: PTH118 - as Django's own

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[tuple[str, str, bool]]:
        """Write the compressed forms beside each text file. Called by `collectstatic`."""
        if options.get("dry_run"):
            return
        for name in paths:
            path = Path(self.path(name))
            if path.suffix in COMPRESSIBLE:
                body = path.read_bytes()
                Path(f"{path}.gz").write_bytes(gzip.compress(body, 9, mtime=0))
                Path(f"{path}.br").write_bytes(brotli.compress(body, quality=11))
                yield name, name, True
