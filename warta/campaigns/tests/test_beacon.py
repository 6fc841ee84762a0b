"""The beacon's signature comes from the net, a file or a keyboard, and is believed from nowhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from warta.campaigns.draw.beacon import NoSignature, fetched_signature, signature_in
from warta.campaigns.draw.computing import CHAIN
from warta.campaigns.tests.proofs import DRAW_AT, ROUND, ROUNDS
from warta.lib.http import Client

SIGNATURE = ROUNDS[ROUND]
GOOD = {"round": ROUND, "randomness": "00" * 32, "signature": SIGNATURE}


@contextmanager
def beacon_that_says(answer: Any, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def fetched(*endpoints: str, now: int = DRAW_AT) -> str:
    return fetched_signature(ROUND, now=now, endpoints=endpoints, client=Client(allowed=endpoints))


def test_a_signature_is_fetched_for_the_sealed_round_of_the_pinned_chain() -> None:
    with beacon_that_says(GOOD) as (address, asked):
        assert fetched(address) == SIGNATURE
    assert asked == [f"/{CHAIN}/public/{ROUND}"]


def test_places_that_fail_or_lie_are_passed_over() -> None:
    lie = {**GOOD, "signature": ROUNDS[1000]}
    with (
        beacon_that_says({}, 500) as (broken, _),
        beacon_that_says(lie) as (lying, _),
        beacon_that_says({**GOOD, "round": ROUND + 1}) as (hasty, _),
        beacon_that_says(GOOD) as (good, _),
    ):
        assert fetched(broken, lying, hasty, good) == SIGNATURE


def test_a_round_that_is_late_is_waited_for() -> None:
    with beacon_that_says({"error": "too early"}, 425) as (address, _), pytest.raises(NoSignature, match="very round"):
        fetched(address)


def test_before_its_time_nobody_is_asked() -> None:
    with beacon_that_says(GOOD) as (address, asked), pytest.raises(NoSignature, match="waits"):
        fetched(address, now=DRAW_AT - 1)
    assert asked == []


def test_a_private_address_is_not_asked() -> None:
    with beacon_that_says(GOOD) as (address, asked), pytest.raises(NoSignature, match="private"):
        fetched_signature(ROUND, now=DRAW_AT, endpoints=[address])
    assert asked == []


def test_a_signature_may_be_typed_or_read_from_the_beacons_answer() -> None:
    assert signature_in(f"  {SIGNATURE.upper()}\n", ROUND) == SIGNATURE
    assert signature_in(json.dumps(GOOD), ROUND) == SIGNATURE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps({"round": ROUND, "randomness": "00" * 32}), "never taken"),
        (json.dumps({**GOOD, "round": ROUND - 1}), "another round"),
        (json.dumps({**GOOD, "signature": 5}), "never taken"),
        ("00" * 32, "96"),
        ("", "96"),
        ("{", "JSON"),
        (ROUNDS[1000], "not the beacon's"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text: str, words: str) -> None:
    with pytest.raises(NoSignature, match=words):
        signature_in(text, ROUND)
