"""A comment, its hashtags and its likes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from warta.comments.models.threads import Thread
from warta.lib.clock import now
from warta.readers.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

IS_WAITING = Q(waiting_since__isnull=False)


class State(models.TextChoices):
    PUBLISHED = "published", _("Published")
    HELD = "held", _("Waiting for a moderator")
    REFUSED = "refused", _("Refused")  # never public, or no longer, by a moderator or by a rule
    DELETED = "deleted", _("Deleted by its author")
    ERASED = "erased", _("Its author's account was deleted")


class CommentQuerySet(models.QuerySet["Comment"]):
    def public(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def standing(self) -> Self:
        """What has a place in its thread, be it as a stub: taken away, but others answered or its number was given."""
        return self.exclude(place=None)

    def waiting(self) -> Self:
        return self.filter(state=State.HELD)


class Comment(models.Model):
    """What somebody wrote under an article.

    Threads have two levels: `root` is the comment that began the exchange, `reply_to` the one that is answered. `place`
    is given at first publication and kept for ever, among the thread's roots or among the root's replies: pages are
    made of places, so a new comment changes the last page alone. `findings` are those of the last run of the pipeline.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    root = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="answers")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="comments")
    text = models.TextField(_("comment"))
    state = models.CharField(max_length=9, choices=State.choices)
    place = models.PositiveIntegerField(null=True)
    reply_places = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    featured_at = models.DateTimeField(null=True)

    civility = models.FloatField(null=True)  # the chance that it is abusive, 0 to 1; empty: it could not be scored
    civility_version = models.CharField(max_length=40, blank=True)
    fingerprint = models.BigIntegerField(default=0)  # of its text, signed; see reading/repeats.py
    token = models.CharField(max_length=26, null=True, blank=True, unique=True)  # of its form
    findings = models.JSONField(default=list)
    was_nudged = models.BooleanField(default=False)

    likes = models.PositiveIntegerField(default=0)
    best = models.FloatField(default=0.0)
    likers_before = models.PositiveIntegerField(default=0)  # likers of the thread when it got its place
    report_weight = models.FloatField(default=0.0)
    reports = models.PositiveIntegerField(default=0)

    risk = models.FloatField(default=0.0)  # 0 to 1: how soon a moderator should look
    waiting_since = models.DateTimeField(null=True)  # held, or published and reported: what the queue shows
    look_by = models.DateTimeField(null=True)  # when a moderator should have looked: the order of the queue
    claimed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions: ClassVar[list[tuple[str, str | StrPromise]]] = [
            ("moderate_comment", "Can moderate comments"),
            ("feature_comment", "Can feature comments"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | (Q(place__isnull=False) & Q(published_at__isnull=False)),
                name="comment_published_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(reply_to__isnull=True) | Q(root__isnull=False), name="comment_reply_has_a_root"
            ),
            models.UniqueConstraint(
                fields=["thread", "place"], condition=Q(root__isnull=True), name="comment_place_in_thread"
            ),
            models.UniqueConstraint(
                fields=["root", "place"], condition=Q(root__isnull=False), name="comment_place_in_root"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["thread", "-best", "-id"], name="comment_best",
                condition=Q(root__isnull=True, state=State.PUBLISHED),
            ),
            models.Index(
                fields=["thread", "-featured_at"], name="comment_featured_here", condition=Q(featured_at__isnull=False)
            ),
            models.Index(fields=["author", "-id"], name="comment_of_author"),
            models.Index(fields=["look_by", "id"], name="comment_queue", condition=IS_WAITING),
            models.Index(fields=["waiting_since"], name="comment_waiting", condition=IS_WAITING),
            models.Index(fields=["-featured_at"], name="comment_featured", condition=Q(featured_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"comment {self.pk}"


class CommentTag(models.Model):
    """A hashtag in a comment as `reading.hashtags.normalised` spells it. Rows stay when the comment is taken away."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=60)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["comment", "tag"], name="comment_tag_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tag", "-comment"], name="comment_of_tag")]

    def __str__(self) -> str:
        return f"#{self.tag}"


class Like(models.Model):
    """Somebody likes a comment, once. `thread` is the comment's, so that what one likes under an article is found."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="likers")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["comment", "person"], name="comment_liked_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["thread", "person"], name="like_in_thread")]

    def __str__(self) -> str:
        return f"like of comment {self.comment_id}"


class LikeChange(models.Model):
    """A like more or less that is not in the sums yet. Written with it; a job adds some up and deletes them, in one
    transaction, so that the row of a comment that everybody likes at once is written every few seconds at most.

    `likers` is 1 if the person liked nothing in the thread before, -1 if nothing is left, else 0.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    likes = models.SmallIntegerField()
    likers = models.SmallIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.likes:+} like of comment {self.comment_id}"
