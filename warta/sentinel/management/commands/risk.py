"""warta risk --batch FILE: how unlike their people sign-ins are, one score a line."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from warta.sentinel.risk.files import BadFile, lines_of, scores_of


class Command(BaseCommand):
    help = (
        "Score sign-ins. FILE: CSV in time order, with the columns of the public login data set (Wiefling et al. "
        "2022); out comes one score a line, in the same order: the higher, the more unlike the person it is."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", metavar="FILE", required=True, help="sign-ins; - reads standard input")

    def handle(self, **options: Any) -> None:
        try:
            with _opened(options["batch"]) as rows:
                for score in scores_of(lines_of(rows)):
                    self.stdout.write(f"{score:.9g}")
        except BadFile as error:
            raise CommandError(str(error)) from None


@contextmanager
def _opened(path: str) -> Iterator[TextIO]:
    if path == "-":
        yield sys.stdin
        return
    try:
        with Path(path).open(encoding="utf-8", errors="replace", newline="") as file:
            yield file
    except OSError as error:
        raise CommandError(_("%(path)s can't be read: %(why)s") % {"path": path, "why": error.strerror}) from None
