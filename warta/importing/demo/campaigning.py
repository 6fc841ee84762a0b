"""Brings the demonstration's campaign, through the services that the newsroom uses, and takes it away again."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from warta.audit.services import SYSTEM
from warta.campaigns.models import Campaign, Prize
from warta.campaigns.setting_up.removing import remove_campaign
from warta.campaigns.setting_up.services import keep_draft, open_campaign
from warta.campaigns.setting_up.starting import REVIEW_EN, REVIEW_ID
from warta.comments.reading.hashtags import normalised
from warta.importing.demo.marks import forget, mark, marked_ids
from warta.lib.clock import now
from warta.readers.models import TermsDocument
from warta.readers.terms.starting import CAMPAIGN_TERMS

FILE = Path(__file__).parent / "campaign.toml"


def bring_campaign() -> bool:
    """Whether it was brought. Safe to repeat: what is there, under that address or hashtag, is left alone."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    terms = TermsDocument.objects.filter(slug=CAMPAIGN_TERMS).first()
    hashtag = normalised(told["hashtag_shown"])
    is_there = Campaign.objects.filter(slug=told["slug"]).exists() or Campaign.objects.filter(hashtag=hashtag).exists()
    if is_there or terms is None or marked_ids(Campaign):
        return False
    with transaction.atomic():
        campaign = keep_draft(_written(told, hashtag, terms), by=SYSTEM)
        Prize.objects.create(campaign=campaign, **told["prize"])
        mark(campaign)
        open_campaign(Campaign.objects.get(pk=campaign.pk), by=SYSTEM)
    return True


def take_campaign_away() -> int:
    """With everything that belongs to it: who took part in a sample has lost nothing. How many. Safe to repeat."""
    ids = marked_ids(Campaign)
    for pk in ids:
        campaign = Campaign.objects.filter(pk=pk).first()
        with transaction.atomic():
            if campaign is not None:
                remove_campaign(campaign, by=SYSTEM)
            forget(Campaign, pk)
    return len(ids)


def _written(told: Mapping[str, Any], hashtag: str, terms: TermsDocument) -> Campaign:
    names = (
        "slug", "hashtag_shown", "title_id", "title_en", "invitation_id", "invitation_en", "permit_number",
        "permit_from", "profile_items", "min_age",
    )  # fmt: skip
    opens = now()
    return Campaign(
        **{name: told[name] for name in names}, hashtag=hashtag, terms=terms, opens_at=opens,
        closes_at=opens + timedelta(days=told["open_days"]), draw_at=opens + timedelta(days=told["drawn_after_days"]),
        review_id=REVIEW_ID, review_en=REVIEW_EN, is_demo=True,
    )  # fmt: skip
