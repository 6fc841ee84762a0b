"""A verifier written from docs/draw.md alone, in another manner and with nothing of ours, agrees with ours."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from pathlib import Path
from typing import Any

import pytest

from warta.campaigns.tests.proofs import proof

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "draw.md").read_text()
VECTORS: dict[str, Any] = json.loads(PAGE.rpartition("```json")[2].rpartition("```")[0])


def h(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def escaped(letter: str) -> str:
    named = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    return named.get(letter) or (f"\\u{ord(letter):04x}" if letter < " " else letter)


def written(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(map(escaped, value)) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    return "{" + ",".join(f"{written(name)}:{written(value[name])}" for name in sorted(value)) + "}"


def fingerprint(value: Any) -> str:
    return h(written(value).encode()).hex()


def root(leaves: list[bytes]) -> bytes:
    """From above: the left part is the largest power of two that leaves something on the right."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return h(b"\x01", root(leaves[:left]), root(leaves[left:]))


def leaf(campaign: str, code: str, commitment: str) -> bytes:
    return h(bytes.fromhex("00" + campaign + code + commitment))


def position(code: str, randomness: bytes, seal_hash: str) -> bytes:
    return mac(mac(bytes.fromhex(code), randomness), b"warta-draw/1:" + bytes.fromhex(seal_hash) + b"\x01")


def holders(rules: dict[str, Any], order: list[str], passed_on: list[dict[str, Any]]) -> list[dict[str, str]]:
    slots = [prize["prize"] for prize in rules["prizes"] for _ in range(prize["quantity"])][: len(order)]
    now = order[: len(slots)]
    waiting = order[len(slots) :]
    for passing in passed_on:
        now[now.index(passing["entry"])] = waiting.pop(0) if waiting else ""
    return [{"entry": entry, "prize": slot} for entry, slot in zip(now, slots, strict=True)]


def test_the_vectors_hold() -> None:
    campaign, beacon = VECTORS["campaign"], VECTORS["beacon"]
    leaves = []
    for entry in VECTORS["entries"]:
        assert mac(bytes.fromhex(entry["opening"]), bytes.fromhex(entry["account"])).hex() == entry["commitment"]
        leaves.append(leaf(campaign, entry["code"], entry["commitment"]))
        assert leaves[-1].hex() == entry["leaf"]
    randomness = h(bytes.fromhex(beacon["signature"]))
    places = {entry["code"]: position(entry["code"], randomness, VECTORS["seal_hash"]) for entry in VECTORS["entries"]}

    assert fingerprint(VECTORS["canonical"]["value"]) == VECTORS["canonical"]["sha256"]
    assert root(leaves).hex() == VECTORS["root"]
    assert randomness.hex() == beacon["randomness"]
    told = [(item["code"], item["position"]) for item in VECTORS["positions"]]
    assert told == [(code, places[code].hex()) for code in sorted(places, key=lambda code: places[code])]


@pytest.mark.parametrize("place", [0, 4])
def test_the_paths_of_the_vectors_lead_to_the_root(place: int) -> None:
    node, rest = bytes.fromhex(VECTORS["entries"][place]["leaf"]), list(VECTORS[f"path_of_entry_{place}"])
    index, width = place, len(VECTORS["entries"])
    while width > 1:
        if index ^ 1 < width:
            other = bytes.fromhex(rest.pop(0))
            node = h(b"\x01", other, node) if index % 2 else h(b"\x01", node, other)
        index, width = index // 2, (width + 1) // 2

    assert (node.hex(), rest) == (VECTORS["root"], [])


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 25, 70])
def test_a_proof_is_recomputed_from_the_page_alone(count: int) -> None:
    bundle = proof(count, passings=min(count, 3))
    seal, rules, result = bundle["seal"], bundle["rules"], bundle["result"]
    entries = [tuple(text.split(":")) for text in bundle["entries"]]
    randomness = h(bytes.fromhex(bundle["beacon"]["signature"]))
    order = sorted((code for code, _ in entries), key=lambda code: position(code, randomness, bundle["seal_hash"]))
    listed = sum(prize["quantity"] for prize in rules["prizes"]) + rules["substitutes"]

    assert fingerprint(rules) == seal["rules_hash"]
    assert fingerprint(seal) == bundle["seal_hash"]
    assert root([leaf(seal["campaign"], code, commitment) for code, commitment in entries]).hex() == seal["root"]
    assert result["order"] == order[:listed]
    assert result["holders"] == holders(rules, order[:listed], result["passed_on"])
    settled = {"beacon": bundle["beacon"], "result": result, "seal_hash": bundle["seal_hash"]}
    assert fingerprint(settled) == bundle["result_hash"]


def test_the_page_names_every_part_of_a_proof() -> None:
    bundle = proof()
    names = {*bundle, *bundle["rules"], *bundle["seal"], *bundle["seal"]["counts"], *bundle["result"]}

    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", PAGE)] == []
