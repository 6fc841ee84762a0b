"""Takes the place of Wagtail's command of this name, which drops the schedule of an article that fails."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from warta.articles.publishing.timing import publish_due, withdraw_due


class Command(BaseCommand):
    help = "Publish and withdraw what is due, once. `warta work` does so every second. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        done = publish_due() + withdraw_due()
        self.stdout.write(f"{done} articles were published or withdrawn.")
