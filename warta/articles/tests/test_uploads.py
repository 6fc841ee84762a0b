"""Pictures that are none, broken, too large or traps, as the newsroom's upload takes them."""

from __future__ import annotations

import io
import json
import random
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Drawing
from wagtail.images.models import Image

from warta.articles.tests.newsroom import Newsroom

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def drawn(kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    content = io.BytesIO()
    Drawing.effect_noise(size, 50).convert("RGB").save(content, kind)
    return content.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def editor(newsroom: Newsroom) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(newsroom.budi)
    return client


def upload(editor: Client, name: str, content: bytes) -> Any:
    return editor.post(
        "/newsroom/images/multiple/add/",
        {"title": name, "files[]": SimpleUploadedFile(name, content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


REFUSED = {
    "svg.svg": SVG,
    "svg.jpg": SVG,
    "empty.jpg": b"",
    "words.png": b"this is no picture",
    "page.gif": b"GIF89a<script>",
    "bomb.png": bomb(50_000, 50_000),
    "tall.png": bomb(1, 2_000_000_000),
    "half.jpg": drawn("JPEG")[:2000],
    "half.png": drawn("PNG")[:2000],
    "half.webp": drawn("WEBP")[:2000],
    "half.avif": drawn("AVIF")[:2000],
}


def test_a_whole_picture_is_taken_as_it_is(editor: Client) -> None:
    kinds = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
    for kind, ending in kinds.items():
        content = drawn(kind)
        assert json.loads(upload(editor, f"whole.{ending}", content).content)["success"] is True
        image = Image.objects.latest("pk")
        assert (image.width, image.height, image.file.read()) == (300, 200, content)


def test_a_broken_picture_is_never_an_error_of_ours(editor: Client) -> None:
    dice = random.Random(1)
    for kind, ending in (("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp"), ("AVIF", "avif")):
        whole = drawn(kind, (60, 40))
        for _ in range(12):
            broken = bytearray(whole)
            for _ in range(dice.randrange(1, 30)):
                broken[dice.randrange(len(broken))] = dice.randrange(256)
            assert upload(editor, f"broken.{ending}", bytes(broken)).status_code == 200


def test_a_picture_of_fifty_megabytes_is_refused_with_the_limit(editor: Client) -> None:
    said = json.loads(upload(editor, "huge.jpg", drawn("JPEG") + b"\0" * 50 * 1024 * 1024).content)
    assert said["success"] is False
    assert "20.0" in said["error_message"] or "20,0" in said["error_message"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_picture_is_refused_in_a_sentence_and_nothing_is_kept(editor: Client, name: str) -> None:
    answer = upload(editor, name, REFUSED[name])
    assert answer.status_code == 200
    said = json.loads(answer.content)
    assert said["success"] is False
    assert said["error_message"].strip()
    assert not Image.objects.exists()
