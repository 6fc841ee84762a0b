"""Every meeting of two rooms. If two apps work together, the line that joins them stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from warta.articles import events as articles_events
from warta.articles.changes import menu_changed_at, public_changes_since
from warta.articles.events import ArticleFact
from warta.articles.sections import section_menu
from warta.operations import ports as operations_ports
from warta.press import ports as press_ports
from warta.press import services as press
from warta.project.schedule import JOBS
from warta.theme import ports as theme_ports


def join() -> None:
    """Join events to listeners, ports to suppliers and page regions to fillings. Safe to repeat."""
    operations_ports.schedule.supply(lambda: JOBS)
    theme_ports.menu_of_site.supply(section_menu)
    articles_events.article_published.listen(_press_again)
    articles_events.article_changed.listen(_press_again)
    articles_events.article_withdrawn.listen(_take_away)
    articles_events.listing_changed.listen(press.changed)
    press_ports.changes_since.supply(_changes_since)
    press_ports.site_changed_at.supply(menu_changed_at)


def _press_again(fact: ArticleFact) -> None:
    press.changed(fact.tags, fact.eager)


def _take_away(fact: ArticleFact) -> None:
    press.purge(fact.tags, gone=fact.gone, eager=fact.eager)


def _changes_since(moment: datetime) -> Iterable[press_ports.Change]:
    for change in public_changes_since(moment):
        yield press_ports.Change(change.tags, change.at, change.eager, change.gone)
