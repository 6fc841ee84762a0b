"""`warta reindex`: make the search index anew; the present one answers meanwhile."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from warta.search.entries import count_public
from warta.search.errors import SearchError
from warta.search.queries import index_state
from warta.search.services import rebuild


class Command(BaseCommand):
    help = (
        "Make the search index anew from all articles, with a progress bar. The present one answers until it is whole. "
        "Killed, it goes on where it was when run again. Needed only when you doubt the index: what is missing or "
        "damaged, the worker makes by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        is_silent = options["quiet"] or not sys.stderr.isatty()
        try:
            with tqdm(total=count_public(), disable=is_silent, unit=_(" articles")) as bar:
                rebuild(progress=lambda done: bar.update(done - bar.n))
        except SearchError as error:
            raise CommandError(str(error.words)) from error
        self.stdout.write(_("The search index holds %(count)d articles.") % {"count": index_state().articles})
