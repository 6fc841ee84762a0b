"""What a view says of its answer: that it may be pressed, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, ParamSpec, TypeVar

Kind = Literal["page", "feed", "data", "fragment"]
Asked = ParamSpec("Asked")
View = TypeVar("View", bound=Callable[..., object])

_shown: ContextVar[set[str] | None] = ContextVar("warta_press_shown", default=None)


def pressed(kind: Kind = "page") -> Callable[[View], View]:
    """Mark a view whose answer does not depend on who asks, so that it may be kept and served to everybody."""

    def mark(view: View) -> View:
        view.press_kind = kind  # type: ignore[attr-defined]
        return view

    return mark


def shows(*tags: str) -> None:
    """Note what the page being rendered shows. Outside a collection it does nothing."""
    shown = _shown.get()
    if shown is not None:
        shown.update(tags)


@contextmanager
def collected_tags() -> Iterator[set[str]]:
    """Collect, inside the block, every tag noted by `shows`."""
    tags: set[str] = set()
    token = _shown.set(tags)
    try:
        yield tags
    finally:
        _shown.reset(token)
