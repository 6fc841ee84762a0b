"""Notices across processes and machines through Valkey. While it is away the rows are looked for, as without it."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import time
from functools import lru_cache
from typing import Any

import valkey
from django.conf import settings

from warta.live.channels import is_channel
from warta.live.notices import NotPublic, Told, check_payload

log = logging.getLogger(__name__)

ANSWER_SECONDS = 1.0
PAUSE_SECONDS = 5.0  # after a failure, so that not every notice waits
MOST_AT_ONCE = 1000
_paused_until = 0.0


def publish(told: Told) -> None:
    """Tell every subscribed process. A failure is logged: they find the row by themselves."""
    global _paused_until
    if not settings.VALKEY_URL or time.monotonic() < _paused_until:
        return
    message = json.dumps([told.number, told.channel, dict(told.payload)])
    try:
        _client(settings.VALKEY_URL).publish(line_name(), message)
    except valkey.ValkeyError as error:
        _paused_until = time.monotonic() + PAUSE_SECONDS
        log.warning("Valkey does not answer, notices wait in the database", extra={"reason": type(error).__name__})


def line_name() -> str:
    """One for each site, so that two that share a Valkey don't hear each other."""
    return f"warta-live:{hmac.new(settings.SECRET_KEY.encode(), b'warta live', hashlib.sha256).hexdigest()[:16]}"


class Line:
    """One subscription, kept by one thread. It closes itself when Valkey fails and may be opened again."""

    def __init__(self) -> None:
        self._subscription: Any = None
        self._again_at = 0.0

    @property
    def is_open(self) -> bool:
        return self._subscription is not None

    def open(self) -> bool:
        """Whether it could be opened; not tried without Valkey, nor soon after a failure."""
        if not settings.VALKEY_URL or time.monotonic() < self._again_at:
            return False
        try:
            self._subscription = _client(settings.VALKEY_URL).pubsub()  # type: ignore[no-untyped-call]
            self._subscription.subscribe(line_name())
            self._subscription.get_message(timeout=ANSWER_SECONDS)  # its confirmation
        except valkey.ValkeyError as error:
            self._fail(error)
        return self.is_open

    def hear(self, seconds: float) -> list[Told]:
        """What was published, waiting at most `seconds` for the first of it."""
        heard: list[Told] = []
        try:
            message = self._subscription.get_message(timeout=seconds)
            while message is not None and len(heard) < MOST_AT_ONCE:
                heard.extend(_told_in(message))
                message = self._subscription.get_message(timeout=0)
        except valkey.ValkeyError as error:
            self._fail(error)
        return heard

    def close(self) -> None:
        if self._subscription is not None:
            self._subscription.close()
            self._subscription = None

    def _fail(self, error: Exception) -> None:
        self._again_at = time.monotonic() + PAUSE_SECONDS
        self.close()
        log.warning("Valkey does not answer, notices are looked for", extra={"reason": type(error).__name__})


def _told_in(message: dict[str, Any]) -> list[Told]:
    if message["type"] != "message":
        return []
    try:
        number, channel, payload = json.loads(message["data"])
        check_payload(payload)
    except (ValueError, TypeError, NotPublic):
        log.warning("a message in Valkey is no notice")
        return []
    if not isinstance(number, int) or not isinstance(channel, str) or not is_channel(channel):
        return []
    return [Told(number, channel, payload)]


@lru_cache(maxsize=2)
def _client(address: str) -> valkey.Valkey:
    return valkey.Valkey.from_url(
        address, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS, health_check_interval=10
    )
