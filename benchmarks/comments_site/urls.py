"""Every address of the site, and one that inserts a row for whoever is signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from warta.lib.clock import now
from warta.live.models import Notice
from warta.project.urls import handler403, handler404, handler500, urlpatterns

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def insert(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise Http404
    Notice.objects.create(channel="bare", payload={"text": request.POST["text"]}, told_at=now())
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [path("bare/", insert), *urlpatterns]
