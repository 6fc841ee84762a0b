"""One's own comments: the state of each and why, and what one has set for oneself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from warta.articles.models import ArticlePage
from warta.comments.models import Comment, Like, Mute, Ruling, State
from warta.comments.moderation.appealing import TIME_TO_APPEAL
from warta.comments.reasons import sentences_to_author
from warta.comments.showing.faces import author_mark
from warta.comments.writing.services import is_editable
from warta.lib.clock import now
from warta.readers.models import User

ON_A_PAGE = 20
LOOKED_AT = 200  # of one's own newest comments, for those under one article
MOST_LIKES = 2000  # that are marked on one page
MOST_MUTED = 1000
SEEN_BY_THEIR_AUTHOR = (State.HELD, State.REFUSED)


@dataclass(frozen=True)
class OwnComment:
    """A comment as its author sees it. `reasons` are sentences, `words` what a moderator added for them."""

    comment: Comment
    article: ArticlePage
    reasons: list[str] = field(default_factory=list)
    words: str = ""
    can_appeal: bool = False
    is_appealed: bool = False

    @property
    def can_edit(self) -> bool:
        return is_editable(self.comment)

    @property
    def can_delete(self) -> bool:
        return self.comment.state in (State.PUBLISHED, State.HELD, State.REFUSED)


def own_comments(person: User, *, before: int | None = None) -> tuple[list[OwnComment], int | None]:
    """A page of them, the newest first, and the id before which others follow, if any do."""
    comments = Comment.objects.filter(author=person).order_by("-pk")
    if before is not None:
        comments = comments.filter(pk__lt=before)
    rows = list(comments[: ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE]
    return _as_their_author_sees(shown), shown[-1].pk if len(rows) > ON_A_PAGE else None


def own_unpublished_in(article_id: int, person: User) -> list[OwnComment]:
    """Those under an article that only their author sees, the newest first."""
    newest = Comment.objects.filter(author=person).order_by("-pk").values_list("pk", "thread_id", "state")[:LOOKED_AT]
    ids = [pk for pk, thread_id, state in newest if thread_id == article_id and state in SEEN_BY_THEIR_AUTHOR]
    rows = list(Comment.objects.filter(pk__in=ids[:ON_A_PAGE]).order_by("-pk"))
    return _as_their_author_sees(rows)


def own_likes_in(article_id: int, person: User) -> list[int]:
    likes = Like.objects.filter(thread=article_id, person=person).order_by("-pk")
    return list(likes.values_list("comment_id", flat=True)[:MOST_LIKES])


def muted_marks_in(article_id: int, person: User) -> list[str]:
    """By which marks those whom a person muted go in this thread."""
    muted = Mute.objects.filter(person=person).order_by("-pk").values_list("muted_id", flat=True)[:MOST_MUTED]
    return [author_mark(article_id, muted_id) for muted_id in muted]


def mutes_of(person: User) -> list[Mute]:
    return list(Mute.objects.filter(person=person).select_related("muted").order_by("-pk")[:MOST_MUTED])


def _as_their_author_sees(comments: list[Comment]) -> list[OwnComment]:
    ids = {comment.thread_id for comment in comments}
    articles = ArticlePage.objects.filter(pk__in=ids).defer("body", "original").in_bulk()
    rulings = _last_rulings(comment.pk for comment in comments if comment.state in SEEN_BY_THEIR_AUTHOR)
    return [_own(comment, articles[comment.thread_id], rulings.get(comment.pk)) for comment in comments]


def _last_rulings(ids: Iterable[int]) -> dict[int, Ruling]:
    wanted = list(ids)
    found = Ruling.objects.filter(comment__in=wanted).select_related("appeal").order_by("pk") if wanted else ()
    return {ruling.comment_id: ruling for ruling in found}


def _own(comment: Comment, article: ArticlePage, ruling: Ruling | None) -> OwnComment:
    if ruling is None or comment.state not in SEEN_BY_THEIR_AUTHOR:
        return OwnComment(comment, article)
    found = [str(finding.get("reason", "")) for finding in comment.findings if isinstance(finding, dict)]
    keys = [ruling.reason] if ruling.reason else found
    is_appealed = hasattr(ruling, "appeal")
    is_refusal = comment.state == State.REFUSED and ruling.after == State.REFUSED
    return OwnComment(
        comment, article, reasons=sentences_to_author(key for key in keys if key), words=ruling.words,
        can_appeal=is_refusal and not is_appealed and ruling.at >= now() - TIME_TO_APPEAL, is_appealed=is_appealed,
    )  # fmt: skip
