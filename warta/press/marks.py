"""What a view says of its answer: that it may be pressed, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar, cast

from django.utils.translation import get_language

Kind = Literal["page", "feed", "data", "fragment"]
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
View = TypeVar("View", bound=Callable[..., object])

_shown: ContextVar[set[str] | None] = ContextVar("warta_press_shown", default=None)
_known: ContextVar[dict[Any, tuple[Any, frozenset[str]]] | None] = ContextVar("warta_press_known", default=None)


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


def once_per_round(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Let a question that several parts or pages ask be asked once while they are pressed, in each language.

    Outside the pressing it is asked each time. The answer is shared and must not be changed; arguments are hashable.
    """

    @wraps(ask)
    def asked(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        known = _known.get()
        if known is None:
            return ask(*args, **named)
        key = (ask, get_language(), args, tuple(sorted(named.items())))
        if key not in known:
            with collected_tags() as tags:
                known[key] = (ask(*args, **named), frozenset(tags))
        answer, shown = known[key]
        shows(*shown)
        return cast("Answer", answer)

    return asked


@contextmanager
def one_round() -> Iterator[None]:
    """Share, inside the block, the answers of `once_per_round` among all pages rendered: they are of one state.

    A round within a round is a part of it.
    """
    known = _known.get()
    token = _known.set({} if known is None else known)
    try:
        yield
    finally:
        _known.reset(token)


@contextmanager
def collected_tags() -> Iterator[set[str]]:
    """Collect, inside the block, every tag noted by `shows`."""
    tags: set[str] = set()
    token = _shown.set(tags)
    try:
        yield tags
    finally:
        _shown.reset(token)
