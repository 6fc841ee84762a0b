"""Which published articles best continue one: candidates from the index and the section, ordered by the ranking."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from warta.lib.clock import now
from warta.linking.models import Gathered
from warta.linking.proposals.candidates import NEWEST, candidates_among, links_of_desk, nearby_articles
from warta.linking.proposals.texts import rarity, texts_of
from warta.linking.ranking.features import Subject
from warta.linking.ranking.score import Ranked, ranked
from warta.linking.ranking.text import Text
from warta.search.queries import Hit, similar_to

FROM_INDEX = 200
FOR_A_FEW = 60  # of the index, where eight are wanted rather than a list to choose from


@dataclass(frozen=True)
class Proposal:
    """An article to read also, and why: names and words in both, whether it is of the same running story."""

    article_id: int
    score: float
    shared: Sequence[str]
    is_same_story: bool


def related_to(article_id: int, *, count: int) -> list[int]:
    """Ids of the articles published before it that best continue it, best first. Empty for an unknown article.

    What editors linked in its own text plays no part, neither for nor against an article.
    """
    text = texts_of([article_id]).get(article_id)
    if text is None:
        return []
    return [one.candidate.article_id for one in _ranked(article_id, text, count=count)[1]]


def links_for(
    article_id: int, text: Text, *, count: int, excluding: Collection[int], without: Collection[str] = ()
) -> list[int]:
    """The ids of the best proposals, found at half the cost: an editor waits for them at publication.

    `without`: the kinds of articles that are left out.
    """
    found = _ranked(article_id, text, count=count, excluding=excluding, without=without, among=FOR_A_FEW)[1]
    return [one.candidate.article_id for one in found]


def proposals_for(article_id: int | None, text: Text, *, count: int, excluding: Collection[int] = ()) -> list[Proposal]:
    """Proposals for an article as it is being written or stands; `excluding` is what it links to already.

    Those of the same running story come first.
    """
    subject, found = _ranked(article_id, text, count=count, excluding=excluding)
    stories = _stories_of([article_id or 0, *(one.candidate.article_id for one in found)])
    own = stories.get(article_id or 0)
    proposed = [
        Proposal(
            article_id=one.candidate.article_id, score=one.score, shared=subject.shared_with(one.candidate),
            is_same_story=own is not None and stories.get(one.candidate.article_id) == own,
        )
        for one in found
    ]  # fmt: skip
    return sorted(proposed, key=lambda one: not one.is_same_story)


def _ranked(
    article_id: int | None,
    text: Text,
    *,
    count: int,
    excluding: Collection[int] = (),
    without: Collection[str] = (),
    among: int = FROM_INDEX,
) -> tuple[Subject, list[Ranked]]:
    """A draft is continued by whatever is public now, a published article by what came out before it."""
    before = datetime.fromtimestamp(text.published, tz=UTC) if text.published else None
    moment = before or now()
    subject = Subject(text if before else replace(text, published=moment.timestamp()), rarity)
    left_out = {*excluding, *([article_id] if article_id else [])}
    nearby = nearby_articles(text, moment)
    linked = links_of_desk(text, nearby, moment)
    ids = {hit.article_id for hit in _alike(subject, before, left_out, limit=among)}
    ids |= {one.article_id for one in nearby[:NEWEST]} | linked.keys()
    candidates = candidates_among(ids - left_out, text, moment, linked, without=without)
    return subject, ranked(subject, candidates, count=count)


def _alike(subject: Subject, before: datetime | None, left_out: Collection[int], *, limit: int) -> list[Hit]:
    language = subject.text.language
    return similar_to(subject.asked(), before=before, limit=limit, language=language, excluding=left_out)


def _stories_of(ids: Collection[int]) -> dict[int, int]:
    rows = Gathered.objects.filter(article_id__in=ids).exclude(story=None)
    return dict(rows.values_list("article_id", "story_id"))
