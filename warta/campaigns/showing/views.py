"""The public page of a campaign and its live counts. Pressed: neither depends on who asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from warta.articles.reading.contexts import Head, cards_shown
from warta.campaigns.models import Campaign
from warta.campaigns.showing.reading import reading_of
from warta.campaigns.taking_part.queries import counts_of, page_tag
from warta.lib.clock import now
from warta.press.marks import pressed, shows


@pressed("page")
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    found = _public(slug)
    shows("site", page_tag(found))
    reading = reading_of(found)
    cards_shown(reading.cards)
    shows(*(f"section:{section.pk}" for section in reading.sections))
    head = Head(path=found.get_absolute_url(), title=found.title, description=found.invitation)
    return render(request, "campaigns/campaign.html", {"reading": reading, "campaign": found, "head": head})


@pressed("fragment")
def counts(request: HttpRequest, slug: str) -> HttpResponse:
    """How many take part now; pressed anew a few seconds after something happened."""
    found = _public(slug)
    shows(f"counts:{found.pk}", page_tag(found))
    return render(request, "campaigns/counts.html", {"counts": counts_of(found), "as_of": now(), "campaign": found})


def _public(slug: str) -> Campaign:
    found = Campaign.objects.public().select_related("terms_version__document").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
