"""`python -m tests.faults.writer JOURNAL`: publishes and corrects breaking news without end, noting what was done.

It stands in for the newsroom's web process at its busiest: the same revisions, signals and listeners. A line is written
only after publishing returned, so whatever stands in the journal may not be lost.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

PAUSE_SECONDS = 0.3
CORRECTED_SHARE = 0.3


def main(journal: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
    import django

    django.setup()
    dice, mine = random.Random(os.getpid()), list[int]()
    with journal.open("a", encoding="utf-8") as notes:
        while True:
            corrects = bool(mine) and dice.random() < CORRECTED_SHARE
            number = dice.choice(mine) if corrects else _new_article()
            title = f"Kabar {number} {'ralat' if corrects else 'terbit'} {dice.random():.12f}"
            address = _publish(number, title)
            mine.append(number)
            notes.write(f"{number}\t{address}\t{title}\n")
            notes.flush()
            time.sleep(PAUSE_SECONDS)


def _new_article() -> int:
    from warta.articles.models import Alert, ArticlePage, SectionPage

    section = SectionPage.objects.live().first()
    assert section is not None
    article = ArticlePage(title="Rancangan", live=False, alert=Alert.BREAKING)
    section.add_child(instance=article)
    return int(article.pk)


def _publish(number: int, title: str) -> str:
    from warta.articles.models import ArticlePage

    article = ArticlePage.objects.get(pk=number)
    article.title = title
    article.save_revision().publish()
    return str(ArticlePage.objects.get(pk=number).address)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
