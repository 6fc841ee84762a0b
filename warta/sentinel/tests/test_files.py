"""Sign-ins from a file, as `warta risk --batch` reads them."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

HEAD = (
    "index,Login Timestamp,User ID,Round-Trip Time [ms],IP Address,Country,Region,City,ASN,User Agent String,"
    "Browser Name and Version,OS Name and Version,Device Type,Login Successful,Is Attack IP,Is Account Takeover"
)


def _row(person: str, address: str, *, passed: bool = True, country: str = "ID") -> str:
    return f'0,2026-01-01,{person},,{address},{country},-,-,1,"A, with a comma",B 1,S 1,mobile,{passed},False,False'


def _scores(tmp_path: Path, *lines: str) -> list[float]:
    file, out = tmp_path / "sign-ins.csv", StringIO()
    file.write_text("\n".join(lines))
    call_command("risk", batch=str(file), stdout=out)
    return [float(line) for line in out.getvalue().splitlines()]


def test_each_sign_in_has_a_score_in_the_order_of_the_file(tmp_path: Path) -> None:
    home, abroad = _row("budi", "192.0.2.1"), _row("budi", "198.51.100.1", country="NL")
    others = [_row("citra", f"192.0.2.{number}") for number in range(2, 9)]
    scores = _scores(tmp_path, HEAD, home, *others, home, abroad)
    assert len(scores) == 10
    assert scores[-2] < scores[-1]


def test_a_first_sign_in_is_as_unlike_its_person_as_can_be(tmp_path: Path) -> None:
    first, second = _scores(tmp_path, HEAD, _row("budi", "192.0.2.1"), _row("budi", "192.0.2.1"))
    assert first == 16.0
    assert second < 1.0


def test_a_sign_in_that_failed_is_never_learned(tmp_path: Path) -> None:
    failed = _row("budi", "198.51.100.1", passed=False)
    scores = _scores(tmp_path, HEAD, _row("budi", "192.0.2.1"), failed, failed)
    assert scores[1] == scores[2]


def test_a_file_without_the_columns_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="missing: ASN"):
        _scores(tmp_path, HEAD.replace("ASN", "Network"), _row("budi", "192.0.2.1"))


def test_a_line_that_ends_early_is_named_by_its_number(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Line 3"):
        _scores(tmp_path, HEAD, _row("budi", "192.0.2.1"), "0,2026-01-01,budi")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be read"):
        call_command("risk", batch=str(tmp_path / "none.csv"), stdout=StringIO())
