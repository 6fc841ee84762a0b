"""`warta export jsonl FILE`: everything back out."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from warta.articles.models import ArticlePage
from warta.importing.export import ExportFailed, export_articles


class Command(BaseCommand):
    help = "Write all articles to a file that `warta import` reads, with their pictures in a folder beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        formats = parser.add_subparsers(dest="format", required=True, metavar="FORMAT")
        lines = formats.add_parser("jsonl", help="one article a line, as JSON")
        lines.add_argument("file", metavar="FILE", help="a file, or - for standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(total=ArticlePage.objects.count(), disable=not sys.stderr.isatty()) as bar:
            try:
                exported = export_articles(options["file"], progress=lambda: bar.update(1))
            except ExportFailed as error:
                raise CommandError(str(error)) from error
        self.stderr.write(_("Wrote %(articles)d articles and %(pictures)d pictures.") % vars(exported))
