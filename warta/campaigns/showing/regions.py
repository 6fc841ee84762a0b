"""The invitation to take part, on articles in scope and on the home page, while the window is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from warta.campaigns.models import Campaign
from warta.campaigns.taking_part.queries import campaigns_inviting, campaigns_inviting_to, page_tag, tags_shown_by
from warta.press.marks import shows
from warta.theme.regions import Filling

MOST_AT_HOME = 2


def fillings() -> list[Filling]:
    """After an article it stands above the comments, which are what it invites to."""
    return [
        Filling("article.after", "campaign", "pressed", after_article, position=30),
        Filling("home.after_lead", "campaign", "pressed", on_home, position=30),
    ]


def after_article(context: Mapping[str, Any]) -> str:
    article = context["article"]
    if not article.pk:
        return ""
    shows(*tags_shown_by(article))
    return _rendered(campaigns_inviting_to(article), place="article")


def on_home(_context: Mapping[str, Any]) -> str:
    shows("campaigns:home")
    return _rendered(campaigns_inviting()[:MOST_AT_HOME], place="home")


def _rendered(campaigns: Iterable[Campaign], *, place: str) -> str:
    return "\n".join(_box(campaign, place) for campaign in campaigns)


def _box(campaign: Campaign, place: str) -> str:
    shows(page_tag(campaign))
    winners = sum(prize.quantity for prize in campaign.prizes.all())
    context = {
        "campaign": campaign, "place": place, "winners": winners, "first_prize": campaign.prizes.first(),
        "line": reverse("account_campaign_line", args=[campaign.slug]) if place == "article" else "",
    }  # fmt: skip
    return render_to_string("campaigns/invitation.html", context)
