"""The processes that the outbox's fault test starts and kills: a publisher and workers, forked from one warm parent.

Imported by the fork server, which has set the environment: Django starts here once and not for each victim.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import partial

import django

django.setup()

from django.db import Error  # noqa: E402

from warta.alerts.services import announce_missing  # noqa: E402
from warta.articles.events import article_published  # noqa: E402
from warta.articles.models import ArticlePage  # noqa: E402
from warta.lib.http import Client  # noqa: E402
from warta.lib.limits import Limit  # noqa: E402
from warta.outbox import claims, pace, worker  # noqa: E402
from warta.outbox.channels import telegram  # noqa: E402
from warta.project import wiring  # noqa: E402

LEASE_SECONDS = 6


def make_haste() -> None:
    """Hours of waiting in seconds: short leases and answers, no pace. What is done, and in which order, stays."""
    claims.LEASE_SECONDS = LEASE_SECONDS
    worker.TEND_SECONDS = 0.5
    vars(telegram)["Client"] = partial(Client, connect_seconds=1.0, read_seconds=1.0, total_seconds=2.0)
    fast = Limit(1_000_000, 1, burst=1_000)
    pace.OVERALL = dict.fromkeys(pace.OVERALL, fast)
    pace.PER_DESTINATION = dict.fromkeys(pace.PER_DESTINATION, fast)


def publish(article_ids: Iterable[int]) -> None:
    """Publish what is not public yet, as the editor's button does. Pages are not pressed: that is tested elsewhere."""
    if wiring._press_again in article_published._listeners:
        article_published._listeners.remove(wiring._press_again)
    for article in ArticlePage.objects.filter(pk__in=list(article_ids), live=False):
        article.get_latest_revision().publish()


def work() -> None:
    """Send, and sweep four times a second, until killed."""
    make_haste()
    never = threading.Event()
    threading.Thread(target=worker.run_outbox, args=(never,), daemon=True).start()
    while not never.wait(0.25):
        try:
            announce_missing()
        except Error:
            continue  # the database was busy or being killed under us; the next sweep finds the same
