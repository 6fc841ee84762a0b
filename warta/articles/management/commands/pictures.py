"""`warta pictures`: makes the sizes of new pictures; `warta work` starts it when there are any."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from warta.articles.pictures.preparing import prepare_pictures


class Command(BaseCommand):
    help = "Make the sizes of pictures that pages wait for, then end."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_pictures()
