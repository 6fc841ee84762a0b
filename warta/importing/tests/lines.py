"""Lines of our own making for the tests of this room."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

from PIL import Image as Pillow

PUBLISHED = "2017-12-29T08:00:00+07:00"


def line(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A sound article, with `fields` instead of its own."""
    return {
        "id": f"koran:{number}",
        "url": f"https://koran.example/kota/{number}/judul",
        "title": f"Air surut di hari ke-{number}",
        "published": PUBLISHED,
        "section": "Kota",
        "author": "Ana Lestari",
        "body": "JAKARTA, KORAN.example — Air surut.\nWarga pulang.\nAnak bermain.\nIbu memasak.",
        **fields,
    }


def written(folder: Path, *lines: Any, name: str = "arsip.jsonl") -> str:
    """The path of a file with these lines; bytes are written as they are."""
    path = folder / name
    content = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    path.write_bytes(b"\n".join(content) + b"\n")
    return str(path)


def picture_bytes(colour: str = "teal", size: tuple[int, int] = (60, 40)) -> bytes:
    data = io.BytesIO()
    Pillow.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()


def as_data(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()
