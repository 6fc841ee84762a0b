"""Three addresses for machines: is the process alive, is the site ready, and how does it fare."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from warta.operations.access import may_read_metrics
from warta.operations.health import reasons_not_ready

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
