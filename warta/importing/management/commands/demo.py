"""`warta demo load|remove`: demonstration content, and the way back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from warta.importing.demo.load import NewsroomAtWork, load_demo
from warta.importing.demo.remove import remove_demo


class Command(BaseCommand):
    help = "Load the demonstration content, or take it away again. It never announces. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        load = acts.add_parser("load", help="bring articles, pictures, sections, topics, people and sources")
        load.add_argument("--anyway", action="store_true", help="also on a site that has articles of its own")
        acts.add_parser("remove", help="take away what was loaded; what the newsroom uses stays")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "load":
            self._load(anyway=options["anyway"])
        else:
            self._remove()

    def _load(self, *, anyway: bool) -> None:
        try:
            count = load_demo(anyway=anyway)
        except NewsroomAtWork as error:
            raise CommandError(str(error)) from error
        told = _("Loaded %(count)d demonstration articles.") if count else _("The demonstration is loaded already.")
        self.stdout.write(told % {"count": count})

    def _remove(self) -> None:
        removal = remove_demo()
        self.stdout.write(_("Removed %(count)d objects of the demonstration.") % {"count": removal.removed})
        if removal.kept:
            self.stdout.write(_("Kept, because the newsroom uses it: %(names)s") % {"names": ", ".join(removal.kept)})
