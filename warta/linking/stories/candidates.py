"""Where an article may belong: the stories and single articles that share its weightiest words and are of its days.

Each question walks an index for a bounded number of rows, so it costs the same in an archive of any size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from warta.linking.models import FindingTerm, Gathered, Story
from warta.linking.stories.gathering import Thread, thread_of

# An affair that was silent for longer begins anew; the likeness has faded to a tenth by then.
WINDOW = timedelta(days=14)
NEAREST = 40  # articles looked at for each word, the latest first
# Those that share the most of the words. The same articles join the same stories as when all are compared; few enough
# that an archive of any size has as many.
MOST_LIKELY = 40


@dataclass(frozen=True)
class Candidate:
    """A story, or an article that waits. One of the two is there."""

    thread: Thread
    story: Story | None
    waiting: Gathered | None


def days(moment: datetime) -> float:
    return moment.timestamp() / 86_400


def candidates_for(terms: Sequence[str], *, at: datetime, language: str, excluding: int) -> list[Candidate]:
    """What an article of `at` with these terms to find it by could join."""
    ids = _ids_sharing(terms, at=at, language=language)
    found = Gathered.objects.filter(pk__in=ids).exclude(article_id=excluding)
    rows = list(found.filter(article__live=True, article__withdrawn_at=None).order_by("-at", "-pk"))
    waiting = [Candidate(thread_of(row.weights, days(row.at)), None, row) for row in rows if row.story_id is None]
    stories = Story.objects.open().filter(pk__in={row.story_id for row in rows if row.story_id})
    whole = [Candidate(story_thread(story), story, None) for story in stories]
    return [*whole, *(one for one in waiting if one.waiting and not one.waiting.is_by_hand)]


def story_thread(story: Story) -> Thread:
    return Thread(story.weights, max(story.size, 1), days(story.first_at), days(story.last_at))


def _ids_sharing(terms: Sequence[str], *, at: datetime, language: str) -> list[int]:
    """Of the latest with each of the terms those that share the most of them.

    One question for all terms: putting it costs more than answering it.
    """
    if not terms:
        return []
    begin, end = (connection.ops.adapt_datetimefield_value(at + days) for days in (-WINDOW, WINDOW))
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([_LATEST_WITH] * len(terms)),
            [value for term in terms for value in (term, language, begin, end)],
        )
        shared = Counter(pk for (pk,) in cursor.fetchall())
    return sorted(shared, key=lambda pk: (-shared[pk], -pk))[:MOST_LIKELY]


_LATEST_WITH = f"""SELECT * FROM (
    SELECT gathered_id FROM {FindingTerm._meta.db_table}
    WHERE term = %s AND language = %s AND at >= %s AND at <= %s ORDER BY at DESC LIMIT {NEAREST}
) AS latest"""  # noqa: S608 - names of our own alone
