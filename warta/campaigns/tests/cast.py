"""Fitri runs campaigns; readers take part. A campaign that is open, and comments under its articles."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from warta.articles.models import ArticlePage
from warta.articles.tests.newsroom import Newsroom
from warta.campaigns.models import Campaign, Prize
from warta.campaigns.setting_up.services import keep_draft, open_campaign
from warta.campaigns.taking_part.services import agree, comment_approved
from warta.comments.events import CommentFact
from warta.lib.clock import now
from warta.readers import vault
from warta.readers.models import TermsDocument, User
from warta.readers.terms.publishing import ensure_starting_texts, publish
from warta.readers.terms.tests.cast import reader
from warta.readers.vault_fields import BIRTH_DATE, FULL_NAME, PHONE, PROVINCE, REGENCY

_numbers = count(1)
ITEMS = ["full_name", "birth_date", "phone", "address_area"]


def terms_of_campaign() -> TermsDocument:
    ensure_starting_texts()
    document, made = TermsDocument.objects.get_or_create(
        slug="campaign-terms",
        defaults={
            "title_id": "Syarat kampanye", "title_en": "Campaign terms", "body_id": "Satu orang, satu entri.",
            "body_en": "One person, one entry.",
        },
    )  # fmt: skip
    if made:
        publish(document, by="system")
    return document


def draft_campaign(**fields: Any) -> Campaign:
    """A draft that nothing stops from being opened: open for seven days from now, drawn two days later."""
    number, moment = next(_numbers), now()
    told = {
        "slug": f"suara-{number}", "title_id": "Suara pembaca", "title_en": "Readers' voices",
        "invitation_id": "Tulis komentar Anda.", "invitation_en": "Write your comment.",
        "hashtag": f"suara{number}", "hashtag_shown": f"#Suara{number}", "opens_at": moment - timedelta(minutes=1),
        "closes_at": moment + timedelta(days=7), "draw_at": moment + timedelta(days=9), "permit_number": "12/2026",
        "permit_from": "Kemensos", "terms": terms_of_campaign(), "profile_items": list(ITEMS),
        "review_id": "Satu orang satu entri.", "review_en": "One person, one entry.",
    }  # fmt: skip
    campaign = keep_draft(Campaign(**(told | fields)), by="f" * 26)
    Prize.objects.create(
        campaign=campaign, slug="voucher", name_id="E-voucher", name_en="E-voucher", quantity=90, value=10_000_000
    )
    return campaign


def opened_campaign(**fields: Any) -> Campaign:
    campaign = draft_campaign(**fields)
    open_campaign(campaign, by="f" * 26)
    return Campaign.objects.get(pk=campaign.pk)


def complete_reader(name: str) -> User:
    """With everything that the usual campaign asks for, but their agreement."""
    person = reader(name)
    number = next(_numbers)
    own = {
        FULL_NAME: name.title(), BIRTH_DATE: "1990-05-01", PHONE: f"0812{number:08d}", PROVINCE: "31",
        REGENCY: "Jakarta",
    }  # fmt: skip
    vault.keep_all(person, own, by=person)
    vault.confirm(person, PHONE, by=person)
    return person


def article() -> ArticlePage:
    return ArticlePage.objects.first() or Newsroom().published("An article")


def comment_fact(person: User, campaign: Campaign, *, at: datetime | None = None, **fields: Any) -> CommentFact:
    """The word of an approved comment with the campaign's hashtag; there is no row of it."""
    told: dict[str, Any] = {
        "comment_id": 1_000_000 + next(_numbers), "article_id": article().pk, "author": person.public_id,
        "tags": frozenset({campaign.hashtag}), "civility": 0.05, "at": at or now(),
    }  # fmt: skip
    return CommentFact(**(told | fields))


def entrant(campaign: Campaign, name: str) -> User:
    """A reader with a valid entry."""
    person = complete_reader(name)
    agree(person, campaign, language="en")
    comment_approved(comment_fact(person, campaign))
    return person
