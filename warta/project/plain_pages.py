"""Answers of the front itself, for when Django can't be asked. In both languages: nothing is known of the reader."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable, MutableMapping
from hashlib import sha256
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# The site's look in a few words: a page that is sent when nothing else can be must not ask for anything.
_STYLE = """
:root{color-scheme:light dark}
body{max-width:36rem;margin:18vh auto;padding:0 1.125rem;font:1.125rem/1.5 Georgia,"Noto Serif",serif;
background:#fcfaf5;color:#1a1815}
h1{margin:0 0 .6em;padding-top:.5em;border-top:4px solid #a5271a;font-size:2rem;line-height:1.12}
p+p{color:#58524a}
@media(prefers-color-scheme:dark){body{background:#161412;color:#ece6da}h1{border-color:#ff8570}p+p{color:#b1a899}}
"""
_POLICY = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
_PAGE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{style}</style>
</head>
<body><main><h1>{title}</h1><p>{indonesian}</p><p lang="en">{english}</p></main></body>
</html>
"""


def _plain_page(
    status: int, *, title: str, indonesian: str, english: str, retry_after_seconds: int = 0
) -> Callable[[Send], Awaitable[None]]:
    body = _PAGE.format(title=title, style=_STYLE, indonesian=indonesian, english=english).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", _POLICY.encode()),
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
NO_ROOM = _plain_page(
    507,
    title="Tidak ada tempat",
    indonesian="Penyimpanan situs ini penuh; tidak ada yang diterima. Kembali ke halaman sebelumnya: isinya masih ada.",
    english="The storage of this site is full, so nothing was taken. Go back one page: what you wrote is still there.",
)
NOT_FOUND = _plain_page(
    404,
    title="Tidak ditemukan",
    indonesian="Berkas ini tidak ada di sini.",
    english="There is no such file here.",
)
NO_CHANNEL = _plain_page(
    404,
    title="Tidak ada yang didengar",
    indonesian="Saluran ini tidak ada. Saluran bernama seperti article-7.",
    english="There is no such channel. One is named like article-7.",
)
NOT_PLAIN = _plain_page(
    400,
    title="Hanya untuk didengar",
    indonesian="Dengarkan dengan satu permintaan GET tanpa isi, pada sambungan yang tidak menunggu jawaban lain.",
    english="Listen with one GET request that has no body, on a connection that waits for no other answer.",
)
TOO_MANY_LISTENERS = _plain_page(
    503,
    title="Sedang sangat ramai",
    indonesian="Terlalu banyak pendengar sekaligus. Muat ulang halamannya untuk melihat yang baru.",
    english="Too many listen at once. Load the page again to see what is new.",
    retry_after_seconds=60,
)
TOO_MANY_FROM_HERE = _plain_page(
    429,
    title="Terlalu banyak dari sini",
    indonesian="Terlalu banyak pendengar dari alamat ini. Tutup halaman lain, atau muat ulang untuk melihat yang baru.",
    english="Too many listen from this address. Close other pages, or load this one again to see what is new.",
    retry_after_seconds=60,
)
