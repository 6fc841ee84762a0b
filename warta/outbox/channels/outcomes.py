"""How one call of a channel ended. The worker makes states of them; a channel never touches a row.

`why` is a sentence marked with `gettext_noop`, translated for whoever reads it; `detail` is the other side's own words.
Neither holds personal data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Done:
    """It happened. `remote` is what is needed to edit or remove it later; `note` is for the editor."""

    remote: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class TryLater:
    """Nothing happened, and the same call may be repeated. `seconds`: not before then; `is_flood`: we were too fast."""

    why: str
    detail: str = ""
    seconds: float | None = None
    is_flood: bool = False


@dataclass(frozen=True)
class Lost:
    """It may have happened and nobody can say."""

    why: str
    detail: str = ""


@dataclass(frozen=True)
class Refused:
    """It did not happen and never will as things are. `why` tells the editor what to do."""

    why: str
    detail: str = ""


@dataclass(frozen=True)
class Locked:
    """The channel lets nobody in (token refused). Nothing happened; every delivery waits until it is mended."""

    why: str
    detail: str = ""


Outcome = Done | TryLater | Lost | Refused | Locked
