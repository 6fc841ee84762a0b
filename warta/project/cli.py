"""The command line: `warta COMMAND`. Commands are Django management commands of the rooms they belong to."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from warta.lib.env import Environment, WrongSetting
from warta.project.overview import overview

PROGRAM = (sys.executable, "-m", "warta.project.cli")
HELP = (["help"], ["--help"], ["-h"])
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
FAILED, WRONG_SETTING, NOT_PREPARED, INTERRUPTED = 1, 2, 3, 130


def main() -> None:
    """Run one command; every known trouble ends in one sentence and its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.project.settings")
    if not arguments or list(arguments) in HELP:
        sys.stdout.write(overview())
        return 0
    if arguments[0] == "up":  # stays small: the supervisor never loads Django
        from warta.operations.up import main as up

        return up(arguments[1:], PROGRAM)
    return _run_with_django(arguments)


def _run_with_django(arguments: Sequence[str]) -> int:
    from warta.lib import logs
    from warta.lib.tallies import CountErrors
    from warta.operations.lifeline import hold_lifeline

    hold_lifeline()
    try:
        logs.set_up(level=_log_level())
        logging.getLogger().addHandler(CountErrors())
        return _execute(arguments)
    except WrongSetting as error:
        return _end(str(error), WRONG_SETTING)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left; writing the rest of it at exit would only fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        sentence, code = _known_trouble(error)
        if not sentence or "--traceback" in arguments:
            raise
        return _end(sentence, code)


def _log_level() -> str:
    # Whoever watches `warta up` on a terminal wants to see trouble alone; a log file wants it all.
    usual = "WARNING" if "WARTA_SUPERVISOR" in os.environ and sys.stderr.isatty() else "INFO"
    return Environment({"WARTA_LOG_LEVEL": os.environ.get("WARTA_LOG_LEVEL", "").upper()}).choice(
        "WARTA_LOG_LEVEL", usual, LOG_LEVELS
    )


def _execute(arguments: Sequence[str]) -> int:
    import django
    from django.core.management import ManagementUtility

    from warta.project.nearest import unknown_command

    django.setup()
    if sentence := unknown_command(arguments[0]):
        return _end(sentence, FAILED)
    try:
        # Asked for a traceback, Django leaves the telling of what failed to us.
        ManagementUtility(["warta", arguments[0], "--traceback", *arguments[1:]]).execute()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    return 0


def _known_trouble(error: Exception) -> tuple[str, int]:
    """What went wrong in a sentence with its exit code, or "" for a fault of ours, which deserves its traceback."""
    from django.core.management import CommandError

    from warta.operations.troubles import sentence_for

    return (str(error), error.returncode) if isinstance(error, CommandError) else sentence_for(error)


def _end(sentence: str, code: int) -> int:
    sys.stderr.write(f"warta: {sentence}\n")
    return code


if __name__ == "__main__":
    main()
