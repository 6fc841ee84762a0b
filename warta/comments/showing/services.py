"""What readers do with the comments of others: like, mute. Reports are the moderation desk's."""

from __future__ import annotations

from django.db import transaction

from warta.comments.models import Comment, Like, LikeChange, Mute
from warta.readers.models import User


def like_comment(comment: Comment, *, person: User) -> bool:
    """Like a public comment of somebody else. False: it is not public, or one's own. Safe to repeat.

    The number that readers see follows with the next summing.
    """
    if comment.author_id == person.pk or not Comment.objects.public().filter(pk=comment.pk).exists():
        return False
    with transaction.atomic():
        liked_before = Like.objects.filter(thread=comment.thread_id, person=person).exists()
        _like, is_new = Like.objects.get_or_create(
            comment=comment, person=person, defaults={"thread_id": comment.thread_id}
        )
        if is_new:
            LikeChange.objects.create(comment=comment, likes=1, likers=0 if liked_before else 1)
    return True


def unlike_comment(comment: Comment, *, person: User) -> None:
    """Take a like back. Safe to repeat."""
    with transaction.atomic():
        gone, _rows = Like.objects.filter(comment=comment, person=person).delete()
        if gone:
            likes_others = Like.objects.filter(thread=comment.thread_id, person=person).exists()
            LikeChange.objects.create(comment=comment, likes=-1, likers=0 if likes_others else -1)


def mute_author(comment: Comment, *, person: User) -> bool:
    """See nothing more of whoever wrote it. False: nobody any more, or oneself. Safe to repeat."""
    if comment.author_id is None or comment.author_id == person.pk:
        return False
    Mute.objects.get_or_create(person=person, muted_id=comment.author_id)
    return True


def unmute_author(comment: Comment, *, person: User) -> None:
    """See them again. Safe to repeat."""
    Mute.objects.filter(person=person, muted=comment.author_id).delete()


def unmute(mute_id: int, *, person: User) -> None:
    """The same from one's own list of the muted. Another's is left alone. Safe to repeat."""
    Mute.objects.filter(pk=mute_id, person=person).delete()


def take_back_likes_of(person: User) -> None:
    """Before an account goes: its likes leave the sums. Joins the transaction that erases. Safe to repeat."""
    for comment in Comment.objects.filter(likers__person=person).only("pk", "thread_id"):
        unlike_comment(comment, person=person)
