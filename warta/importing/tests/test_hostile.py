from __future__ import annotations

import errno
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from wagtail.images.models import Image

from warta.articles.models import ArticlePage
from warta.articles.reading.article import article_for_reading, reading_of
from warta.importing import lines as lines_module
from warta.importing.lines import UnreadableFile, lines_of
from warta.importing.services import import_articles
from warta.importing.tests.lines import as_data, line, picture_bytes, written

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).resolve().parents[4] / "shared/data/html_xss"
PAYLOADS = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>a</p>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href=' JaVaScRiPt:alert(1)'>a</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>a</a>",
    "<svg/onload=alert(1)>",
    "<math><mtext></p><mglyph><svg><mtext><style><path id='</style><img onerror=alert(1) src>'>",
    "<iframe src=javascript:alert(1)></iframe><p>a</p>",
    "<b><a href=\"x\" onmouseover='alert(1)'>a</b></a>",
    "<table><td onclick=alert(1)><script>alert(1)</script>",
    "<blockquote><script>alert(1)</script><a href=javascript:alert(1)>a</a></blockquote>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "</p><p style='background:url(javascript:alert(1))'>a",
    "<figure><figcaption onload=alert(1)>a</figcaption></figure>",
]
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)([^>]*)>")
HARMLESS = frozenset({"p", "b", "i", "a", "br", "ul", "ol", "li", "blockquote", "span"})


def _assert_harmless(html: str) -> None:
    for _close, tag, attributes in _TAG.findall(html):
        assert tag in HARMLESS, html
        assert not re.search(r"(?i)[\s\"'/]on\w+\s*=", _without_values(attributes)), html
        href = re.search(r'href="([^"]*)"', attributes)
        assert href is None or re.match(r"(?:https?:|mailto:|tel:|/)", href[1]), html


def _without_values(attributes: str) -> str:
    return re.sub(r'"[^"]*"', '""', attributes)


def _import_and_check(folder: Path, payloads: list[str]) -> None:
    records = [
        line(n, title=f"Judul {n} {text}"[:200], body=[text, "Teks."], summary=text) for n, text in enumerate(payloads)
    ]
    summary = import_articles(written(folder, *records))
    assert summary.created + summary.skipped_count == len(payloads)
    for article in ArticlePage.objects.all():
        for block in article.body.raw_data:
            if block["type"] == "paragraph":
                _assert_harmless(block["value"])
            elif block["type"] == "embed":
                assert block["value"]["address"].startswith(("https://", "http://"))


def _shared(name: str, field: str) -> list[str]:
    path = SHARED / name
    return [json.loads(text)[field] for text in path.read_text().split("\n") if text] if path.exists() else []


def test_no_script_or_handler_survives_an_import(tmp_path: Path) -> None:
    _import_and_check(tmp_path, PAYLOADS)

    for article in ArticlePage.objects.all():
        loaded = article_for_reading(article.pk)
        assert loaded is not None
        for part in reading_of(loaded).parts:
            if part.kind == "paragraph":
                _assert_harmless(part.value)


def test_collected_payloads_and_naughty_strings_come_through_harmless(tmp_path: Path) -> None:
    payloads = _shared("xss_payloads.jsonl", "payload")[::3] + _shared("dompurify_cases.jsonl", "payload")

    _import_and_check(tmp_path, payloads + _shared("naughty_strings.jsonl", "text") + PAYLOADS)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"id": "1", "title": "Terpot', "JSON"),
        (b"[1, 2]", "object"),
        (b'{"title": "\xff\xfe"}', "UTF-8"),
        (b"[" * 200_000, "nested"),
        (b'{"id": NaN}', "JSON"),
        (json.dumps(line(title="")).encode(), "title"),
        (json.dumps(line(id="", url="")).encode(), "id"),
        (json.dumps(line(published="kemarin")).encode(), "published"),
        (json.dumps(line(published="0001-01-01T00:00:00+07:00")).encode(), "year"),
        (json.dumps(line(published="9999-12-31T23:59:59-12:00")).encode(), "year"),
        (json.dumps(line(published=12)).encode(), "published"),
        (json.dumps(line(body={"a": 1})).encode(), "body"),
        (json.dumps(line(body=[1])).encode(), "body"),
        (json.dumps(line(kind="sponsored")).encode(), "sponsor"),
    ],
)
def test_a_bad_line_is_skipped_with_its_number_and_reason(tmp_path: Path, content: bytes, why: str) -> None:
    summary = import_articles(written(tmp_path, line(1), content, line(2)))

    assert summary.created == 2
    assert [(told.line, why in told.why) for told in summary.skipped] == [(2, True)]


def test_a_huge_line_is_skipped_without_being_kept(tmp_path: Path) -> None:
    path = written(tmp_path, line(1), b"x" * 3_000_000, line(2))

    found = list(lines_of(path, max_line_bytes=1_000_000))

    assert [(one.number, one.content is None) for one in found] == [(1, False), (2, True), (3, False)]


def test_a_packed_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "BOMB_BYTES", 500_000)
    path = tmp_path / "bom.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 4_000_000))

    with pytest.raises(UnreadableFile, match="grows"):
        list(lines_of(str(path)))


def test_a_damaged_packed_file_is_imported_up_to_the_damage(tmp_path: Path) -> None:
    lines = b"".join(json.dumps(line(n, body="kata " * 50 + str(n * 7919))).encode() + b"\n" for n in range(20_000))
    path = tmp_path / "arsip.jsonl.gz"
    path.write_bytes(gzip.compress(lines)[:-200])

    with pytest.raises(UnreadableFile, match="damaged"):
        list(lines_of(str(path)))


def test_a_missing_file_is_said_in_one_sentence() -> None:
    with pytest.raises(UnreadableFile, match="can't be read"):
        import_articles("/tiada/arsip.jsonl")


def test_nul_surrogates_and_invisible_letters_are_left_out(tmp_path: Path) -> None:
    record = line(title="Air\x00 \ud800surut\u200b", body="Satu\x00\ud800.", extra={"k\x00": ["\udfff x"]})

    import_articles(written(tmp_path, record))

    article = ArticlePage.objects.get()
    assert article.title == "Air surut"
    assert article.body.raw_data[0]["value"] == "<p>Satu.</p>"
    assert article.original["fields"] == {"extra": {"k": [" x"]}}


def test_a_date_without_a_zone_is_the_sites_and_noted(tmp_path: Path) -> None:
    summary = import_articles(written(tmp_path, line(published="2017-12-29 00:30:00")))

    assert ArticlePage.objects.get().first_published_at.isoformat() == "2017-12-28T17:30:00+00:00"
    assert "zone" in summary.notes[0].why


def test_of_two_lines_with_one_id_the_first_is_taken(tmp_path: Path) -> None:
    summary = import_articles(written(tmp_path, line(1), line(1, title="Kembar")))

    assert ArticlePage.objects.get().title == "Air surut di hari ke-1"
    assert [(told.line, told.original_id) for told in summary.skipped] == [(2, "koran:1")]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (as_data(b"bukan gambar"), "no picture"),
        (as_data(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "no picture"),
        ("tiada.png", "can't be read"),
        ("../../etc/passwd", "out of"),
        ("/etc/passwd", "out of"),
        ("foto\x00.png", "can't be read"),
        ("http://127.0.0.1:8179/foto.png", "private"),
        ("http://[::1]:8179/foto.png", "private"),
        ("file:///etc/passwd", "can't be read"),
    ],
)
def test_a_picture_that_is_none_is_left_out_with_a_note(tmp_path: Path, source: str, why: str) -> None:
    summary = import_articles(written(tmp_path, line(images=[source])))

    assert ArticlePage.objects.get().lead_image is None
    assert not Image.objects.exists()
    assert why in summary.notes[0].why or source.startswith("foto")


def test_a_full_disk_loses_nothing_and_the_next_import_brings_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, line(images=[as_data(picture_bytes("olive"))]))

    def full(*_args: Any, **_kwargs: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(default_storage, "save", full)
        summary = import_articles(path)
    assert summary.created == 1
    assert "No space left" in summary.notes[0].why
    assert ArticlePage.objects.get().lead_image is None

    again = import_articles(path)

    assert again.updated == 1
    assert ArticlePage.objects.get().lead_image is not None
