"""What the ranking chooses from: articles of the index, of the section, and those its desk has linked to lately."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from warta.articles.models import ArticlePage
from warta.articles.queries import public_articles
from warta.linking.proposals.profiles import make_profiles
from warta.linking.proposals.texts import topics_of
from warta.linking.ranking.features import Candidate
from warta.linking.ranking.profile import unpacked
from warta.linking.ranking.text import Text

# Nine in ten of the links that editors placed are among 200 of the index, 96 in 100 with the newest of the section.
NEWEST = 40
OF_THE_DESK = 200  # articles of the section whose read-also lines are looked at
LINKS_FADE = timedelta(hours=12)
LINKS_COUNT_FOR = timedelta(days=3)  # what was linked earlier has faded to nothing
READ_ALSO = "body.read_also.article"
FIELDS = ("pk", "address_section", "dateline", "editor_id", "first_published_at", "changed_at")


class Nearby(NamedTuple):
    """One of the latest articles of the section, newest first."""

    article_id: int
    editor_id: int | None
    published_at: datetime


def nearby_articles(text: Text, moment: datetime) -> list[Nearby]:
    """The latest of its section, which the index may not hold yet and which share a story more often than words."""
    earlier = public_articles().filter(address_date__lte=timezone.localdate(moment), first_published_at__lt=moment)
    of_language = earlier.filter(language=text.language)
    nearest = of_language.filter(address_section=text.section) if text.section else of_language
    rows = nearest.values_list("pk", "editor_id", "first_published_at")[:OF_THE_DESK]
    return [Nearby(pk, editor_id, at) for pk, editor_id, at in rows if at is not None]


def links_of_desk(text: Text, nearby: Iterable[Nearby], moment: datetime) -> dict[int, float]:
    """How often its editor, or its section where none is named, has linked to an article lately; by the article.

    Only read-also lines that stand in a text count, which a person put there, and a link fades within hours.
    """
    fading = {
        str(one.article_id): math.exp(-((moment - one.published_at) / LINKS_FADE))
        for one in nearby
        if moment - one.published_at < LINKS_COUNT_FOR and one.editor_id == (text.editor or one.editor_id)
    }
    linked: dict[int, float] = defaultdict(float)
    for source, target in _read_also_lines(fading):
        linked[int(target)] += fading[source]
    return linked


def _read_also_lines(sources: Collection[str]) -> Iterable[tuple[str, str]]:
    if not sources:
        return ()
    page = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(base_content_type=page, object_id__in=sources, model_path=READ_ALSO)
    return rows.values_list("object_id", "to_object_id")


def candidates_among(
    ids: Collection[int], text: Text, moment: datetime, linked: dict[int, float], *, without: Collection[str] = ()
) -> Sequence[Candidate]:
    """Those of these articles that a reader may see, and that came out before; with their profiles.

    `without`: the kinds that are left out.
    """
    rows = list(
        ArticlePage.objects.public().exclude(address_date=None)
        .filter(pk__in=ids, language=text.language, first_published_at__lt=moment)
        .exclude(kind__in=without)
        .values_list(*FIELDS, "profile__article_changed_at", "profile__content")
    )  # fmt: skip
    kept = {pk: unpacked(bytes(content)) for pk, *_, changed, at, content in rows if at == changed and content}
    profiles = kept | make_profiles([row[0] for row in rows if kept.get(row[0]) is None])
    topics = topics_of([row[0] for row in rows]) if text.topics else {}
    return [
        Candidate(
            article_id=pk, profile=profile, published=at.timestamp(), section=section, place=place,
            editor=editor_id or 0, topics=topics.get(pk, frozenset()), linked=linked.get(pk, 0.0),
        )
        for pk, section, place, editor_id, at, *_ in rows
        if (profile := profiles.get(pk))
    ]  # fmt: skip
