"""What Prometheus is told. Read at each scrape; nothing here names a person."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from warta.articles.models import ArticlePage, Overdue
from warta.jobs.queries import job_states
from warta.lib.clock import now
from warta.lib.tallies import levels, tallies
from warta.operations.models import Heartbeat
from warta.operations.ports import schedule
from warta.operations.queries import free_bytes, last_heartbeat, workers_alive_since
from warta.outbox.models import State
from warta.outbox.queries import standing
from warta.press.models import PressedPage

ALIVE_SECONDS = 45  # four heartbeats and a bit


def metrics_page() -> tuple[bytes, str]:
    """The page and its content type."""
    registry = CollectorRegistry()
    registry.register(Everything())
    return generate_latest(registry), CONTENT_TYPE_LATEST


class Everything(Collector):
    """Asks each room in turn."""

    def collect(self) -> Iterator[Metric]:
        yield from _outbox()
        yield from _jobs()
        yield from _pages()
        yield from _workers()
        yield from _counted_here()
        yield _gauge("warta_disk_free_bytes", "Space left on the disk that holds the state.", free_bytes(settings.HOME))


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def _age(moment: datetime | None) -> float:
    return (now() - moment).total_seconds() if moment else 0.0


def _outbox() -> Iterator[Metric]:
    stands = standing()
    by_state = GaugeMetricFamily("warta_outbox_deliveries", "Deliveries by state.", labels=["state"])
    for state in State.values:
        by_state.add_metric([state], stands.by_state.get(state, 0))
    yield by_state
    paused = GaugeMetricFamily("warta_outbox_paused", "Channels that send nothing for now.", labels=["channel"])
    for pause in stands.pauses:
        paused.add_metric([pause.channel], 1)
    yield paused
    words = "Seconds that the oldest delivery which could leave has waited."
    yield _gauge("warta_outbox_oldest_waiting_seconds", words, _age(stands.waiting_since))
    yield _gauge("warta_outbox_held", "1 while sending is off after a restore.", stands.is_held)


def _jobs() -> Iterator[Metric]:
    since = GaugeMetricFamily("warta_job_seconds_since_success", "Seconds since a job succeeded.", labels=["job"])
    late = GaugeMetricFamily("warta_job_late", "1 while a job is late.", labels=["job"])
    for state in job_states(schedule()):
        if state.seconds_since_success is not None:
            since.add_metric([state.name], state.seconds_since_success)
        late.add_metric([state.name], state.is_late)
    yield since
    yield late
    yield _gauge("warta_schedules_overdue", "Articles not published or withdrawn on time.", Overdue.objects.count())


def _pages() -> Iterator[Metric]:
    stale = PressedPage.objects.exclude(stale_since=None)
    yield _gauge("warta_articles_live", "Articles the public can read.", ArticlePage.objects.live().count())
    yield _gauge("warta_pages_pressed", "Pages in the press store.", PressedPage.objects.count())
    yield _gauge("warta_pages_stale", "Pages waiting to be pressed again.", stale.count())
    oldest = stale.aggregate(oldest=Min("stale_since"))["oldest"]
    yield _gauge("warta_pages_stale_oldest_seconds", "Seconds that the stalest page has waited.", _age(oldest))


def _workers() -> Iterator[Metric]:
    alive = workers_alive_since(now() - timedelta(seconds=ALIVE_SECONDS))
    last = last_heartbeat()
    yield _gauge("warta_workers_alive", "Workers that gave a sign of life lately.", len(alive))
    yield _gauge("warta_worker_troubles", "Loops of workers that last ended in an error.", _troubles(alive))
    if last:
        yield _gauge("warta_worker_last_beat_seconds", "Seconds since a worker's last sign.", _age(last.beat_at))


def _troubles(alive: Sequence[Heartbeat]) -> int:
    return sum(len(beat.troubles) for beat in alive)


def _counted_here() -> Iterator[Metric]:
    """The counters of the process that answers; with several web processes each scrape sees one of them."""
    process = str(os.getpid())
    families: dict[tuple[str, tuple[str, ...]], CounterMetricFamily] = {}
    for (name, labels), count in sorted(tallies().items()):
        keys = tuple(key for key, _ in labels)
        family = families.setdefault(
            (name, keys),
            CounterMetricFamily(f"warta_{name}", f"Counted by one process: {name}.", labels=[*keys, "process"]),
        )
        family.add_metric([*(value for _, value in labels), process], count)
    yield from families.values()
    for name, level in sorted(levels().items()):
        gauge = GaugeMetricFamily(f"warta_{name}", f"In one process now: {name}.", labels=["process"])
        gauge.add_metric([process], level)
        yield gauge
