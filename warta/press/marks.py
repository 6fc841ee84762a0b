"""What a view says of its answer: that it may be pressed, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

Kind = Literal["page", "feed", "data", "fragment"]
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
View = TypeVar("View", bound=Callable[..., object])

_shown: ContextVar[set[str] | None] = ContextVar("warta_press_shown", default=None)
_known: ContextVar[dict[Callable[[], Any], Any] | None] = ContextVar("warta_press_known", default=None)


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


def once_per_page(ask: Callable[[], Answer]) -> Callable[[], Answer]:
    """Let a question that several parts of a page ask be asked once while the page is pressed, in one language.

    Outside the pressing it is asked each time. The answer is shared and must not be changed.
    """

    @wraps(ask)
    def asked() -> Answer:
        known = _known.get()
        if known is None:
            return ask()
        if ask not in known:
            known[ask] = ask()
        answer: Answer = known[ask]
        return answer

    return asked


@contextmanager
def collected_tags() -> Iterator[set[str]]:
    """Collect, inside the block, every tag noted by `shows`."""
    tags: set[str] = set()
    token, known = _shown.set(tags), _known.set({})
    try:
        yield tags
    finally:
        _shown.reset(token)
        _known.reset(known)
