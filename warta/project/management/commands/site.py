"""`warta site setup`: the rows without which no article can be written."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from warta.project.site import set_up


class Command(BaseCommand):
    help = "Prepare the site for its first article: setup. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["setup"])

    def handle(self, *args: Any, **options: Any) -> None:
        set_up()
        self.stdout.write("The site is ready: home page, a section, roles, and the review by editors.")
