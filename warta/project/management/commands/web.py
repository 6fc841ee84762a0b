"""`warta web`: the serving half of `warta up`."""

from __future__ import annotations

import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from warta.operations.doors import open_port
from warta.project.server import serve


class Command(BaseCommand):
    help = "Serve the site until SIGTERM or Ctrl-C. As many as wanted on one socket (--fd) or port each."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST, help="address to listen on (WARTA_HOST)")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port to listen on (WARTA_PORT)")
        parser.add_argument("--fd", type=int, help="the number of a listening socket that was inherited")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fd"] is not None:
            listener = socket.socket(fileno=options["fd"])
        else:
            listener = open_port(options["host"], options["port"])
        with listener:
            serve(listener)
