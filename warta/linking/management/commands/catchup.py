"""`warta catchup`: links and stories of an imported archive; `warta work` starts it when there is a backlog."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from warta.linking.catching_up import catch_up


class Command(BaseCommand):
    help = "Gather, profile and link the articles that wait for it, then end."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        catch_up()
