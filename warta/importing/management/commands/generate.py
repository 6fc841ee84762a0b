"""`warta generate`: synthetic load for benchmarks. Nothing of it is ever announced."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from warta.importing.generating import generate_articles, generate_readers


class Command(BaseCommand):
    help = "Fill the site with synthetic articles and readers. The same seed gives the same; repeating adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("articles", "readers", "comments"):
            parser.add_argument(f"--{name}", type=_count, default=0, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["comments"]:
            raise CommandError(_("This version has no room for comments yet; leave --comments out."))
        with tqdm(total=options["articles"], disable=not sys.stderr.isatty()) as bar:
            articles = generate_articles(options["articles"], seed=options["seed"], progress=bar.update)
        readers = generate_readers(options["readers"], seed=options["seed"])
        self.stdout.write(
            _("Made %(articles)d articles and %(readers)d readers.") % {"articles": articles, "readers": readers}
        )


def _count(text: str) -> int:
    if not text.isdigit():
        raise ArgumentTypeError(_("must be a whole number"))
    return int(text)
