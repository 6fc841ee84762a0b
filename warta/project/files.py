"""Static files and pictures, as the front sends them. `deploy/nginx.conf` has the same rules."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import brotli

from warta.press.addresses import is_plain
from warta.press.negotiation import Headers, Sendable, fixed_head, is_unchanged, sendable
from warta.project.plain_pages import NOT_FOUND, Send

PIECE_BYTES = 256 * 1024
COMPRESSION_QUALITY = 9  # a large script of the newsroom takes 30 ms, once for each process

STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ico": "image/x-icon",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".wasm": "application/wasm",
}
# What people upload is shown only if it can't run; everything else is offered for saving.
MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
}
NEVER_SHOWN = ("original_images", "documents")  # they hold places, cameras and what is only for some eyes
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"
MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class StaticFiles:
    """Every static file in three encodings, read when it is first asked for and then kept."""

    def __init__(self, files: Mapping[str, Path], fingerprint: str) -> None:
        self._files, self._fingerprint = files, fingerprint
        self._kept: dict[tuple[str, bool], dict[str, Sendable]] = {}

    async def find(self, rest: str) -> dict[str, Sendable] | None:
        """The forms of the file whose address goes on with `rest` after `/static/`; None when there is none."""
        fingerprint, _, name = rest.partition("/")
        is_current = fingerprint == self._fingerprint
        if name not in self._files:
            name = rest
        if name not in self._files:
            return None
        kept = self._kept.get((name, is_current))
        if kept is None:
            kept = await asyncio.get_running_loop().run_in_executor(None, _forms_of, self._files[name], is_current)
            self._kept[name, is_current] = kept
        return kept


def _forms_of(path: Path, is_current: bool) -> dict[str, Sendable]:
    body = path.read_bytes()
    content_type = STATIC_TYPES.get(path.suffix.lower(), "application/octet-stream")
    # An address of another version leads to what there is now, which must not be kept under it.
    headers = {
        "Content-Type": content_type,
        "Cache-Control": FOR_EVER if is_current else ASK_AGAIN,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    bodies = {"identity": body}
    if "charset" in content_type:
        bodies["gzip"] = gzip.compress(body, COMPRESSION_QUALITY, mtime=0)
        bodies["br"] = brotli.compress(body, quality=COMPRESSION_QUALITY)
    tag = hashlib.sha256(body).hexdigest()[:16]
    fixed = fixed_head(headers)
    return {
        name: sendable(form, fixed, encoding=name, etag=f'"{tag}-{name}"'.encode()) for name, form in bodies.items()
    }


class Media:
    """The pictures of the site: renditions, never originals."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def answer(self, path: str, if_none_match: bytes, send: Send) -> None:
        """Send the file at `path` (what follows `/media/`), or a plain 404."""
        opened = await asyncio.get_running_loop().run_in_executor(None, self._open, path)
        if opened is None:
            await NOT_FOUND(send)
            return
        handle, about = opened
        with handle:
            headers = _media_headers(path, about)
            if is_unchanged(if_none_match, dict(headers)[b"etag"]):
                await _send_unchanged(headers, send)
            else:
                await _send_whole(handle, about.st_size, headers, send)

    def _open(self, path: str) -> tuple[BinaryIO, os.stat_result] | None:
        if not is_plain(f"/{path}") or path.partition("/")[0] in NEVER_SHOWN:
            return None
        try:
            handle = (self._root / path).open("rb")
        except OSError:
            return None
        about = os.fstat(handle.fileno())
        if stat.S_ISREG(about.st_mode):
            return handle, about
        handle.close()
        return None


def _media_headers(path: str, about: os.stat_result) -> Headers:
    kind = MEDIA_TYPES.get(os.path.splitext(path)[1].lower())  # noqa: PTH122 - an address, not a file
    headers = [
        (b"content-type", (kind or "application/octet-stream").encode()),
        (b"content-length", str(about.st_size).encode()),
        (b"etag", f'"{int(about.st_mtime):x}-{about.st_size:x}"'.encode()),
        (b"cache-control", b"public, max-age=2592000"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", MEDIA_POLICY.encode()),
    ]
    if kind is None:
        headers.append((b"content-disposition", b"attachment"))
    return headers


async def _send_unchanged(headers: Headers, send: Send) -> None:
    kept = [(name, value) for name, value in headers if name not in (b"content-type", b"content-length")]
    await send({"type": "http.response.start", "status": 304, "headers": kept})
    await send({"type": "http.response.body", "body": b""})


async def _send_whole(handle: BinaryIO, size_bytes: int, headers: Headers, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    left = size_bytes
    while left > 0:
        piece = await asyncio.get_running_loop().run_in_executor(None, handle.read, min(PIECE_BYTES, left))
        if not piece:
            break  # cut short meanwhile; the server closes the connection, so that nobody takes it for whole
        left -= len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
