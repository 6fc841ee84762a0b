"""Where a comment stands, and which press tags tell of it. Pages are made of places: a new one changes the last alone.

| tag | what shows it |
|---|---|
| `thread:<article>` | whether one may write |
| `comment-count:<article>` | how many there are |
| `comments:<article>:<page>` | a page of comments that answer no other, oldest first, each with its first replies |
| `comments-best:<article>` | the pages in order of best |
| `replies:<root>:<page>` | a page of all replies to one |
| `comment:<id>` | this very comment, wherever else it stands |
| `hashtag:<tag>`, `comments-featured` | the page of a hashtag, the comments featured by editors |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from warta.comments.models import Comment

PAGE = 50
MOST_LETTERS = 400  # of the tags in one row of ThreadChange


@dataclass(frozen=True)
class Standpoint:
    """What is needed to say which pages show a comment. `root_place` is that of the comment it belongs to, if any."""

    comment_id: int
    article_id: int
    place: int | None
    root_id: int | None = None
    root_place: int | None = None
    is_featured: bool = False
    hashtags: frozenset[str] = field(default_factory=frozenset)


def page_of(place: int) -> int:
    """The page, from 1, on which the place, from 1, stands."""
    return (place - 1) // PAGE + 1


def pages_of(places: int) -> int:
    """How many pages so many places fill; none still fill one."""
    return max(1, page_of(places)) if places else 1


def standpoint_of(comment: Comment, *, root_place: int | None, hashtags: Iterable[str] = ()) -> Standpoint:
    return Standpoint(
        comment.pk, comment.thread_id, comment.place, comment.root_id, root_place,
        comment.featured_at is not None, frozenset(hashtags),
    )  # fmt: skip


def tags_of(at: Standpoint) -> list[str]:
    """The press tags of everything that shows the comment; none for one that never had a place."""
    if at.place is None:
        return []
    tags = [f"comment-count:{at.article_id}", f"comments-best:{at.article_id}", f"comment:{at.comment_id}"]
    if at.root_id is None:
        tags += _pages(f"comments:{at.article_id}", at.place)
    else:
        tags += [f"comments:{at.article_id}:{page_of(at.root_place or 1)}", f"comment:{at.root_id}"]
        tags += _pages(f"replies:{at.root_id}", at.place)
    tags += [f"hashtag:{tag}" for tag in sorted(at.hashtags)]
    return [*tags, "comments-featured"] if at.is_featured else tags


def rows_of(tags: Iterable[str]) -> Iterator[str]:
    """The tags, each once, separated by spaces, in as many rows as they need."""
    row = ""
    for tag in dict.fromkeys(tags):
        if row and len(row) + 1 + len(tag) > MOST_LETTERS:
            yield row
            row = ""
        row = f"{row} {tag}" if row else tag
    if row:
        yield row


def _pages(name: str, place: int) -> list[str]:
    """The page of the place, and the one before, which has to lead on, where a page begins."""
    page = page_of(place)
    return [f"{name}:{page}", f"{name}:{page - 1}"] if page > 1 and place % PAGE == 1 else [f"{name}:{page}"]
