"""Keeping each article's profile. Whoever misses one makes it; the job makes them before anybody does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from warta.articles.models import ArticlePage
from warta.linking.models import ArticleProfile
from warta.linking.proposals.texts import rarity, texts_of
from warta.linking.ranking.profile import Profile, packed, profile_of
from warta.linking.ranking.text import Words


def make_profiles(ids: Collection[int]) -> dict[int, Profile]:
    """Make and keep the profiles of these articles. Safe to repeat and to run at once."""
    if not ids:
        return {}
    stamps = dict(ArticlePage.objects.filter(pk__in=ids).values_list("pk", "changed_at"))
    words = {pk: Words(text) for pk, text in texts_of(list(stamps)).items()}
    rare = rarity(term for one in words.values() for term in one.terms)
    profiles = {pk: profile_of(one, rare) for pk, one in words.items()}
    _keep(profiles, stamps)
    return profiles


def make_stale(ids: Collection[int]) -> None:
    """Make the profiles of those of these articles that changed since theirs was made. Safe to repeat."""
    kept = dict(ArticleProfile.objects.filter(article_id__in=ids).values_list("article_id", "article_changed_at"))
    stamps = dict(ArticlePage.objects.filter(pk__in=ids).values_list("pk", "changed_at"))
    if stale := [pk for pk, at in stamps.items() if kept.get(pk) != at]:
        make_profiles(stale)


def _keep(profiles: dict[int, Profile], stamps: dict[int, datetime]) -> None:
    rows = [
        ArticleProfile(article_id=pk, article_changed_at=stamps[pk], content=packed(profile))
        for pk, profile in profiles.items()
    ]
    ArticleProfile.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article"], update_fields=["article_changed_at", "content"]
    )
