"""`warta search`: what a reader would find, in order, with scores."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from warta.articles.queries import public_articles
from warta.search.asking import question_of
from warta.search.errors import SearchError
from warta.search.matching import Filters
from warta.search.queries import MOST_FOUND, found_for


class Command(BaseCommand):
    help = "Search as a reader does. --json prints one line per article: id, score, title, address, published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", metavar="QUERY")
        parser.add_argument("-n", type=int, default=10, metavar="N", help=f"how many, at most {MOST_FOUND}")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            hits = found_for(question_of(options["query"]), Filters()).hits
        except SearchError as error:
            raise CommandError(str(error.words)) from error
        articles = public_articles().order_by().defer("body", "original").in_bulk([hit.article_id for hit in hits])
        shown = [(hit, articles[hit.article_id]) for hit in hits if hit.article_id in articles]
        for hit, article in shown[: max(options["n"], 0)]:
            if options["json"]:
                line = {
                    "id": article.pk, "score": round(hit.score, 4), "title": article.title, "address": article.address,
                    "published": article.published_at.isoformat(),
                }  # fmt: skip
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.write(f"{hit.score:8.2f}  {article.pk:>8}  {article.title}")
