"""What each kind of work in the newsroom may do with comments."""

from __future__ import annotations

from django.contrib.auth.models import Group

from warta.comments.models import Thread
from warta.readers.models import User
from warta.readers.roles import permissions_named

MODERATE = "comments.moderate_comment"
FEATURE = "comments.feature_comment"


def let_moderate(group: Group) -> None:
    """Everything at the desk: rulings, suspensions, watch words, complaints. Safe to repeat."""
    group.permissions.add(*permissions_named((MODERATE, FEATURE)))


def let_feature(group: Group) -> None:
    """Feature comments, and open or close those under articles one may publish. Safe to repeat."""
    group.permissions.add(*permissions_named((FEATURE,)))


def may_moderate(person: User) -> bool:
    return person.has_perm(MODERATE)


def may_set_thread(person: User, thread: Thread) -> bool:
    """Whether they may open, hold and close the comments under this article: moderators, and who may publish it."""
    if may_moderate(person):
        return True
    may: bool = person.has_perm(FEATURE) and thread.article.permissions_for_user(person).can_publish()
    return may
