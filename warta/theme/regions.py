"""Named places in a page that rooms above fill. Joined in `warta.project.wiring`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

REGIONS = frozenset(
    {
        "site.bar", "site.account", "site.footer", "article.lead", "article.between", "article.after", "article.tools",
        "editor.side",
        "home.after_lead", "advert.top", "advert.side",
    }
)  # fmt: skip

Manner = Literal["pressed", "fragment", "private"]


@dataclass(frozen=True)
class Filling:
    """What a room puts into a region.

    `pressed`: `render(context)` gives HTML that is pressed with the page. `fragment`: public, pressed under the address
    that `render` returns. `private`: under the address that `render` returns, asked for only by a reader with the hint
    cookie. `context` is the page's: `article` and `reading` on an article, `front` on fronts, `language`, `site_name`.
    `article.between` is asked wherever two paragraphs meet; `part.value` says after how many of `reading.gaps`.
    """

    region: str
    name: str
    manner: Manner
    render: Callable[[Mapping[str, Any]], str]
    position: int = 100


_fillings: dict[tuple[str, str], Filling] = {}


def fill(filling: Filling) -> None:
    """Put a filling into its region; the same name again replaces it. Raises KeyError for an unknown region."""
    if filling.region not in REGIONS:
        raise KeyError(f"no region {filling.region!r}")
    _fillings[filling.region, filling.name] = filling


def fillings_of(region: str) -> list[Filling]:
    return sorted((f for f in _fillings.values() if f.region == region), key=lambda f: (f.position, f.name))
