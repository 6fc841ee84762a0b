"""How many comments recent articles have, for the cards that lead to them: one small file for all fronts."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max

from warta.comments.models import Thread
from warta.lib.clock import now
from warta.press import services as press
from warta.press.models import PressedPage

COUNTS = "comment-counts"  # the press tag of the file
COUNTS_PATH = "/comments/counts.json"
RECENT = timedelta(days=14)
MOST = 2000  # articles with comments in that time; 25 KB
LONGEST_TRANSACTION = timedelta(seconds=10)  # a change is dated before it can be seen


def recent_counts() -> dict[str, int]:
    """Article and number of published comments, of threads in which something happened lately."""
    threads = Thread.objects.filter(changed_at__gte=now() - RECENT, published__gt=0).order_by("-changed_at")
    return {str(pk): published for pk, published in threads.values_list("pk", "published")[:MOST]}


def tell_counts() -> bool:
    """The job: have the file pressed again if a thread changed since. Whether one did. Safe to repeat.

    What changed is held against when the file was pressed, so that nothing is lost with a process.
    """
    pressed_at = PressedPage.objects.filter(path=COUNTS_PATH).values_list("rendered_at", flat=True).first()
    changed_at = Thread.objects.aggregate(at=Max("changed_at"))["at"]
    if pressed_at is None or changed_at is None or changed_at < pressed_at - LONGEST_TRANSACTION:
        return False
    press.changed({COUNTS})
    return True
