"""Vouchers come as CSV and leave as CSV: checked on the way in, harmless in a spreadsheet on the way out. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,79}")
MOST_BYTES, MOST_VOUCHERS = 5 * 1024 * 1024, 50_000
HEADINGS = frozenset({"code", "kode", "voucher"})
# What a spreadsheet takes for the beginning of a formula; a tab or a line's end hides one from a first look.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class WrongFile(ValueError):
    """Nothing of the file can be taken, in a sentence."""


@dataclass(frozen=True)
class Trouble:
    """A line that was not taken. It never repeats a code: a voucher is money."""

    line: int
    why: str


@dataclass(frozen=True)
class Vouchers:
    """The codes in their order, each once, with the `lines` they stand in, and the lines that were not taken."""

    codes: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    lines: tuple[int, ...] = ()


def vouchers_in(data: bytes) -> Vouchers:
    """Read a file whose first column, or the one headed `code`, has the codes. Raises WrongFile."""
    rows = _rows(data)
    column = _column(rows[0][1]) if rows else None
    codes: dict[str, int] = {}
    troubles = []
    for line, row in rows if column is None else rows[1:]:
        code = (row[column or 0] if len(row) > (column or 0) else "").strip()
        if why := _why_not(code, codes):
            troubles.append(Trouble(line, why))
        else:
            codes[code] = line
    if not codes:
        raise WrongFile("There is no voucher code in this file: one a line, or a column headed “code”.")
    if len(codes) > MOST_VOUCHERS:
        raise WrongFile(f"That are more than {MOST_VOUCHERS} vouchers; load them in several files.")
    return Vouchers(tuple(codes), tuple(troubles), tuple(codes.values()))


def _why_not(code: str, codes: dict[str, int]) -> str:
    if code in codes:
        return f"the same code as in line {codes[code]}"
    if not CODE.fullmatch(code):
        return "not a code: 3 to 80 letters, digits, points, hyphens or underscores"
    return ""


def _rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Each row that has something in it, with the line it ends in."""
    if len(data) > MOST_BYTES:
        raise WrongFile("The file is larger than 5 MB; a list of vouchers is not.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongFile("The file is not text in UTF-8; save it as CSV (UTF-8).") from None
    if "\0" in text:
        raise WrongFile("The file is not text; save the list as CSV (UTF-8).")
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise WrongFile(f"Line {reader.line_num} can't be read as CSV: look at its quotation marks.") from None


def _column(heading: Sequence[str]) -> int | None:
    """The place of the codes' heading, or None when the first row is no heading."""
    names = [cell.strip().casefold() for cell in heading]
    return next((place for place, name in enumerate(names) if name in HEADINGS), None)


def harmless(cell: object) -> str:
    """A cell that no spreadsheet computes: an apostrophe stands before what begins like a formula."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def csv_of(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that spreadsheets open as text in UTF-8, every cell in quotation marks and harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(cell) for cell in heading])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
