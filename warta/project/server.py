"""One web process: the front under uvicorn, on a socket of its own or on the one that the supervisor opened."""

from __future__ import annotations

import gc
import resource
import socket

import uvicorn
from django.conf import settings

from warta.live.door import Door
from warta.live.feed import Feed
from warta.live.hub import MOST_LISTENERS, Hub
from warta.live.services import HELD_SECONDS
from warta.press.pressing import store
from warta.press.serving import HotPages
from warta.project.bridge import Bridge
from warta.project.files import Media, StaticFiles
from warta.project.front import Front
from warta.project.protocol import protocol_for
from warta.theme.fingerprint import fingerprint, static_files
from warta.theme.policy import PUBLIC_POLICY

HOT_PAGES_BYTES = 32 * 1024 * 1024  # some 800 pages with their compressed forms
STOP_SECONDS = 8  # requests under way may take that long; the supervisor waits ten
SPARE_FILES = 256  # what listeners leave of the files that a process may open: for pages, pictures and databases
IDLE_SECONDS = 65  # longer than a proxy in front keeps its connections (60), so that it never uses a closed one


def make_front() -> Front:
    """The front of this installation, with Django behind it."""
    from warta.project.wsgi import application

    shelf = store()
    shelf.trust()
    pages = HotPages(shelf, max_bytes=HOT_PAGES_BYTES, policy=PUBLIC_POLICY, is_secure=settings.IS_SECURE)
    return Front(
        host=settings.SITE_HOST,
        pages=pages,
        static=StaticFiles(static_files(), fingerprint()),
        media=Media(settings.MEDIA_ROOT),
        live=Door(Hub(Feed, held_seconds=HELD_SECONDS, most=most_listeners()), settings.PROXY_NETWORKS),
        application=Bridge(application, is_secure=settings.IS_SECURE),
    )


def most_listeners() -> int:
    """Each holds a file open, and this process may open so many."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_LISTENERS if files == resource.RLIM_INFINITY else min(MOST_LISTENERS, max(0, files - SPARE_FILES))


def serve(listener: socket.socket) -> None:
    """Serve on `listener` until SIGTERM or Ctrl-C; requests under way are finished."""
    front = make_front()
    gc.collect()
    gc.freeze()  # what is loaded by now stays for good; looking through it again and again would be waste
    server_of(front).run(sockets=[listener])


def server_of(front: Front) -> uvicorn.Server:
    """The server that puts `front` on the wire."""
    return uvicorn.Server(
        uvicorn.Config(
            front,
            loop="uvloop",
            http=protocol_for(front),
            ws="none",
            lifespan="off",
            interface="asgi3",
            proxy_headers=False,  # who asks is told by one function, which knows WARTA_TRUSTED_PROXIES
            server_header=False,
            access_log=False,
            log_config=None,
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
