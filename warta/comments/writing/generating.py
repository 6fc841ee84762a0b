"""Synthetic comments for benchmarks, written in bulk: nothing is told, no page is pressed for each of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from warta.articles.models import ArticlePage
from warta.comments.models import Comment, CommentTag, Like, Ruling, State, Thread
from warta.comments.publishing import locked_thread
from warta.comments.weighing.best import wilson_lower_bound
from warta.comments.weighing.risk import look_by, risk_of
from warta.comments.writing.generated_texts import synthetic_text
from warta.lib.clock import now
from warta.press.services import changed
from warta.readers.models import User

BATCH = 2_000
MOST_THREADS = 500  # over which comments are spread; a few of them hold most, as on any site
MOST_PEOPLE = 20_000
SHARE_OF_REPLIES = 0.4
SHARE_OF_THE_BUSIEST = 0.1
SPREAD = timedelta(days=20)
Progress = Callable[[int], object]


class NothingToCommentOn(Exception):
    """Articles or readers are missing; the message says what to do."""


def generate_comments(
    count: int, *, seed: int, under: int | None = None, progress: Progress = lambda _count: None
) -> int:
    """Make the first `count` comments of this seed, all below the article `under` if one is named. How many were new.

    Safe to repeat, also after it was broken off: each has a token of its seed and number.
    """
    if not count:
        return 0
    articles = [under] if under else list(_live_articles())
    people = list(User.objects.filter(is_staff=False).order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])
    if not articles or not people:
        raise NothingToCommentOn(_("Comments need articles and readers: give --articles and --readers, too."))
    made = 0
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        if not _is_there(seed, under, numbers[-1]):
            draw = random.Random(f"{seed}-{under}-{start}")  # noqa: S311
            made += _write_batch(_article_for(draw, articles), numbers, _Maker(draw, people, seed, under))
        progress(len(numbers))
    return made


def _live_articles() -> Iterator[int]:
    yield from ArticlePage.objects.live().order_by("-pk").values_list("pk", flat=True)[:MOST_THREADS]


def _article_for(draw: random.Random, articles: Sequence[int]) -> int:
    return articles[int(len(articles) * draw.random() ** 3)]


def _is_there(seed: int, under: int | None, number: int) -> bool:
    """A batch is written wholly or not at all."""
    return Comment.objects.filter(token=_token(seed, under, number)).exists()


def _token(seed: int, under: int | None, number: int) -> str:
    return f"s{seed}-{under or 0}-{number}"


class _Maker:
    """Makes rows of one batch from one drawing of lots."""

    def __init__(self, draw: random.Random, people: Sequence[int], seed: int, under: int | None) -> None:
        self.draw, self._people, self._seed, self._under = draw, people, seed, under
        self._moment = now()

    def comment(self, number: int, article_id: int, at: datetime, root: Comment | None) -> Comment:
        likes = int(self.draw.paretovariate(1.2)) - 1
        chance = self.draw.betavariate(0.4, 6)
        row = Comment(
            thread_id=article_id, root=root, reply_to=root, author_id=self.person(), written_at=at,
            token=_token(self._seed, self._under, number), text=synthetic_text(self.draw, number),
            civility=round(chance, 4), civility_version="synthetic",
        )  # fmt: skip
        self._decide(row, min(likes, 200))
        return row

    def person(self) -> int:
        return self._people[int(len(self._people) * self.draw.random() ** 2)]

    def _decide(self, row: Comment, likes: int) -> None:
        lot = self.draw.random()
        if lot < 0.96:
            row.state, row.published_at, row.likes = State.PUBLISHED, row.written_at, likes
        elif lot < 0.97:
            row.state, row.waiting_since = State.HELD, row.written_at
            row.findings = [{"reason": "uncivil", "effect": "hold", "score": row.civility}]
            row.risk = risk_of(civility=row.civility, report_weight=0, trust=0.1, exposure=0)
            row.look_by = look_by(row.written_at, row.risk)
        else:
            row.state = State.REFUSED
            row.findings = [{"reason": "refused-word", "effect": "refuse"}]

    def moments(self, count: int) -> list[datetime]:
        return sorted(self._moment - SPREAD * self.draw.random() for _one in range(count))


@transaction.atomic
def _write_batch(article_id: int, numbers: range, maker: _Maker) -> int:
    thread = locked_thread(article_id)
    moments = maker.moments(len(numbers))
    end = max(1, round(len(numbers) * (1 - SHARE_OF_REPLIES)))
    roots = [
        maker.comment(number, article_id, at, None) for number, at in zip(numbers[:end], moments[:end], strict=True)
    ]
    _give_places(roots, thread.places)
    replies = _replies(list(zip(numbers[end:], moments[end:], strict=True)), roots, maker)
    likers = _draw_likers([*roots, *replies], thread, maker)
    Comment.objects.bulk_create(roots)
    Comment.objects.bulk_create(replies)
    _write_around([*roots, *replies], thread, likers)
    _count(thread, roots, replies)
    return len(numbers)


def _replies(slots: Sequence[tuple[int, datetime]], roots: Sequence[Comment], maker: _Maker) -> list[Comment]:
    """Answers to what is public; the first of them gets a tenth of all."""
    public = [root for root in roots if root.place is not None]
    replies: list[Comment] = []
    for number, at in slots if public else ():
        root = public[0] if maker.draw.random() < SHARE_OF_THE_BUSIEST else maker.draw.choice(public)
        reply = maker.comment(number, root.thread_id, at, root)
        if reply.state == State.PUBLISHED:
            root.reply_places += 1
            reply.place = root.reply_places
        replies.append(reply)
    return replies


def _give_places(roots: Sequence[Comment], before: int) -> None:
    for root in roots:
        if root.state == State.PUBLISHED:
            before += 1
            root.place = before


def _draw_likers(rows: Sequence[Comment], thread: Thread, maker: _Maker) -> list[set[int]]:
    """Who likes each; what the sums say of it is written into the rows."""
    likers = [{maker.person() for _like in range(row.likes)} for row in rows]
    before = thread.likers
    thread.likers += len(set().union(*likers))
    for row, people in zip(rows, likers, strict=True):
        row.likes, row.likers_before = len(people), before
        row.best = wilson_lower_bound(row.likes, thread.likers - before)
    return likers


def _write_around(rows: Sequence[Comment], thread: Thread, likers: Sequence[set[int]]) -> None:
    """Likes as rows, a hashtag here and there, and a ruling for what did not appear."""
    Like.objects.bulk_create(
        Like(comment=row, thread=thread, person_id=one)
        for row, people in zip(rows, likers, strict=True)
        for one in people
    )
    CommentTag.objects.bulk_create(CommentTag(comment=row, tag="syntheticdata") for row in rows if "#" in row.text)
    Ruling.objects.bulk_create(
        Ruling(comment=row, after=row.state, at=row.written_at, reason=row.findings[0]["reason"], findings=row.findings)
        for row in rows
        if row.findings
    )


def _count(thread: Thread, roots: Sequence[Comment], replies: Sequence[Comment]) -> None:
    public = sum(row.state == State.PUBLISHED for row in (*roots, *replies))
    places = thread.places + sum(root.place is not None for root in roots)
    Thread.objects.filter(pk=thread.pk).update(
        places=places, published=thread.published + public, likers=thread.likers, changed_at=now()
    )
    changed([f"comment-count:{thread.pk}", f"comments-best:{thread.pk}", f"thread:{thread.pk}"])
