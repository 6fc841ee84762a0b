"""The command line: `warta COMMAND`. Commands are Django management commands of the rooms they belong to."""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
