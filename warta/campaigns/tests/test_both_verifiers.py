"""The verifier in Python and the one in the browser say the same of every proof, good or changed."""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from warta.campaigns.draw.checking import verify
from warta.campaigns.draw.form import file_bytes
from warta.campaigns.tests.proofs import (
    CAMPAIGN,
    ROUNDS,
    entry,
    proof,
    respelled,
    seal,
    sealed_anew,
    settled_anew,
    single_changes,
)

NODE = shutil.which("node") or ""
RUNNER = Path(__file__).with_name("verdicts.mjs")
Case = tuple[str, bytes, str, str]


@pytest.fixture(autouse=True)
def node() -> None:
    if not NODE:
        if os.environ.get("CI") == "true":
            raise RuntimeError("node is missing: apt-get install nodejs")
        pytest.skip("node is missing")


def test_they_agree_on_good_proofs_and_receipts() -> None:
    own = file_bytes(entry(4).receipt(CAMPAIGN)).decode()
    other = file_bytes({**entry(4).receipt(CAMPAIGN), "opening": "0" * 64}).decode()
    cases = [(f"{count} entries", file_bytes(proof(count)), "", "") for count in (1, 2, 3, 5, 8, 25, 64)]
    cases += [("a seal", file_bytes(seal()), "", own), ("a receipt", file_bytes(proof()), proof()["seal_hash"], own)]
    cases += [("another receipt", file_bytes(proof()), "0" * 64, other), ("no receipt", file_bytes(proof()), "", "{")]

    assert_same(cases)


def test_they_agree_on_every_single_change() -> None:
    changed = [*single_changes(proof(12)), *single_changes(seal(5))]

    assert_same([(place, file_bytes(bundle), "", "") for place, bundle in changed])


def test_they_agree_on_every_change_that_was_covered_up() -> None:
    changed = [(place, settled_anew(bundle)) for place, bundle in _still_readable(proof(12))]
    changed += [(f"{place}, sealed anew", sealed_anew(bundle)) for place, bundle in _still_readable(proof(12))]

    assert_same([(place, file_bytes(bundle), proof(12)["seal_hash"], "") for place, bundle in changed])


def test_they_agree_on_every_spelling() -> None:
    cases = [(place, data, "", "") for place, data in respelled(file_bytes(proof()))]

    assert_same(cases, is_refused=True)


def test_they_agree_on_changed_bytes() -> None:
    data, dice, cases = file_bytes(proof(12)), random.Random(11), []
    for place in dice.sample(range(len(data)), 500):
        changed = bytearray(data)
        changed[place] = dice.choice(b'0a9Z"\\{}[],:-. \n\x00\x7f\xc3\xff')
        if bytes(changed) != data:
            cases.append((f"byte {place}", bytes(changed), "", ""))

    assert_same(cases, is_refused=True)


def test_they_agree_on_signatures_that_are_none() -> None:
    good = ROUNDS[32285086]
    infinity = "c" + "0" * 95
    too_large = "9" + "f" * 95
    other_root = ("8" if good[0] == "a" else "a") + good[1:]
    bare = [infinity, too_large, other_root, "0" * 96, "f" * 96, ROUNDS[1000], f"{int(good[0], 16) ^ 8:x}" + good[1:]]
    cases = []
    for signature in bare:
        bundle = proof()
        bundle["beacon"]["signature"] = signature
        cases.append((signature, file_bytes(settled_anew(bundle)), "", ""))

    for verdict in assert_same(cases, is_refused=True):
        assert "signature" in {problem["code"] for problem in verdict["problems"]}


def _still_readable(bundle: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    parts = {"rules", "seal", "beacon", "result", "seal_hash"}
    return [(place, changed) for place, changed in single_changes(bundle) if parts <= changed.keys()]


def assert_same(cases: Sequence[Case], *, is_refused: bool = False) -> list[dict[str, Any]]:
    lines = [
        json.dumps({"data": base64.b64encode(data).decode(), "published": published, "receipt": receipt})
        for _place, data, published, receipt in cases
    ]
    done = subprocess.run([NODE, str(RUNNER)], input="\n".join(lines), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(theirs) == len(cases)
    for (place, data, published, receipt), verdict in zip(cases, theirs, strict=True):
        ours = verify(data, published=published, receipt=receipt.encode())
        assert verdict == {"problems": [asdict(found) for found in ours.problems], "facts": ours.facts}, place
        assert not (is_refused and ours.is_good), place
    return theirs
