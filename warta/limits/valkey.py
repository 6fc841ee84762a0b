"""Counts in Valkey: one script per question, run there in one step. Without an answer the database counts."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import valkey
from django.conf import settings

from warta.lib.limits import Limit

log = logging.getLogger(__name__)

Wanted = Sequence[tuple[str, Limit]]

PREFIX = "{warta-limits}:"  # braces keep all keys on one node of a cluster, as a script demands
ANSWER_SECONDS = 1.0
# After a failure the database counts for this long before Valkey is asked again, so that not every call waits.
PAUSE_SECONDS = 5.0
_paused_until = 0.0

# The arithmetic of warta.lib.limits.take; numbers stay below 2^53, which Lua's doubles hold exactly.
SCRIPT = """
local now, taking = tonumber(ARGV[1]), ARGV[2] == '1'
local longest, after = 0, {}
for i = 1, #KEYS do
  local interval, burst = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  local used = tonumber(redis.call('GET', KEYS[i]) or '0')
  local closed = tonumber(redis.call('GET', KEYS[i] .. ':closed') or '0')
  after[i] = math.max(used, now) + interval
  longest = math.max(longest, after[i] - burst * interval - now, closed - now)
end
if taking and longest <= 0 then
  for i = 1, #KEYS do
    local life = math.ceil((after[i] - now) / 1000) + 1000
    redis.call('SET', KEYS[i], string.format('%.0f', after[i]), 'PX', life)
  end
end
return string.format('%.0f', math.max(longest, 0))
"""

CLOSE_SCRIPT = """
local before = tonumber(redis.call('GET', KEYS[1]) or '0')
local untilwhen = tonumber(ARGV[1])
if untilwhen > before then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 1
"""


def take(wanted: Wanted, moment: int) -> int | None:
    """Microseconds to wait, 0 when all were taken, None when Valkey is not used or does not answer."""
    return _asked(wanted, moment, "1")


def wait_of(wanted: Wanted, moment: int) -> int | None:
    return _asked(wanted, moment, "0")


def close_until(key: str, until: int) -> bool:
    """Whether Valkey took note of it."""
    life = max(until // 1000 - int(time.time() * 1000), 1) + 1000
    return _run(CLOSE_SCRIPT, [PREFIX + key + ":closed"], [until, life]) is not None


def _asked(wanted: Wanted, moment: int, taking: str) -> int | None:
    numbers = [number for _, limit in wanted for number in (limit.interval, limit.burst)]
    answer = _run(SCRIPT, [PREFIX + key for key, _ in wanted], [moment, taking, *numbers])
    return None if answer is None else int(answer)


def _run(script: str, keys: list[str], values: list[Any]) -> Any:
    global _paused_until
    if not settings.VALKEY_URL or time.monotonic() < _paused_until:
        return None
    try:
        return _client(settings.VALKEY_URL).eval(script, len(keys), *keys, *values)
    except valkey.ValkeyError as error:
        _paused_until = time.monotonic() + PAUSE_SECONDS
        log.warning("Valkey does not answer, the database counts", extra={"reason": type(error).__name__})
        return None


@lru_cache(maxsize=2)
def _client(address: str) -> valkey.Valkey:
    return valkey.Valkey.from_url(address, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
