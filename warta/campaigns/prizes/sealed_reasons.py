"""The reasons for which a prize may pass on: those that were sealed with the rules, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from warta.campaigns.models import Campaign, Seal
from warta.campaigns.setting_up.rules import sealed_rules

UNCLAIMED, WITHDRAWN = "unclaimed", "withdrawn"
BY_THE_RULES = (UNCLAIMED, WITHDRAWN)  # said when a deadline passes, or the winner goes; nobody has to charge anybody


@dataclass(frozen=True)
class SealedReason:
    """A reason as it was sealed; `until` is the last moment in which it may be said."""

    slug: str
    words: str
    evidence: str
    until: datetime

    def can_be_said(self, at: datetime) -> bool:
        return at <= self.until


def reasons_of(campaign: Campaign) -> dict[str, SealedReason]:
    """By their names, in the language that is active."""
    return {item["reason"]: _reason(item) for item in _rules_of(campaign)["disqualification"]}


def _rules_of(campaign: Campaign) -> dict[str, Any]:
    """The sealed ones. A campaign that is judged by a jury has no seal; its rules are fixed since its opening."""
    seal = Seal.objects.filter(campaign=campaign).only("rules").first()
    rules: dict[str, Any] = seal.rules if seal else sealed_rules(campaign)
    return rules


def _reason(item: dict[str, Any]) -> SealedReason:
    language = "en" if (get_language() or "").startswith("en") else "id"
    return SealedReason(
        item["reason"], item["words"][language], item["evidence"][language], datetime.fromisoformat(item["until"])
    )
