"""`warta outbox status|release`: how sending stands; let it go on after a restore."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from warta.outbox.models import State, in_words
from warta.outbox.queries import Standing, standing
from warta.outbox.services import release


class Command(BaseCommand):
    help = "Shows how sending stands, and lets it go on after a restore."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("status", "release"), nargs="?", default="status")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "release":
            self.stdout.write(_("Sending goes on.") if release() else _("Sending was not held."))
            return
        for line in _lines(standing()):
            self.stdout.write(line)


def _lines(found: Standing) -> list[str]:
    counts = [f"{State(state).label}: {number}" for state, number in sorted(found.by_state.items())]
    lines = [", ".join(counts) or _("Nothing was ever sent.")]
    if found.waiting_since:
        lines.append(
            _("The oldest that waits is due since %(since)s.")
            % {"since": f"{found.waiting_since:%Y-%m-%d %H:%M:%S} UTC"}
        )
    if found.is_held:
        lines.append(_("Sending is held since a restore. Settle what is unknown, then run: warta outbox release"))
    lines += [f"{pause.channel}: {in_words(pause.reason)}" for pause in found.pauses]
    lines += [
        _("%(channel)s is not set up, and deliveries wait for it.") % {"channel": name} for name in found.unconfigured
    ]
    return lines
