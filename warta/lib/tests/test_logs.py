from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.lib import logs


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def _restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


pytestmark = pytest.mark.usefixtures("_restored_logging")


def _written(stream: io.StringIO) -> dict[str, object]:
    return dict(json.loads(stream.getvalue().splitlines()[-1]))


def test_a_record_is_one_line_of_json_with_its_fields_and_the_request() -> None:
    stream = io.StringIO()
    logs.set_up(stream=stream)
    with logs.request("r7"):
        logging.getLogger("warta.test").info("article %s\npressed", 7, extra={"path": "/nasional/", "count": 3})
    entry = _written(stream)
    assert entry["message"] == "article 7\npressed"
    assert (entry["request_id"], entry["path"], entry["count"], entry["level"]) == ("r7", "/nasional/", 3, "info")
    assert len(stream.getvalue().splitlines()) == 1


def test_outside_a_request_there_is_no_id() -> None:
    stream = io.StringIO()
    logs.set_up(stream=stream)
    logging.getLogger("warta.test").info("x")
    assert "request_id" not in _written(stream)


def test_setting_up_twice_writes_once() -> None:
    first, second = io.StringIO(), io.StringIO()
    logs.set_up(stream=first)
    logs.set_up(stream=second)
    logging.getLogger("warta.test").warning("x")
    assert (first.getvalue(), len(second.getvalue().splitlines())) == ("", 1)


def test_a_terminal_gets_lines_for_people() -> None:
    stream = Terminal()
    logs.set_up(stream=stream)
    logging.getLogger("warta.test").warning("late", extra={"job": "sweep", "who": "ana@warta.example"})
    assert "warning warta.test: late job=sweep who=[hidden]" in stream.getvalue()


def test_who_watches_a_terminal_sees_a_failure_in_one_line_and_nothing_about_missing_pages() -> None:
    stream = Terminal()
    logs.set_up(stream=stream, level="WARNING")
    logging.getLogger("django.request").warning("Not Found: %s", "/nowhere")
    try:
        raise ValueError("the shelf is empty")
    except ValueError:
        logging.getLogger("warta.test").exception("no book")
    assert [line.split()[1:] for line in stream.getvalue().splitlines()] == [
        ["error", "warta.test:", "no", "book"], ["the", "shelf", "is", "empty"],
    ]  # fmt: skip
    logs.set_up(stream=stream, level="INFO")
    logging.getLogger("warta.test").error("no book", exc_info=ValueError())
    assert "ValueError" in stream.getvalue()


def test_an_exception_is_written_without_what_is_personal_in_it() -> None:
    stream = io.StringIO()
    logs.set_up(stream=stream)
    try:
        raise ValueError("Key (email)=(ana@warta.example) already exists")
    except ValueError:
        logging.getLogger("warta.test").exception("failed", extra={"parts": ["budi@warta.example", {"a": "x@y.id"}]})
    assert "ValueError" in str(_written(stream)["exception"])
    assert "@" not in stream.getvalue()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("POST https://api.telegram.org/bot123456:AAH-abcdefghijklmnopqrstuvwxyz012/sendMessage", "AAH-abc"),
        ("token 123456789:AAHabcdefghijklmnopqrstuvwxyz0123456 refused", "AAHabc"),
        ("postgres://warta:s3cret@db/warta", "s3cret"),
        ("Authorization: Bearer abcdef123456", "abcdef123456"),
        ('{"password": "rahasia"}', "rahasia"),
        ("?token=abc123&x=1", "abc123"),
        ("kirim ke Ana.Wati+berita@surat.warta.example.", "Wati"),
    ],
)
def test_secrets_and_addresses_are_hidden(text: str, secret: str) -> None:
    assert secret not in logs.redacted(text)
    assert logs.HIDDEN in logs.redacted(text)


@given(st.emails())
def test_no_common_e_mail_address_is_left(email: str) -> None:
    assert f" {email} " not in logs.redacted(f"Surat {email} diterima")


@given(st.text())
def test_any_text_can_be_logged_and_hiding_twice_changes_nothing_more(text: str) -> None:
    once = logs.redacted(text)
    assert logs.redacted(once) == once


def test_ordinary_words_stay() -> None:
    line = "GET /nasional/read/2026/11/22/7/rapat-kabinet 200 in 12 ms at 14:05:10"
    assert logs.redacted(line) == line


def test_what_somebody_asked_for_is_not_told_with_the_request() -> None:
    stream = io.StringIO()
    logs.set_up(stream=stream)
    request = "<WSGIRequest: GET '/nowhere?email=ana%40example.org'>"
    logging.getLogger("django.request").error("Broken: %s", "/nowhere", extra={"request": request})
    assert "/nowhere" in stream.getvalue()
    assert "ana" not in stream.getvalue()
