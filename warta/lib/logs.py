"""One JSON line per log record, with the id of the request it belongs to, and nothing personal or secret in it."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Each pattern keeps its group "kept", so that a line still says what stood there.
SECRETS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<kept>/bot)\d+:[A-Za-z0-9_-]+",  # Telegram's token is a part of its addresses
        r"(?P<kept>)\b\d{6,}:[A-Za-z0-9_-]{30,}\b",
        r"(?P<kept>://)[^/\s:@]*:[^/\s@]+(?=@)",  # user and password in an address
        r"(?P<kept>)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
        r"(?i)(?P<kept>\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{6,}",
        r"(?i)(?P<kept>\b(?:password|passwd|secret|token|api_?key|sessionid|csrftoken|authorization)"
        r"\"?'?\s*[=:]\s*\"?'?)(?!bearer |basic )[^\s&\"',;}]+",
    )
)
HIDDEN = "[hidden]"
# Django adds the request, whose spelling has the whole query: what a reader searched for, an address in a link.
# Uvicorn adds its message once more, in colours.
UNTOLD = {"message", "asctime", "taskName", "request", "color_message"}
KNOWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | UNTOLD


def redacted(text: str) -> str:
    """The text without e-mail addresses, tokens and passwords."""
    for pattern in SECRETS:
        text = pattern.sub(rf"\g<kept>{HIDDEN}", text)
    return text


class JsonLines(logging.Formatter):
    """For machines: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            entry["request_id"] = request_id.get()
        entry |= _extra(record)
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(_clean(entry), ensure_ascii=False, default=str)


class HumanLines(logging.Formatter):
    """For a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        extra = " ".join(f"{name}={redacted(str(value))}" for name, value in _extra(record).items())
        moment = datetime.fromtimestamp(record.created, UTC).astimezone()
        line = f"{moment:%H:%M:%S} {record.levelname.lower():7} {record.name}: {record.getMessage()} {extra}".rstrip()
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return redacted(line)


class BriefLines(HumanLines):
    """For whoever watches a terminal: of a failure its last line. A log file, or the level INFO, has it whole."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return f"         {super().formatException(ei).splitlines()[-1]}"


# Each request has a line of its own with its status: Django's about what is not there would be a second.
# urllib3 writes whole addresses, which hold tokens; Wagtail writes a line for each act that its own log keeps as well.
QUIETER = {
    "django.request": "ERROR",
    "urllib3": "ERROR", "PIL": "INFO", "uvicorn.access": "WARNING", "wagtail": "WARNING", "django_tasks": "WARNING",
}  # fmt: skip


def set_up(*, stream: TextIO | None = None, level: str = "INFO") -> None:
    """Send all logging to `stream` (standard error): for people on a terminal, else as JSON. Safe to repeat."""
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    handler.setFormatter(_formatter(target, level))
    root = logging.getLogger()
    for old in [other for other in root.handlers if getattr(other, "is_wartas", False)]:
        root.removeHandler(old)
    handler.is_wartas = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    for name, lowest in QUIETER.items():
        logging.getLogger(name).setLevel(lowest)


def _formatter(target: TextIO, level: str) -> logging.Formatter:
    if not target.isatty():
        return JsonLines()
    return BriefLines() if logging.getLevelNamesMapping()[level] > logging.INFO else HumanLines()


@contextmanager
def request(identifier: str) -> Iterator[None]:
    """Mark every record written inside the block, in this thread or task, with the id of its request."""
    token = request_id.set(identifier)
    try:
        yield
    finally:
        request_id.reset(token)


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in KNOWN_FIELDS}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, dict):
        return {str(name): _clean(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_clean(part) for part in value]
    return value if isinstance(value, (int, float, bool, type(None))) else redacted(str(value))
