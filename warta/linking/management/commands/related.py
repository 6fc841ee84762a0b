"""warta related ID… | --batch FILE: which earlier articles best continue these."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from warta.articles.models import ArticlePage
from warta.linking.proposals.naming import Named, articles_named, original_names
from warta.linking.proposals.queries import related_to
from warta.search.errors import SearchError
from warta.search.queries import index_state
from warta.search.services import follow, rebuild

AT_ONCE = 200  # ids that are looked up together
MOST = 1000
PATIENCE_SECONDS = 120.0  # for an index that another process writes and that does not get on
LOOK_SECONDS = 0.2


class Command(BaseCommand):
    help = "Show the articles that best continue these, of those published before each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", metavar="ID", help="Warta's id, or the one it was imported with")
        parser.add_argument("--batch", metavar="FILE", help="a file with one id a line; - reads standard input")
        parser.add_argument("-n", type=int, default=10, dest="count", help="how many for each (10)")
        parser.add_argument("--json", action="store_true", help="one JSON line each, as with --batch")

    def handle(self, **options: Any) -> None:
        ids = _asked(options["ids"], options["batch"])
        count = min(max(options["count"], 1), MOST)
        _bring_up_to_date()
        as_json = options["json"] or bool(options["batch"])
        unknown = 0
        for asked in _in_groups(ids):
            named = articles_named(asked)
            for name in asked:
                unknown += name not in named
                self._answer(name, named.get(name), count=count, as_json=as_json)
        if unknown == len(ids):
            raise CommandError(_("None of these articles is known here."))

    def _answer(self, asked: str, named: Named | None, *, count: int, as_json: bool) -> None:
        if named is None:
            self.stderr.write(_("No article is called %(id)s.") % {"id": asked})
        found = related_to(named.article_id, count=count) if named else []
        if as_json:
            names = original_names(found) if named and named.is_original else {}
            related = [names.get(pk, pk) for pk in found]
            self.stdout.write(json.dumps({"id": asked, "related": related}, ensure_ascii=False))
            return
        titles = dict(ArticlePage.objects.filter(pk__in=found).values_list("pk", "title"))
        for pk in found:
            self.stdout.write(f"{pk:>9}  {titles.get(pk, '')}")


def _asked(ids: Sequence[str], batch: str | None) -> list[str]:
    """The ids to answer, each as it was written. Raises CommandError."""
    if bool(ids) == bool(batch):
        raise CommandError(_("Give ids, or --batch with a file that has one id a line."))
    lines = _lines_of(batch) if batch else ids
    asked = [line.strip() for line in lines if line.strip()]
    if not asked:
        raise CommandError(_("There is no id in it."))
    return asked


def _lines_of(path: str) -> list[str]:
    try:
        text = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        why = {"file": path, "why": error.strerror or error}
        raise CommandError(_("%(file)s can't be read: %(why)s.") % why) from None
    return text.decode("utf-8-sig", "replace").splitlines()


def _in_groups(ids: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while group := list(islice(rest, AT_ONCE)):
        yield group


def _bring_up_to_date() -> None:
    """Let the index follow what was imported or published a moment ago. Raises CommandError."""
    try:
        if not index_state().is_there:
            rebuild()
        _catch_up()
    except SearchError as error:
        raise CommandError(str(error.words)) from None


def _catch_up() -> None:
    """A worker may be doing the same; either of the two gets on with it."""
    behind, moved_at = index_state().behind_seconds, time.monotonic()
    while behind and time.monotonic() - moved_at < PATIENCE_SECONDS:
        if follow() is None:
            time.sleep(LOOK_SECONDS)
        now_behind = index_state().behind_seconds
        behind, moved_at = (now_behind, time.monotonic()) if now_behind < behind else (now_behind, moved_at)
