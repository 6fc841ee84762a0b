"""What the supervisor says on the terminal: few lines, set in two columns."""

from __future__ import annotations

import sys
from collections.abc import Sequence

BOLD, DIM, PLAIN = "\033[1m", "\033[2m", "\033[0m"
LABEL_WIDTH = 10


def _styled(text: str, style: str) -> str:
    return f"{style}{text}{PLAIN}" if sys.stdout.isatty() else text


def say(text: str = "") -> None:
    sys.stdout.write(f"  {text}\n" if text else "\n")
    sys.stdout.flush()


def warn(sentence: str) -> None:
    """A sentence about what went wrong, where a log looks for it."""
    sys.stderr.write(f"warta: {sentence}\n")
    sys.stderr.flush()


def show_title(text: str) -> None:
    say()
    say(_styled(text, BOLD))
    say()


def show_rows(rows: Sequence[tuple[str, str]]) -> None:
    """Label and value; an empty label continues the row above."""
    for label, value in rows:
        say(f"{_styled(label.ljust(LABEL_WIDTH), DIM)}{value}")
    say()
