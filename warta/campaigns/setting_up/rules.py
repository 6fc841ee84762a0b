"""The rules as they will be sealed: the object `rules` of docs/draw.md, made from what was set up."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from warta.campaigns.models import Campaign
from warta.campaigns.taking_part.words import conditions_in_both
from warta.readers.models import TermsVersion


def sealed_rules(campaign: Campaign) -> dict[str, Any]:
    """Call it for a campaign that was opened: before, its terms are not fixed."""
    return {
        "campaign": campaign.code,
        "claim_until": moment(campaign.claim_until or campaign.closes_at),
        "disqualification": [
            {
                "evidence": both(reason, "evidence"), "reason": reason.slug, "until": moment(reason.until),
                "words": both(reason, "words"),
            }
            for reason in campaign.disqualification_reasons.all()
        ],
        "eligibility": conditions_in_both(campaign),
        "hashtag": campaign.hashtag,
        "prizes": [
            {
                "currency": prize.currency, "name": both(prize, "name"), "prize": prize.slug,
                "quantity": prize.quantity, "value": prize.value,
            }
            for prize in campaign.prizes.all()
        ],
        "review": both(campaign, "review"),
        "substitutes": campaign.substitutes,
        "terms_hash": terms_hash(campaign.terms_version),
        "title": both(campaign, "title"),
        "window": {"closes": moment(campaign.closes_at), "opens": moment(campaign.opens_at)},
    }  # fmt: skip


def terms_hash(version: TermsVersion | None) -> str:
    """SHA-256 of the text in both languages, the Indonesian one first, each title and body on lines of their own."""
    if version is None:
        return "0" * 64
    text = "\n".join((version.title_id, version.body_id, version.title_en, version.body_en))
    return hashlib.sha256(text.encode()).hexdigest()


def both(one: object, name: str) -> dict[str, str]:
    return {code: str(getattr(one, f"{name}_{code}")) for code in ("en", "id")}


def moment(at: datetime) -> str:
    """To the second, as docs/draw.md writes it; a part of a second is the second after."""
    whole = at.replace(microsecond=0) + timedelta(seconds=1 if at.microsecond else 0)
    return whole.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
