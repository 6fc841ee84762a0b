"""`warta draw`, and the verifier that is a file of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from warta.campaigns.draw.form import file_bytes
from warta.campaigns.draw.single_file import NAME, single_file
from warta.campaigns.tests.proofs import DRAW_AT, ROUND, ROUNDS, SEALED_AT, entry, proof, rules, seal
from warta.lib.clock import clock_at


def draw(*arguments: Any, at: int = SEALED_AT) -> str:
    out = io.StringIO()
    with clock_at(datetime.fromtimestamp(at, UTC)):
        call_command("draw", *map(str, arguments), stdout=out)
    return out.getvalue()


def given(folder: Path) -> dict[str, Path]:
    """Rules and a list of entries, half of which have their codes already."""
    names = ("rules.json", "entries.txt", "seal.json", "proof.json", "receipts.jsonl", "passed.json")
    files = {name.partition(".")[0]: folder / name for name in names}
    files["rules"].write_text(json.dumps(rules()))
    entries = [entry(number) for number in range(20)]
    lines = [one.account.hex() for one in entries[:10]]
    lines += [f"{one.account.hex()} {one.code.hex()} {one.opening.hex()}" for one in entries[10:]]
    files["entries"].write_text("\n".join(lines) + "\n")
    return files


def sealed_files(folder: Path) -> dict[str, Path]:
    files = given(folder)
    moment = datetime.fromtimestamp(DRAW_AT, UTC).isoformat()
    draw("seal", "--rules", files["rules"], "--entries", files["entries"], "--draw-at", moment, "--out", files["seal"],
         "--receipts", files["receipts"])  # fmt: skip
    return files


def test_a_list_is_sealed_drawn_passed_on_and_checked(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)

    draw("run", files["seal"], "--signature", ROUNDS[ROUND], "--out", files["proof"], at=DRAW_AT)
    held = json.loads(files["proof"].read_text())["result"]["holders"][0]["entry"]
    draw("pass_on", files["proof"], "--entry", held, "--reason", "false-data", "--evidence", "Berita acara 1",
         "--out", files["passed"], at=DRAW_AT + 60)  # fmt: skip

    assert "right" in draw("verify", files["proof"])
    assert "right" in draw("verify", files["passed"])
    assert json.loads(files["passed"].read_text())["result"]["holders"][0]["entry"] != held


def test_each_receipt_belongs_to_the_list_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)
    assert files["receipts"].stat().st_mode & 0o077 == 0
    receipts = files["receipts"].read_text().splitlines()
    assert len(receipts) == 20
    (tmp_path / "own.json").write_text(receipts[0])

    assert "receipt_entry" in draw("verify", files["seal"], "--receipt", tmp_path / "own.json")


def test_receipts_that_were_written_are_never_overwritten(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)

    with pytest.raises(CommandError, match="can't be written"):
        sealed_files(tmp_path)
    assert len(files["receipts"].read_text().splitlines()) == 20


def test_drawing_twice_gives_the_same_proof(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)
    for _ in range(2):
        draw("run", files["seal"], "--signature", ROUNDS[ROUND], "--out", files["proof"], at=DRAW_AT)
        first = files.setdefault("first", tmp_path / "first.json")
        if not first.exists():
            first.write_bytes(files["proof"].read_bytes())

    assert files["first"].read_bytes() == files["proof"].read_bytes()


def test_a_changed_seal_is_not_drawn_from(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)
    document = json.loads(files["seal"].read_text())
    document["entries"].pop()
    files["seal"].write_bytes(file_bytes(document))

    with pytest.raises(CommandError, match="not as it was made"):
        draw("run", files["seal"], "--signature", ROUNDS[ROUND], "--out", files["proof"], at=DRAW_AT)
    assert not files["proof"].exists()


def test_nothing_is_drawn_before_the_round(tmp_path: Path) -> None:
    files = sealed_files(tmp_path)

    with pytest.raises(CommandError, match="waits"):
        draw("run", files["seal"], "--out", files["proof"], at=DRAW_AT - 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--draw-at": "tomorrow"}, "no time"),
        ({"--draw-at": "2026-09-17T15:23:42"}, "zone"),
        ({"--draw-at": "2026-09-17T14:24:00Z"}, "seconds away"),
        ({"--rules": "nowhere.json"}, "can't be read"),
    ],
)
def test_what_cannot_be_sealed_is_said_in_a_sentence(tmp_path: Path, change: dict[str, str], words: str) -> None:
    files = given(tmp_path)
    options: dict[str, Any] = {"--rules": files["rules"], "--entries": files["entries"], "--out": files["seal"]}
    options |= {"--draw-at": "2026-09-17T15:23:42Z", "--receipts": files["receipts"], **change}

    with pytest.raises(CommandError, match=words):
        draw("seal", *(part for option in options.items() for part in option))
    assert not files["receipts"].exists()


def test_a_line_that_is_no_entry_is_named(tmp_path: Path) -> None:
    files = given(tmp_path)
    files["entries"].write_text("00" * 16 + "\nBudi\n")

    with pytest.raises(CommandError, match="Line 2"):
        draw("seal", "--rules", files["rules"], "--entries", files["entries"], "--draw-at", "2026-09-17T15:23:42Z",
             "--out", files["seal"], "--receipts", files["receipts"])  # fmt: skip


def test_checking_says_what_is_wrong_and_fails(tmp_path: Path) -> None:
    bundle = proof()
    bundle["result"]["order"].reverse()
    (tmp_path / "proof.json").write_bytes(file_bytes(bundle))

    with pytest.raises(CommandError, match="order") as failure:
        draw("verify", tmp_path / "proof.json")
    assert failure.value.returncode == 1


def test_the_verifier_is_one_file_that_needs_nothing_of_ours(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(draw("verifier"))
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(file_bytes(proof()))
    bad.write_bytes(file_bytes(seal()).replace(b"sepeda", b"mobil1", 1))

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", NAME, *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "import warta" not in single_file()
    assert "from warta" not in single_file()
    assert (run(good).returncode, run(bad).returncode, run("nowhere").returncode) == (0, 1, 2)
    assert run(good, "--seal", "0" * 64).returncode == 1
    assert "rules" in run(bad).stdout
