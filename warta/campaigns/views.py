"""The page on which readers check a draw in their own browser, and the verifier for those who rather not."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from warta.articles.reading.contexts import Head
from warta.campaigns.draw.checking import WORDS
from warta.campaigns.draw.single_file import NAME, single_file
from warta.campaigns.models import Campaign, DrawResult, Seal
from warta.campaigns.problems import words_of
from warta.campaigns.sealing.files import address_of
from warta.campaigns.taking_part.queries import page_tag
from warta.press.marks import pressed, shows

MOST_AT_ONCE = 5_000  # entries of a list that the page loads unasked: half a megabyte


@pressed("page")
def check_draw(request: HttpRequest) -> HttpResponse:
    """The same for everybody: the proof is read by the browser alone."""
    shows("site")
    return _page(request, Head(path="/campaign/verify/", title=_("Check a draw"), description=_described()))


@pressed("page")
def check_campaign_draw(request: HttpRequest, slug: str) -> HttpResponse:
    """The same with a campaign's own files; a short list is checked as soon as the page is there."""
    seal = Seal.objects.select_related("campaign").filter(campaign__slug=slug).first()
    campaign = Campaign.objects.public().filter(slug=slug).first()
    if campaign is None:
        raise Http404
    shows("site", page_tag(campaign))
    result = DrawResult.objects.filter(campaign=campaign).first()
    published = result or seal
    file = address_of(published.file) if published else ""
    title = _("Check the draw of “%(title)s”") % {"title": campaign.title}
    told = {
        "campaign": campaign, "seal": seal, "result": result, "file": file,
        "bundle": file if seal and seal.entries <= MOST_AT_ONCE else "",
    }  # fmt: skip
    head = Head(path=f"{campaign.get_absolute_url()}verify/", title=title, description=_described())
    return _page(request, head, **told)


def _described() -> str:
    return _("Compute a prize draw again on your own device, from its published proof.")


def _page(request: HttpRequest, head: Head, **told: object) -> HttpResponse:
    context = {
        "head": head,
        "zone": settings.TIME_ZONE,
        "problems": [(code, words_of(code)) for code in WORDS],
        "file_name": NAME,
        "file_print": hashlib.sha256(single_file().encode()).hexdigest(),
    }
    return render(request, "campaigns/verify.html", {**context, **told})


@require_safe
def verify_draw_file(request: HttpRequest) -> HttpResponse:
    """`verify_draw.py`, to be saved."""
    response = HttpResponse(single_file(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response
