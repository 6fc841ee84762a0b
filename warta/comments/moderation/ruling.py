"""A moderator's decision about one comment or many, and taking it back.

`publishing` moves the comment; here stands who may, and what follows of it in the same transaction: reports and
complaints are settled, those concerned will hear of it, the audit log has a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.db import transaction

from warta.audit.services import record
from warta.comments import publishing
from warta.comments.models import Comment, Ruling, State
from warta.comments.moderation.claims import claim
from warta.comments.moderation.complaining import reopen_complaints, settle_complaints
from warta.comments.moderation.errors import Changed, NotYours, OwnComment, Refused
from warta.comments.moderation.reporting import reopen_reports, settle_reports, weigh_again
from warta.lib.clock import now
from warta.readers.models import User

Act = Literal["approve", "refuse", "hold"]
TIME_TO_UNDO = timedelta(minutes=2)  # what is taken back before then was never told to anybody
MOST_AT_ONCE = 100

_MOVES: dict[Act, Callable[..., Ruling | None]] = {
    "approve": publishing.publish_comment,
    "refuse": publishing.refuse_comment,
    "hold": publishing.hold_comment,
}
_USUAL_REASON: dict[Act, str] = {"approve": "approved", "refuse": "other", "hold": "held-back"}


@dataclass(frozen=True)
class Word:
    """What a moderator says: the act, for a refusal a key of `reasons.py`, words for the author, a note for others."""

    act: Act
    reason: str = ""
    words: str = ""
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one comment of many: a ruling, or the sentence that says why there is none."""

    comment_id: int
    ruling: Ruling | None = None
    trouble: str = ""


def seen_as(comment: Comment) -> str:
    """What a page shows of a comment's state, to be sent back with the decision: a change in between is noticed."""
    edited = int(comment.edited_at.timestamp() * 1000) if comment.edited_at else 0
    return f"{comment.state}.{edited}"


def rule(comment_id: int, word: Word, *, by: User, seen: str = "") -> Ruling:
    """Decide. Raises Claimed, Changed or OwnComment, and Comment.DoesNotExist; then nothing was written.

    Not safe to repeat, but a second time with what was `seen` before is refused.
    """
    with transaction.atomic():
        comment = _taken(comment_id, by)
        if seen and seen != seen_as(comment):
            raise Changed
        ruling = _MOVES[word.act](
            comment, by=by, reason=word.reason or _USUAL_REASON[word.act], words=word.words, note=word.note
        )
        if ruling is None:
            raise Changed
        follow(ruling, by=by)
    return ruling


def rule_all(seen: dict[int, str], word: Word, *, by: User) -> list[Outcome]:
    """Decide about many, each by itself: what can't be decided holds up no other. At most 100."""
    return [_tried(comment_id, word, by=by, seen=state) for comment_id, state in list(seen.items())[:MOST_AT_ONCE]]


def undo(ruling: Ruling, *, by: User) -> Ruling:
    """Take one's own decision back. Raises Changed when something came after it. A second time changes nothing."""
    if ruling.by_id != by.pk or ruling.undoes_id:
        raise NotYours
    with transaction.atomic():
        _taken(ruling.comment_id, by)
        back = publishing.restore_comment(ruling, by=by)
        if back is None:
            raise Changed
        was_told = not Ruling.objects.filter(pk=ruling.pk, tell_after__isnull=False).update(tell_after=None)
        reopen_reports(ruling, moment=back.at)
        reopen_complaints(ruling)
        weigh_again(ruling.comment_id, moment=back.at)
        if was_told:
            tell_soon(back)
        record("comment.undone", actor=by.public_id, subject=f"comment:{ruling.comment_id}", facts={"to": back.after})
    return back


def follow(ruling: Ruling, *, by: User) -> None:
    """Inside the transaction of a ruling: all that follows of it."""
    settle_reports(ruling)
    settle_complaints(ruling, by=by)
    weigh_again(ruling.comment_id, moment=ruling.at)
    if ruling.after != State.HELD:
        tell_soon(ruling)
    facts = {"from": ruling.before, "to": ruling.after, "reason": ruling.reason}
    record("comment.ruled", actor=by.public_id, subject=f"comment:{ruling.comment_id}", facts=facts)


def tell_soon(ruling: Ruling) -> None:
    Ruling.objects.filter(pk=ruling.pk).update(tell_after=now() + TIME_TO_UNDO)


def ids_of(values: Iterable[str]) -> dict[int, str]:
    """Comments chosen on a page, as `id:seen`; what is no such thing is left out."""
    pairs = (value.partition(":") for value in values)
    return {int(pk): seen for pk, _colon, seen in pairs if pk.isascii() and pk.isdecimal() and len(pk) < 19}


def _taken(comment_id: int, by: User) -> Comment:
    """The comment, claimed and locked: the thread's row first, as everything that moves comments does."""
    publishing.locked_thread(Comment.objects.values_list("thread_id", flat=True).get(pk=comment_id))
    claim(comment_id, by=by)
    comment = Comment.objects.select_related("author").get(pk=comment_id)
    if comment.author_id == by.pk:
        raise OwnComment
    return comment


def _tried(comment_id: int, word: Word, *, by: User, seen: str) -> Outcome:
    try:
        return Outcome(comment_id, rule(comment_id, word, by=by, seen=seen))
    except Refused as refused:
        return Outcome(comment_id, trouble=str(refused))
    except Comment.DoesNotExist:
        return Outcome(comment_id, trouble=str(Changed()))
