"""What a page of a thread shows. Each is read by its places or in the order of an index, and is never counted:
a page costs the same whatever its thread holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from warta.comments.models import Comment, CommentTag, State, Thread
from warta.comments.places import PAGE, pages_of
from warta.comments.showing.faces import COLUMNS, Face, Row, face_of

BEST_PAGE = 25  # the first one stands under the article, also on a slow line
BEST_PAGES = 20  # nobody walks further in this order; what comes after is found by time
FIRST_REPLIES = 3
LOOKED_AT = 6  # places looked at for them: some may have been taken away
FEWEST_NEWEST = 25  # the newest page takes in the page before, until it is half full
MOST_FEATURED = 5
ON_HASHTAG = 50


@dataclass(frozen=True)
class Entry:
    """A comment that answers no other, with its first replies; `has_more`: there may be others."""

    face: Face
    replies: list[Face] = field(default_factory=list)
    has_more: bool = False


@dataclass(frozen=True)
class Leaf:
    """One page of a thread. `earlier` and `later` are the numbers of its neighbours, None where there is none.

    `tags` are the places whose change changes it.
    """

    entries: list[Entry]
    tags: list[str]
    earlier: int | None = None
    later: int | None = None
    featured: list[Entry] = field(default_factory=list)
    root: Face | None = None


def thread_of(article_id: int) -> Thread:
    """The thread of an article; one without comments or settings is as its defaults say."""
    return Thread.objects.filter(pk=article_id).first() or Thread(article_id=article_id)


def best_leaf(thread: Thread, number: int) -> Leaf | None:
    """The page of this number, from 1, in the order of best, featured ones before all; None if there is none."""
    featured = _featured_in(thread)
    first = (number - 1) * BEST_PAGE
    in_order = _roots(thread).filter(state=State.PUBLISHED).exclude(pk__in=[row.pk for row in featured])
    rows = _rows(in_order.order_by("-best", "-pk")[first : first + BEST_PAGE + 1])
    if number > 1 and not rows:
        return None
    entries = _entries([*featured, *rows[:BEST_PAGE]] if number == 1 else rows[:BEST_PAGE])
    return Leaf(
        entries=entries[len(featured) :] if number == 1 else entries,
        featured=entries[: len(featured)] if number == 1 else [],
        tags=[f"comments-best:{thread.pk}"],
        earlier=number - 1 or None,
        later=number + 1 if len(rows) > BEST_PAGE and number < BEST_PAGES else None,
    )


def oldest_leaf(thread: Thread, number: int) -> Leaf | None:
    """The page of places of this number, from 1; None if none was given so far."""
    pages = pages_of(thread.places)
    if number > pages:
        return None
    return Leaf(
        entries=_visible(_entries(_rows(_of_page(_roots(thread), number).order_by("place")))),
        tags=[f"comments:{thread.pk}:{number}"],
        earlier=number - 1 or None,
        later=number + 1 if number < pages else None,
    )


def newest_leaf(thread: Thread, number: int | None) -> Leaf | None:
    """The same pages from their ends. Without a number the last one, with the one before until it is half full."""
    pages = pages_of(thread.places)
    last = number or pages
    if last > pages:
        return None
    on_last = thread.places - (pages - 1) * PAGE
    first = last - 1 if number is None and last > 1 and on_last < FEWEST_NEWEST else last
    rows = [row for page in range(last, first - 1, -1) for row in _newest_of(thread, page)]
    return Leaf(
        entries=_visible(_entries(rows)),
        tags=[f"comments:{thread.pk}:{page}" for page in range(first, last + 1)],
        earlier=None if number is None else (number + 1 if number < pages else 0),
        later=first - 1 or None,
    )


def replies_leaf(thread: Thread, root_id: int, number: int) -> Leaf | None:
    """All replies to a comment, the oldest first. None if it was never public here, or has no such page."""
    root = next(iter(_rows(_roots(thread).filter(pk=root_id, place__isnull=False))), None)
    pages = pages_of(root.reply_places) if root else 0
    if root is None or number > pages:
        return None
    rows = _rows(_of_page(Comment.objects.filter(root=root_id), number).order_by("place"))
    return Leaf(
        entries=[Entry(face) for face in _with_stubs(rows)],
        root=face_of(root),
        tags=[f"replies:{root_id}:{number}", f"comment:{root_id}"],
        earlier=number - 1 or None,
        later=number + 1 if number < pages else None,
    )


def comments_with_tag(tag: str, *, before: int | None = None) -> tuple[list[Face], int | None]:
    """Public comments with a hashtag, the newest first, and the id before which others follow, if any do."""
    tagged = CommentTag.objects.filter(tag=tag, comment__state=State.PUBLISHED)
    if before is not None:
        tagged = tagged.filter(comment__lt=before)
    ids = list(tagged.order_by("-comment").values_list("comment", flat=True)[: ON_HASHTAG + 1])
    shown = ids[:ON_HASHTAG]
    rows = _rows(Comment.objects.filter(pk__in=shown).order_by("-pk"))
    return [face_of(row) for row in rows], shown[-1] if len(ids) > ON_HASHTAG else None


def face_of_public(comment_id: int) -> Face | None:
    """One comment that readers see now."""
    row = next(iter(_rows(Comment.objects.public().filter(pk=comment_id))), None)
    return face_of(row) if row else None


def _roots(thread: Thread) -> QuerySet[Comment]:
    return Comment.objects.filter(thread=thread.pk, root__isnull=True)


def _of_page(comments: QuerySet[Comment], number: int) -> QuerySet[Comment]:
    return comments.filter(place__range=((number - 1) * PAGE + 1, number * PAGE))


def _newest_of(thread: Thread, page: int) -> list[Row]:
    return _rows(_of_page(_roots(thread), page).order_by("-place"))


def _featured_in(thread: Thread) -> list[Row]:
    featured = _roots(thread).filter(state=State.PUBLISHED, featured_at__isnull=False)
    return _rows(featured.order_by("-featured_at")[:MOST_FEATURED])


def _rows(comments: QuerySet[Comment]) -> list[Row]:
    return [Row._make(values) for values in comments.values_list(*COLUMNS)]


def _entries(roots: list[Row]) -> list[Entry]:
    replies = _first_replies(row.pk for row in roots if row.reply_places)
    return [_entry(row, replies[row.pk]) for row in roots]


def _entry(row: Row, replies: list[Row]) -> Entry:
    shown = [face_of(reply) for reply in replies if reply.is_public][:FIRST_REPLIES]
    looked_at_all = row.reply_places <= LOOKED_AT
    has_more = not looked_at_all or sum(reply.is_public for reply in replies) > FIRST_REPLIES
    return Entry(face_of(row), shown, has_more)


def _first_replies(ids: Iterable[int]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    if wanted := list(ids):
        first = Comment.objects.filter(root__in=wanted, place__lte=LOOKED_AT)
        for row in _rows(first.order_by("root", "place")):
            found[row.root_id or 0].append(row)
    return found


def _visible(entries: list[Entry]) -> list[Entry]:
    """What was taken away leaves a stub where others answered, and nothing where nobody did."""
    return [entry for entry in entries if entry.face.is_public or entry.replies or entry.has_more]


def _with_stubs(rows: list[Row]) -> list[Face]:
    """The same among replies: one that was taken away is named where another one on the page answers it."""
    answered = {row.reply_to_id for row in rows if row.is_public}
    return [face_of(row) for row in rows if row.is_public or row.pk in answered]
