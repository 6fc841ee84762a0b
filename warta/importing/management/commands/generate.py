"""`warta generate`: synthetic load for benchmarks. Nothing of it is ever announced."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from warta.comments.writing.generating import NothingToCommentOn, generate_comments
from warta.importing.generating import generate_articles, generate_readers


class Command(BaseCommand):
    help = (
        "Fill the site with synthetic articles, readers and comments. The same seed gives the same; repeating adds "
        "nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("articles", "readers", "comments"):
            parser.add_argument(f"--{name}", type=_count, default=0, metavar="N")
        parser.add_argument("--under", type=_count, metavar="ARTICLE", help="put all comments under this article")
        parser.add_argument("--seed", type=int, default=1, metavar="S")

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(total=options["articles"], disable=not sys.stderr.isatty()) as bar:
            articles = generate_articles(options["articles"], seed=options["seed"], progress=bar.update)
        readers = generate_readers(options["readers"], seed=options["seed"])
        comments = _comments(options["comments"], seed=options["seed"], under=options["under"])
        made = {"articles": articles, "readers": readers, "comments": comments}
        self.stdout.write(_("Made %(articles)d articles, %(readers)d readers and %(comments)d comments.") % made)


def _comments(count: int, *, seed: int, under: int | None) -> int:
    with tqdm(total=count, disable=not sys.stderr.isatty()) as bar:
        try:
            return generate_comments(count, seed=seed, under=under, progress=bar.update)
        except NothingToCommentOn as error:
            raise CommandError(str(error)) from None


def _count(text: str) -> int:
    if not text.isdigit():
        raise ArgumentTypeError(_("must be a whole number"))
    return int(text)
