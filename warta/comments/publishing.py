"""The only module that moves a comment's state: with its place, the counts, the pages that show it and the ruling.

Every move is one short transaction that locks the thread's row first, so that places and counts are never given
twice, and writes down which pages are stale (`ThreadChange`) and why (`Ruling`) before it ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import F

from warta.comments.models import Comment, CommentTag, Ruling, State, Thread, ThreadChange
from warta.comments.places import rows_of, standpoint_of, tags_of
from warta.comments.standing import count_decision
from warta.comments.weighing.risk import look_by
from warta.lib.clock import now
from warta.live.services import tell
from warta.readers.models import User

# From where a move may start. The same state again is a decision, too: it is written down and clears the queue.
MAY_BECOME: dict[State, frozenset[str]] = {
    State.PUBLISHED: frozenset({State.PUBLISHED, State.HELD, State.REFUSED}),
    State.HELD: frozenset({State.PUBLISHED, State.HELD, State.REFUSED}),
    State.REFUSED: frozenset({State.PUBLISHED, State.HELD, State.REFUSED}),
    State.DELETED: frozenset({State.PUBLISHED, State.HELD, State.REFUSED}),
}


class Decision(TypedDict, total=False):
    """Who decided, nobody for the pipeline, and why; `undoes` is the ruling that this one takes back."""

    by: User | None
    reason: str
    words: str
    note: str
    undoes: Ruling | None


@dataclass(frozen=True)
class Draft:
    """A comment as the pipeline leaves it. `root_id` is that of the exchange that it answers in."""

    article_id: int
    author: User
    text: str
    state: State
    reply_to_id: int | None = None
    root_id: int | None = None
    token: str | None = None
    reason: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    civility: float | None = None
    civility_version: str = ""
    fingerprint: int = 0
    was_nudged: bool = False
    risk: float = 0.0
    hashtags: tuple[str, ...] = ()


def add_comment(draft: Draft) -> Comment:
    """Write a new comment in the state that its draft says.

    Raises IntegrityError, with nothing written, when one with its token is there already.
    """
    moment = now()
    comment = _made_from(draft, moment)
    with transaction.atomic(savepoint=False):
        thread = locked_thread(draft.article_id)
        root = Comment.objects.only("place").get(pk=draft.root_id) if draft.root_id else None
        if draft.state == State.PUBLISHED:
            _give_place(comment, thread, moment)
        comment.save(force_insert=True)
        CommentTag.objects.bulk_create(CommentTag(comment=comment, tag=tag) for tag in draft.hashtags)
        if draft.state == State.PUBLISHED:
            _count(thread, comment, was_public=False, moment=moment)
            _note_move(comment, root.place if root else None, draft.hashtags, moment)
            tell(f"article-{thread.pk}", {"comments": thread.published})
        else:
            _rule(comment, "", {"reason": draft.reason}, moment)
    return comment


def publish_comment(comment: Comment, **decision: Unpack[Decision]) -> Ruling | None:
    """Make it public, or find that it may stay. None: it was moved meanwhile, or is gone; nothing was written."""
    return _move(comment, State.PUBLISHED, decision)


def hold_comment(comment: Comment, **decision: Unpack[Decision]) -> Ruling | None:
    """Take it back until somebody decides. None as in `publish_comment`."""
    return _move(comment, State.HELD, decision)


def refuse_comment(comment: Comment, **decision: Unpack[Decision]) -> Ruling | None:
    """Keep it, or take it, from readers. None as in `publish_comment`."""
    return _move(comment, State.REFUSED, decision)


def restore_comment(ruling: Ruling, *, by: User, note: str = "") -> Ruling | None:
    """Undo a ruling: back to the state before it. None if the comment was moved since, or it was undone already."""
    before = State(ruling.before or State.HELD)
    with transaction.atomic():
        locked_thread(ruling.comment.thread_id)
        comment = Comment.objects.get(pk=ruling.comment_id)
        if comment.state != ruling.after or Ruling.objects.filter(undoes=ruling).exists():
            return None
        return _move(comment, before, {"by": by, "reason": "undone", "note": note, "undoes": ruling})


def delete_comment(comment: Comment) -> bool:
    """What its author does: the text is removed, a stub stays where others answered. Whether it was there to delete."""
    with transaction.atomic():
        return _move(comment, State.DELETED, {}) is not None and _forget_text([comment.pk], State.DELETED) == 1


def change_text(comment: Comment, draft: Draft, *, moment: datetime) -> bool:
    """Put an edited text in place of the old one, in the state that the pipeline found for it.

    False, with nothing written, if the comment was moved meanwhile.
    """
    with transaction.atomic():
        thread = locked_thread(comment.thread_id)
        content = {"edited_at": moment, **_content_of(draft)}
        if comment.waiting_since:  # another text may be more urgent to look at, or less
            content["look_by"] = look_by(comment.waiting_since, draft.risk)
        if Comment.objects.filter(pk=comment.pk, state=comment.state).update(**content) != 1:
            return False
        for name, value in content.items():
            setattr(comment, name, value)
        _keep_tags(comment, draft.hashtags)
        if draft.state != comment.state:
            return _move(comment, draft.state, {"reason": draft.reason}, thread=thread) is not None
        _note_move(comment, _root_place(comment), draft.hashtags, moment)
        return True


def erase_comments_of(person: User) -> int:
    """Remove the texts of somebody who is erased; stubs stay. Inside the caller's transaction. Safe to repeat."""
    rows = list(Comment.objects.filter(author=person).exclude(state=State.ERASED).select_related("root"))
    threads = Thread.objects.select_for_update().filter(pk__in={row.thread_id for row in rows}).order_by("pk")
    tags = _tags_by_comment([row.pk for row in rows])
    moment = now()
    for thread in threads:
        _erase_in(thread, [row for row in rows if row.thread_id == thread.pk], tags, moment)
    return len(rows)


def locked_thread(article_id: int) -> Thread:
    """The thread's row, made when it is not there yet, locked until the transaction ends."""
    locked = Thread.objects.select_for_update()
    try:
        return locked.get(pk=article_id)
    except Thread.DoesNotExist:
        Thread.objects.bulk_create([Thread(article_id=article_id)], ignore_conflicts=True)
        return locked.get(pk=article_id)


def note_pages(tags: Iterable[str], moment: datetime) -> None:
    """Inside a transaction: the pages that show these are stale from its commit on."""
    ThreadChange.objects.bulk_create(ThreadChange(tags=row, at=moment) for row in rows_of(tags))


def _move(comment: Comment, to: State, decision: Decision, *, thread: Thread | None = None) -> Ruling | None:
    moment = now()
    with transaction.atomic():
        thread = thread or locked_thread(comment.thread_id)
        before = Comment.objects.filter(pk=comment.pk).values_list("state", "place", "published_at").first()
        if before is None or before[0] not in MAY_BECOME[to]:
            return None
        comment.place, comment.published_at = before[1], before[2]
        if not _set_state(comment, thread, before[0], to, moment):
            return None
        ruling = _rule(comment, before[0], decision, moment)
        count_decision(comment, ruling)
        if State.PUBLISHED in (before[0], to):
            _settle_pages(comment, thread, was_public=before[0] == State.PUBLISHED, moment=moment)
    return ruling


def _set_state(comment: Comment, thread: Thread, before: str, to: State, moment: datetime) -> bool:
    comment.state = to
    if to == State.PUBLISHED:
        _give_place(comment, thread, moment)
    waits = moment if to == State.HELD else None
    moved = Comment.objects.filter(pk=comment.pk, state=before).update(
        state=to, place=comment.place, likers_before=comment.likers_before, published_at=comment.published_at,
        waiting_since=waits,
        look_by=look_by(waits, comment.risk) if waits else None, claimed_by=None, claimed_until=None,
    )  # fmt: skip
    comment.waiting_since = waits
    return moved == 1


def _settle_pages(comment: Comment, thread: Thread, *, was_public: bool, moment: datetime) -> None:
    tags = tuple(CommentTag.objects.filter(comment=comment).values_list("tag", flat=True))
    _count(thread, comment, was_public=was_public, moment=moment)
    _note_move(comment, _root_place(comment), tags, moment)
    tell(f"article-{thread.pk}", {"comments": thread.published})


def _made_from(draft: Draft, moment: datetime) -> Comment:
    waits = moment if draft.state == State.HELD else None
    return Comment(
        thread_id=draft.article_id, author=draft.author, reply_to_id=draft.reply_to_id, root_id=draft.root_id,
        token=draft.token, state=draft.state, written_at=moment, was_nudged=draft.was_nudged,
        waiting_since=waits, look_by=look_by(waits, draft.risk) if waits else None, **_content_of(draft),
    )  # fmt: skip


def _content_of(draft: Draft) -> dict[str, Any]:
    return {
        "text": draft.text, "civility": draft.civility, "civility_version": draft.civility_version,
        "fingerprint": draft.fingerprint, "findings": draft.findings, "risk": draft.risk,
    }  # fmt: skip


def _give_place(comment: Comment, thread: Thread, moment: datetime) -> None:
    """A place at first publication, kept for ever; the thread's lock makes it nobody else's."""
    comment.published_at = comment.published_at or moment
    if comment.place is not None:
        return
    comment.likers_before = thread.likers
    if comment.root_id is None:
        comment.place = thread.places = thread.places + 1
    else:
        Comment.objects.filter(pk=comment.root_id).update(reply_places=F("reply_places") + 1)
        comment.place = Comment.objects.values_list("reply_places", flat=True).get(pk=comment.root_id)


def _count(thread: Thread, comment: Comment, *, was_public: bool, moment: datetime) -> None:
    thread.published = max(0, thread.published + (comment.state == State.PUBLISHED) - was_public)
    Thread.objects.filter(pk=thread.pk).update(places=thread.places, published=thread.published, changed_at=moment)


def _note_move(comment: Comment, root_place: int | None, hashtags: Iterable[str], moment: datetime) -> None:
    """The pages that show it are stale, and who listens is to hear of it."""
    tags = rows_of(tags_of(standpoint_of(comment, root_place=root_place, hashtags=hashtags)))
    rows = [ThreadChange(tags=row, at=moment) for row in tags]
    if rows:
        rows[0].comment, rows[0].is_public = comment.pk, comment.state == State.PUBLISHED
    ThreadChange.objects.bulk_create(rows)


def _root_place(comment: Comment) -> int | None:
    return Comment.objects.values_list("place", flat=True).get(pk=comment.root_id) if comment.root_id else None


def _rule(comment: Comment, before: str, decision: Decision, moment: datetime) -> Ruling:
    return Ruling.objects.create(
        comment=comment, before=before, after=comment.state, at=moment, findings=comment.findings, **decision
    )


def _keep_tags(comment: Comment, tags: tuple[str, ...]) -> None:
    CommentTag.objects.filter(comment=comment).exclude(tag__in=tags).delete()
    CommentTag.objects.bulk_create((CommentTag(comment=comment, tag=tag) for tag in tags), ignore_conflicts=True)


def _forget_text(ids: list[int], state: State) -> int:
    """Take away what was written and what was found in it; the place stays."""
    CommentTag.objects.filter(comment__in=ids).delete()
    Ruling.objects.filter(comment__in=ids).update(findings=[])
    return Comment.objects.filter(pk__in=ids).update(
        state=state, text="", findings=[], fingerprint=0, civility=None, token=None, waiting_since=None, look_by=None,
        featured_at=None, claimed_by=None, claimed_until=None,
    )  # fmt: skip


def _tags_by_comment(ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for comment_id, tag in CommentTag.objects.filter(comment__in=ids).values_list("comment_id", "tag"):
        found.setdefault(comment_id, set()).add(tag)
    return found


def _erase_in(thread: Thread, rows: list[Comment], tags: dict[int, set[str]], moment: datetime) -> None:
    public = sum(row.state == State.PUBLISHED for row in rows)
    for row in rows:
        row.state = State.ERASED
        _note_move(row, row.root.place if row.root else None, tags.get(row.pk, ()), moment)
    _forget_text([row.pk for row in rows], State.ERASED)
    Comment.objects.filter(pk__in=[row.pk for row in rows]).update(author=None)
    thread.published = max(0, thread.published - public)
    Thread.objects.filter(pk=thread.pk).update(published=thread.published, changed_at=moment)
