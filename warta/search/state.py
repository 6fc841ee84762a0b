"""What an index says of itself: up to which change it has followed, and in which state it holds an article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from warta.search.schema import POSITION_ID, Position, schema

if TYPE_CHECKING:
    import tantivy

MOST_FOUND = 100_000


def position_of(searcher: tantivy.Searcher) -> Position | None:
    """Where it stands; None in an index into which nothing was written."""
    from tantivy import Query

    found = searcher.search(Query.term_query(schema(), "id", POSITION_ID), 1, count=False).hits
    addresses = [address for _score, address in found]
    changed = searcher.fast_field_values("changed", addresses)
    ids = searcher.fast_field_values("published", addresses)
    return Position(int(changed[0] or 0), int(ids[0] or 0)) if addresses else None


def states_in(searcher: tantivy.Searcher, ids: Sequence[int]) -> dict[int, int]:
    """By article, the change in which it was indexed; for those of `ids` that are there."""
    from tantivy import Query

    return _states(searcher, Query.term_set_query(schema(), "id", list(ids)), limit=len(ids)) if ids else {}


def states_from(searcher: tantivy.Searcher, *, first: int, below: int) -> dict[int, int]:
    """The same for all articles with ids from `first` on, below `below`."""
    from tantivy import FieldType, Query

    between = Query.range_query(
        schema(), "id", FieldType.Unsigned, lower_bound=max(first, POSITION_ID + 1), upper_bound=below,
        include_upper=False,
    )  # fmt: skip
    return _states(searcher, between, limit=MOST_FOUND)


def _states(searcher: tantivy.Searcher, query: tantivy.Query, *, limit: int) -> dict[int, int]:
    addresses = [address for _score, address in searcher.search(query, limit, count=False).hits]
    ids = searcher.fast_field_values("id", addresses)
    changed = searcher.fast_field_values("changed", addresses)
    return {int(pk): int(at) for pk, at in zip(ids, changed, strict=True) if pk is not None and at is not None}
