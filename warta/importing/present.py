"""What the site has already of a batch that is about to be imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warta.articles.models import ArticlePage, Redirect


@dataclass(frozen=True)
class Present:
    """An imported article as the site has it. `digest` is that of the line it was made from."""

    pk: int
    digest: str
    was_edited: bool


def articles_present(original_ids: Sequence[str]) -> dict[str, Present]:
    """By original id. An article that has a revision, or was taken off by hand, was edited here."""
    rows = ArticlePage.objects.filter(original_id__in=original_ids).values_list(
        "original_id", "pk", "original__digest", "latest_revision_id", "withdrawn_at", "original__withdrawn"
    )
    return {
        original_id: Present(pk, digest or "", revision is not None or (withdrawn_at is not None and not was_withdrawn))
        for original_id, pk, digest, revision, withdrawn_at, was_withdrawn in rows
    }


def paths_taken(paths: Sequence[str]) -> dict[str, str | None]:
    """Old addresses that lead somewhere already, and the original id of the article they lead to."""
    return dict(Redirect.objects.filter(old_path__in=paths).values_list("old_path", "article__original_id"))
