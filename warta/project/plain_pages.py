"""Answers of the front itself, for when Django can't be asked. In both languages: nothing is known of the reader."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_PAGE = """<!doctype html>
<html lang="id">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body><h1>{title}</h1><p>{indonesian}</p><p lang="en">{english}</p></body></html>
"""


def _plain_page(
    status: int, *, title: str, indonesian: str, english: str, retry_after_seconds: int = 0
) -> Callable[[Send], Awaitable[None]]:
    body = _PAGE.format(title=title, indonesian=indonesian, english=english).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", b"default-src 'none'"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if retry_after_seconds:
        headers.append((b"retry-after", str(retry_after_seconds).encode()))

    async def answer(send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


TOO_BUSY = _plain_page(
    503,
    title="Sedang sangat ramai",
    indonesian="Terlalu banyak permintaan sekaligus. Silakan coba lagi beberapa detik lagi; tidak ada yang hilang.",
    english="Too many requests at once. Please try again in a few seconds; nothing is lost.",
    retry_after_seconds=5,
)
TOO_LARGE = _plain_page(
    413,
    title="Kiriman terlalu besar",
    indonesian="Kiriman ini lebih dari 64 MB. Kirim berkas yang lebih kecil.",
    english="What was sent is larger than 64 MB. Send a smaller file.",
)
TOO_SLOW = _plain_page(
    408,
    title="Kiriman terputus",
    indonesian="Kiriman berhenti di tengah jalan. Periksa sambungan, lalu kirim lagi.",
    english="What was sent stopped halfway. Check the connection and send it again.",
)
NOT_FOUND = _plain_page(
    404,
    title="Tidak ditemukan",
    indonesian="Berkas ini tidak ada di sini.",
    english="There is no such file here.",
)
