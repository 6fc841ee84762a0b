"""Which published articles best continue one: candidates from the index and the section, ordered by the ranking."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.utils import timezone

from warta.articles.models import ArticlePage
from warta.articles.queries import public_articles
from warta.lib.clock import now
from warta.linking.models import Gathered
from warta.linking.proposals.profiles import make_profiles
from warta.linking.proposals.texts import rarity, texts_of, topics_of
from warta.linking.ranking.features import Candidate, Subject
from warta.linking.ranking.profile import Profile, unpacked
from warta.linking.ranking.score import Ranked, ranked
from warta.linking.ranking.text import Text
from warta.search.queries import Hit, similar_to

# Nine in ten of the links that editors placed are among these of the index, 96 in 100 with the newest of the section.
FROM_INDEX = 200
NEWEST = 40
FOR_A_FEW = 60  # of the index, where eight are wanted rather than a list to choose from
FIELDS = ("pk", "address_section", "dateline", "editor_id", "first_published_at", "changed_at")


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


def links_for(article_id: int, text: Text, *, count: int, excluding: Collection[int]) -> list[int]:
    """The ids of the best proposals, found at half the cost: an editor waits for them at publication."""
    return [
        one.candidate.article_id
        for one in _ranked(article_id, text, count=count, excluding=excluding, among=FOR_A_FEW)[1]
    ]


def proposals_for(article_id: int | None, text: Text, *, count: int, excluding: Collection[int] = ()) -> list[Proposal]:
    """Proposals for an article as it is being written or stands; `excluding` is what it links to already."""
    subject, found = _ranked(article_id, text, count=count, excluding=excluding)
    stories = _stories_of([article_id or 0, *(one.candidate.article_id for one in found)])
    own = stories.get(article_id or 0)
    return [
        Proposal(
            article_id=one.candidate.article_id, score=one.score, shared=subject.shared_with(one.candidate),
            is_same_story=own is not None and stories.get(one.candidate.article_id) == own,
        )
        for one in found
    ]  # fmt: skip


def _ranked(
    article_id: int | None, text: Text, *, count: int, excluding: Collection[int] = (), among: int = FROM_INDEX
) -> tuple[Subject, list[Ranked]]:
    """A draft is continued by whatever is public now, a published article by what came out before it."""
    before = datetime.fromtimestamp(text.published, tz=UTC) if text.published else None
    subject = Subject(text if before else replace(text, published=now().timestamp()), rarity)
    left_out = {*excluding, *([article_id] if article_id else [])}
    ids = [hit.article_id for hit in _alike(subject, before, left_out, limit=among)]
    ids += _newest(text, before)
    return subject, ranked(subject, candidates_among(set(ids) - left_out, text, before), count=count)


def _alike(subject: Subject, before: datetime | None, left_out: Collection[int], *, limit: int) -> list[Hit]:
    language = subject.text.language
    return similar_to(subject.asked(), before=before, limit=limit, language=language, excluding=left_out)


def _newest(text: Text, before: datetime | None) -> list[int]:
    """The latest of its section, which the index may not hold yet and which share a story more often than words."""
    moment = before or now()
    earlier = public_articles().filter(address_date__lte=timezone.localdate(moment), first_published_at__lt=moment)
    of_language = earlier.filter(language=text.language)
    nearest = of_language.filter(address_section=text.section) if text.section else of_language
    return list(nearest.values_list("pk", flat=True)[:NEWEST])


def candidates_among(ids: Collection[int], text: Text, before: datetime | None) -> list[Candidate]:
    """Those of these articles that a reader may see, and that came out before; with their profiles."""
    rows = list(
        ArticlePage.objects.public().exclude(address_date=None).filter(pk__in=ids, language=text.language)
        .values_list(*FIELDS, "profile__article_changed_at", "profile__content")
    )  # fmt: skip
    rows = [row for row in rows if before is None or row[4] < before]
    kept = {row[0]: unpacked(bytes(row[7])) for row in rows if row[6] == row[5] and row[7]}
    made = make_profiles([row[0] for row in rows if kept.get(row[0]) is None])
    topics = topics_of([row[0] for row in rows]) if text.topics else {}
    return [
        Candidate(
            article_id=pk, profile=profile, published=at.timestamp(), section=section, place=place,
            editor=editor_id or 0, topics=topics.get(pk, frozenset()),
        )
        for pk, section, place, editor_id, at, *_ in rows
        if (profile := _profile(pk, kept, made))
    ]  # fmt: skip


def _profile(pk: int, kept: dict[int, Profile | None], made: dict[int, Profile]) -> Profile | None:
    return made.get(pk) or kept.get(pk)


def _stories_of(ids: Collection[int]) -> dict[int, int]:
    rows = Gathered.objects.filter(article_id__in=ids).exclude(story=None)
    return dict(rows.values_list("article_id", "story_id"))
