"""The ways in which a call can go wrong, asked for one by one or by a seeded throw of dice."""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Fault(Enum):
    NONE = "none"
    FLOOD = "answer 429 with retry_after; nothing is carried out"
    ERROR_BEFORE = "answer 502; nothing is carried out"
    ERROR_AFTER = "carry it out, then answer 502"
    HANG = "carry it out, then never answer"
    DROP_BEFORE = "read the call and close; nothing is carried out"
    DROP_AFTER = "carry it out, then close without an answer"
    UNAUTHORIZED = "answer 401"
    SLOW = "carry it out after a while"

    @property
    def is_carried_out(self) -> bool:
        return self in (Fault.NONE, Fault.ERROR_AFTER, Fault.HANG, Fault.DROP_AFTER, Fault.SLOW)


@dataclass
class Faults:
    """What the next calls come to. Ordered faults go first, then the dice."""

    ordered: dict[str, deque[Fault]] = field(default_factory=dict)
    weights: Mapping[Fault, float] = field(default_factory=dict)
    dice: random.Random = field(default_factory=random.Random)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def order(self, *faults: Fault, chat: str = "") -> None:
        """Let the next calls (of one chat, or of any) end so, one fault each."""
        with self.lock:
            self.ordered.setdefault(chat, deque()).extend(faults)

    def throw_dice(self, weights: Mapping[Fault, float], *, seed: int) -> None:
        with self.lock:
            self.weights, self.dice = weights, random.Random(seed)

    def clear(self) -> None:
        with self.lock:
            self.ordered.clear()
            self.weights = {}

    def next(self, chat: str) -> Fault:
        with self.lock:
            for key in (chat, ""):
                if self.ordered.get(key):
                    return self.ordered[key].popleft()
            if not self.weights:
                return Fault.NONE
            return self.dice.choices(list(self.weights), list(self.weights.values()))[0]
