"""`warta import jsonl FILE`: bring articles in from elsewhere."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from warta.importing.lines import STANDARD_INPUT, Line, UnreadableFile
from warta.importing.services import import_articles
from warta.importing.summary import Summary

MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Import articles. Repeatable; run it again after it was stopped and it continues where it ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        formats = parser.add_subparsers(dest="format", required=True, metavar="FORMAT")
        lines = formats.add_parser("jsonl", help="one article a line, as JSON; may be packed with gzip")
        lines.add_argument("file", metavar="FILE", help="a file, or - for standard input")
        lines.add_argument("--json", action="store_true", dest="as_json", help="print the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            with _bar(path) as bar:
                summary = import_articles(path, progress=lambda line: _move(bar, line))
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(summary.as_json(), ensure_ascii=False))
        else:
            self._tell(summary)
        if summary.stopped:
            raise CommandError(summary.stopped)

    def _tell(self, summary: Summary) -> None:
        counts = _("Created %(created)d, updated %(updated)d, unchanged %(unchanged)d, skipped %(skipped_count)d.")
        self.stdout.write(counts % vars(summary))
        recognised = _(
            "Recognised %(datelines)d datelines and %(attributions)d attributions; placed %(links_placed)d read-also "
            "links, %(links_waiting)d wait for an article that is not here; brought %(pictures)d pictures."
        )
        self.stdout.write(recognised % vars(summary))
        for heading, count, told in (
            (_("Skipped:"), summary.skipped_count, summary.skipped),
            (_("Notes:"), summary.note_count, summary.notes),
        ):
            if count:
                self.stdout.write(heading)
            for one in told[:MOST_SHOWN]:
                self.stdout.write(_("  line %(line)d %(id)s: %(why)s") % one.as_json())
            if count > MOST_SHOWN:
                self.stdout.write(_("  … and %(more)d more; --json tells all.") % {"more": count - MOST_SHOWN})


def _bar(path: str) -> Any:
    """A progress bar over the file's bytes; only on a terminal."""
    size = Path(path).stat().st_size if path != STANDARD_INPUT and Path(path).is_file() else None
    return tqdm(total=size, unit="B", unit_scale=True, disable=not sys.stderr.isatty())


def _move(bar: Any, line: Line) -> None:
    bar.update(line.read_bytes - bar.n)
    bar.set_postfix_str(f"{line.number} lines", refresh=False)
