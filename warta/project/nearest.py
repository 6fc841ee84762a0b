"""Which command was meant."""

from __future__ import annotations

from difflib import get_close_matches

from django.core.management import get_commands

from warta.project.overview import COMMANDS


def unknown_command(name: str) -> str:
    """A sentence for a command that doesn't exist, naming the nearest one; "" if it exists."""
    known = {*get_commands(), *COMMANDS, "help", "--version"}
    if name in known:
        return ""
    # Ours first: nobody who types `bakup` means one of Django's.
    nearest = get_close_matches(name, COMMANDS, n=1) or get_close_matches(name, known, n=1)
    hint = f"did you mean `warta {nearest[0]}`?" if nearest else "`warta` alone lists them all."
    return f"There is no command {name!r}; {hint}"
