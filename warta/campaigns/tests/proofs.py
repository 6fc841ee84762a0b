"""A small draw from a real round of the beacon, and every way of changing it in one place."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from warta.campaigns.draw.checking import verify
from warta.campaigns.draw.computing import moment_of, result_hash_of, round_begins
from warta.campaigns.draw.drawing import drawn, passed_on
from warta.campaigns.draw.form import file_bytes, fingerprint
from warta.campaigns.draw.sealing import Entry, LeftOut, sealed

# Rounds that drand's quicknet made, each with its signature: public facts, which the beacon's key confirms.
ROUNDS = {
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    657413: "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
    5928395: "a5d07c0071b4e386b3ae09206522253c68fefe8490ad59ecc44a7dd0d0745be91da5779e2247a82403fbc0cb9a34cb61",
    32285085: "81dbce51d584d90d618547f4b50391d53ace6f6b9aeb8fb67e1879427af9d0310ac0ec6f519271d9a313ee84b378d416",
    32285086: "a64d99fd7fa3e48912be7209c7b69c72c88fc5224be2516949b6f29f3a4b7e3fa069dd58b2bbb4bf2c34ae61ef631a44",
}
ROUND = 32285086
DRAW_AT = round_begins(ROUND)
SEALED_AT = DRAW_AT - 3600
CAMPAIGN = "000102030405060708090a0b0c0d0e0f"


def both(text: str) -> dict[str, str]:
    return {"en": text, "id": text}


def rules(**changed: Any) -> dict[str, Any]:
    prizes = [("sepeda", 1, 250_000_000), ("voucher", 4, 10_000_000)]
    reasons = [("false-data", DRAW_AT + 86_400), ("unclaimed", DRAW_AT + 14 * 86_400)]
    return {
        "campaign": CAMPAIGN,
        "claim_until": moment_of(DRAW_AT + 7 * 86_400),
        "disqualification": [
            {"evidence": both("dokumen"), "reason": reason, "until": moment_of(until), "words": both(reason)}
            for reason, until in reasons
        ],
        "eligibility": [{"rule": "profile-complete", "words": both("Data diri lengkap ✓")}],
        "hashtag": "#WartaCerita",
        "prizes": [
            {"currency": "IDR", "name": both(prize), "prize": prize, "quantity": quantity, "value": value}
            for prize, quantity, value in prizes
        ],
        "review": both("Satu orang, satu kesempatan"),
        "substitutes": 6,
        "terms_hash": "ab" * 32,
        "title": both("“Cerita” akhir tahun 🎉"),
        "window": {"closes": moment_of(SEALED_AT - 60), "opens": moment_of(SEALED_AT - 30 * 86_400)},
        **changed,
    }


def entry(number: int) -> Entry:
    """The same each time, so that the vectors in docs/draw.md can be told."""
    account, code, opening = (hashlib.sha256(f"{part} {number}".encode()).digest() for part in ("akun", "kode", "buka"))
    return Entry(account[:16], code[:16], opening)


def seal(count: int = 25, **changed: Any) -> dict[str, Any]:
    days = [
        {"day": "2026-09-16", "entries": 12, "root": "cd" * 32},
        {"day": "2026-09-17", "entries": 25, "root": "ef" * 32},
    ]
    entries = [entry(number) for number in range(count)]
    made: Any = {"now": SEALED_AT, "draw_at": DRAW_AT, "software": "warta 0.1.0"}
    return sealed(rules(**changed), entries, left_out=LeftOut(collapsed=2, withdrawn=1), days=days, **made)


def proof(count: int = 25, *, passings: int = 1, **changed: Any) -> dict[str, Any]:
    document = seal(count, **changed)
    bundle = drawn(document, verify(file_bytes(document)), ROUNDS[ROUND])
    for number in range(passings):
        held = bundle["result"]["holders"][number]["entry"]
        passing = {"entry": held, "reason": "false-data", "evidence": f"Berita acara {number}"}
        bundle = passed_on(bundle, **passing, at=DRAW_AT + 100 + number)
    return bundle


def sealed_anew(bundle: dict[str, Any]) -> dict[str, Any]:
    """What somebody makes who changes the rules or the seal and writes every fingerprint in the file again."""
    bundle["seal"]["rules_hash"] = fingerprint(bundle["rules"])
    bundle["seal_hash"] = fingerprint(bundle["seal"])
    return settled_anew(bundle)


def settled_anew(bundle: dict[str, Any]) -> dict[str, Any]:
    if "result" in bundle:
        bundle["result_hash"] = result_hash_of(bundle)
    return bundle


def single_changes(bundle: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value of a proof changed, removed, doubled or moved, one at a time; with the place."""
    for path in list(_paths(bundle)):
        for name, change in CHANGES.items():
            changed = copy.deepcopy(bundle)
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            if change(holder, path[-1]) and changed != bundle:
                yield f"{name} {'.'.join(map(str, path))}", changed


def _paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        yield (*above, key)
        yield from _paths(part, (*above, key))


def _other(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        last = {"0": "1", "Z": "X"}.get(value[-1:], "0")
        return value[:-1] + last
    return value


def _change(holder: Any, key: Any) -> bool:
    holder[key] = _other(holder[key])
    return True


def _empty(holder: Any, key: Any) -> bool:
    holder[key] = type(holder[key])()
    return True


def _remove(holder: Any, key: Any) -> bool:
    del holder[key]
    return True


def _double(holder: Any, key: Any) -> bool:
    if isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
        return True
    holder[f"{key}_2"] = holder[key]
    return True


def _swap(holder: Any, key: Any) -> bool:
    if not isinstance(holder, list) or key == 0:
        return False
    holder[key - 1], holder[key] = holder[key], holder[key - 1]
    return True


CHANGES: dict[str, Callable[[Any, Any], bool]] = {
    "change": _change,
    "empty": _empty,
    "remove": _remove,
    "double": _double,
    "swap": _swap,
}


def respelled(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The same value, or nearly, in bytes that are not the one form; readers of JSON differ on several of these."""
    text = data.decode()
    value = json.loads(text)
    yield "indented", json.dumps(value, indent=1).encode() + b"\n"
    yield "escaped", json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    yield "no last newline", data[:-1]
    yield "two newlines", data + b"\n"
    yield "byte order mark", b"\xef\xbb\xbf" + data
    yield "cut off", data[: len(data) // 2]
    yield "not UTF-8", data.replace(b"warta", b"wart\xff", 1)
    yield "UTF-16", text.encode("utf-16")
    yield "a key twice", data.replace(b'"days":', b'"days":[],"days":', 1)
    yield "1.0", data.replace(b'"quantity":1,', b'"quantity":1.0,', 1)
    yield "1e0", data.replace(b'"quantity":1,', b'"quantity":1e0,', 1)
    yield "minus", data.replace(b'"quantity":1,', b'"quantity":-1,', 1)
    yield "minus zero", data.replace(b'"rejected":0', b'"rejected":-0', 1)
    yield "too large", data.replace(b'"rejected":0', b'"rejected":9007199254740993', 1)
    yield "far too large", data.replace(b'"rejected":0', b'"rejected":' + b"9" * 5000, 1)
    yield "not a number", data.replace(b'"rejected":0', b'"rejected":NaN', 1)
    yield "true for 1", data.replace(b'"quantity":1,', b'"quantity":true,', 1)
    yield "null", data.replace(b'"rejected":0', b'"rejected":null', 1)
    yield "half a letter", data.replace(b"akhir", b"\\ud800", 1)
    yield "upper case", data.replace(b'"root":"', b'"root":"A', 1)
    yield "a comment", data[:-1] + b"//\n"
    for number, whole in enumerate(
        (b"null\n", b"[]\n", b"{}\n", b'"a"\n', b"1\n", b"", b"[" * 200 + b"]" * 200 + b"\n")
    ):
        yield f"something else {number}", whole
