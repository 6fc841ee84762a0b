"""Reads a file line by line, packed or not, within bounds: a huge line or a packed bomb costs no memory."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase, BufferedReader
from pathlib import Path

from django.utils.translation import gettext as _

# A line may carry pictures as data: addresses; a longer one is no article.
MAX_LINE_BYTES = 16 * 1024 * 1024
# Text packs to a tenth at best. Beyond this much, a file that grew this many times is a bomb.
BOMB_BYTES = 512 * 1024 * 1024
BOMB_RATIO = 200
CHUNK_BYTES = 1024 * 1024
STANDARD_INPUT = "-"
GZIP = b"\x1f\x8b"


class UnreadableFile(Exception):
    """The file can't be read (on). The message is one sentence for the operator."""


@dataclass(frozen=True)
class Line:
    """`content` without its end, None when it is too long; `read_bytes` of the file itself were read up to here."""

    number: int
    content: bytes | None
    read_bytes: int


def lines_of(path: str, *, max_line_bytes: int = MAX_LINE_BYTES) -> Iterator[Line]:
    """The lines of a file, of a gzip file (by its content, not its name), or of standard input ("-").

    Raises UnreadableFile, also in the middle: what was read before stands.
    """
    with _opened(path) as (raw, position):
        stream = gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == GZIP else raw
        yield from _split(stream, position, max_line_bytes)


@contextmanager
def _opened(path: str) -> Iterator[tuple[BufferedReader, Callable[[], int]]]:
    if path == STANDARD_INPUT:
        with open(sys.stdin.fileno(), "rb", closefd=False) as file:
            yield file, lambda: 0
        return
    try:
        with Path(path).open("rb") as file:
            yield file, file.tell
    except OSError as error:
        raise UnreadableFile(_("%(path)s can't be read: %(why)s.") % {"path": path, "why": error.strerror}) from error


def _split(stream: BufferedIOBase, position: Callable[[], int], max_line_bytes: int) -> Iterator[Line]:
    number, kept, unpacked = 0, b"", 0
    is_too_long = False
    while chunk := _read(stream):
        unpacked += len(chunk)
        _refuse_bomb(unpacked, position())
        *ended, rest = (kept + chunk).split(b"\n")
        for content in ended:
            number += 1
            yield Line(number, None if is_too_long or len(content) > max_line_bytes else content, position())
            is_too_long = False
        is_too_long = is_too_long or len(rest) > max_line_bytes
        kept = b"" if is_too_long else rest
    if kept or is_too_long:
        yield Line(number + 1, None if is_too_long else kept, position())


def _read(stream: BufferedIOBase) -> bytes:
    try:
        return stream.read(CHUNK_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFile(_("The packed file is damaged or ends too early; what came before was read.")) from error
    except OSError as error:
        raise UnreadableFile(_("Reading stopped: %(why)s.") % {"why": error.strerror or error}) from error


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if packed and unpacked > BOMB_BYTES and unpacked > packed * BOMB_RATIO:
        words = _("The packed file grows more than %(ratio)d times when unpacked; that is no archive of articles.")
        raise UnreadableFile(words % {"ratio": BOMB_RATIO})
