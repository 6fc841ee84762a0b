"""Three addresses for machines: is the process alive, is the site ready, and how does it fare. And what failed."""

from __future__ import annotations

import logging
import sys

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from warta.operations.access import may_read_metrics
from warta.operations.health import reasons_not_ready
from warta.operations.troubles import sentence_for

log = logging.getLogger(__name__)

PLAIN = "text/plain; charset=utf-8"


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """This process answers. It says nothing of what the site stands on: restarting would not mend that."""
    return HttpResponse("alive\n", content_type=PLAIN)


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Requests may be sent here; otherwise 503 and a line for each reason."""
    reasons = reasons_not_ready()
    if reasons:
        return HttpResponse("\n".join(reasons) + "\n", status=503, content_type=PLAIN, headers={"Retry-After": "2"})
    return HttpResponse("ready\n", content_type=PLAIN)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format, for who holds the token; without a token set, for this machine alone."""
    if not may_read_metrics(request.META, token=settings.METRICS_TOKEN):
        return HttpResponse("The metrics are read with the token in WARTA_METRICS_TOKEN.\n", status=403)
    from warta.operations.metrics import metrics_page

    page, content_type = metrics_page()
    return HttpResponse(page, content_type=content_type)


def failed(request: HttpRequest) -> HttpResponse:
    """Django asks this where a view broke off: what we stand on and what is our fault are told apart."""
    error = sys.exc_info()[1]
    trouble = sentence_for(error)[0] if isinstance(error, (OSError, DatabaseError, InterfaceError)) else ""
    if not trouble:
        return server_error(request)
    log.error("a request failed of what Warta stands on", extra={"trouble": trouble})
    # Rendered without the request: who asks would be looked up in the database.
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "10"})
