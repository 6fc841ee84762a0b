"""From a record made ready to the article that is stored, and the lists that show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from warta.articles.bulk.creating import BulkArticle, BulkCitation
from warta.articles.models import Origin
from warta.articles.models.article import WORDS_LENGTH
from warta.articles.models.names import NAME_LENGTH
from warta.importing.built import LINK_LENGTH, Built, picture_value
from warta.importing.links import path_of
from warta.importing.names import Names
from warta.importing.present import Present
from warta.importing.records import PictureAt, Record
from warta.lib.clock import now

PATH_LENGTH = 500
SOURCE_KEY = "source"
# Behind the digest of a line whose pictures failed for a passing reason: the next import tries them again.
INCOMPLETE = "+"


@dataclass(frozen=True)
class Ready:
    """A record with its text built, its pictures stored and its names made."""

    line: int
    record: Record
    built: Built
    present: Present | None
    is_complete: bool
    picture_ids: Mapping[str, int]


def bulk_article(item: Ready, names: Names, taken: dict[str, str | None]) -> BulkArticle:
    """The article to store. Old addresses it claims are marked in `taken`, for the next one of the batch."""
    record, built = item.record, item.built
    lead = _lead(item)
    return BulkArticle(
        section_id=names.sections.id_of(names.section_of(record)),
        title=record.title,
        published_at=record.published_at,
        body=_body(item, lead),
        origin=Origin.IMPORT,
        original_id=record.original_id,
        original=_original(item),
        summary=record.summary,
        dateline=built.place,
        kind=record.kind,
        language=record.language if record.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        sponsor=record.sponsor[:NAME_LENGTH],
        address_slug=slugify(record.slug)[:WORDS_LENGTH].strip("-_"),
        lead_image_id=item.picture_ids[lead.source] if lead else None,
        lead_caption=(lead.caption or lead.alt)[:400] if lead else "",
        lead_credit=lead.credit[:NAME_LENGTH] if lead else "",
        editor_id=names.authors.id_of(record.editor) if record.editor else None,
        changed_materially_at=record.changed_at,
        is_draft=_is_draft(record),
        withdrawn_at=record.withdrawn_at,
        withdrawal_reason=record.withdrawal_reason,
        author_ids=[names.authors.id_of(person.name) for person in record.authors],
        topic_ids=[names.topics.id_of(topic) for topic in record.topics],
        citations=_citations(item, names),
        corrections=record.corrections,
        old_paths=_free_paths(record, taken),
    )


def old_paths_of(record: Record) -> list[str]:
    """The path that the article had where it came from; the front page's own is nobody's."""
    path = path_of(record.url)
    return [path] if path not in ("", "/") and len(path) <= PATH_LENGTH else []


def tags_of(articles: Iterable[BulkArticle]) -> set[str]:
    """The lists in which these articles may appear or disappear."""
    tags: set[str] = set()
    for article in articles:
        people = {*article.author_ids, *({article.editor_id} - {None})}
        tags |= {"list:home", "list:all", f"list:section:{article.section_id}"}
        tags |= {f"list:day:{timezone.localdate(article.published_at):%Y-%m-%d}"}
        tags |= {f"list:topic:{pk}" for pk in article.topic_ids} | {f"list:author:{pk}" for pk in people}
        tags |= {f"list:outlet:{cited.outlet_id}" for cited in article.citations}
    return tags


def _original(item: Ready) -> dict[str, Any]:
    """What the article does not show itself: its old address, who published it, and fields that Warta does not know."""
    record = item.record
    kept = {
        "digest": record.digest if item.is_complete else record.digest + INCOMPLETE,
        "url": record.url,
        "source": record.source,
        "agency": item.built.agency,
        "withdrawn": record.withdrawn_at is not None,
        "published": record.published_at.isoformat() if _is_draft(record) else "",
        "fields": dict(record.unknown),
    }
    return {name: value for name, value in kept.items() if value}


def _is_draft(record: Record) -> bool:
    """What lies in the future is not published by an import."""
    return record.is_draft or record.published_at > now()


def _further_pictures(item: Ready, lead: PictureAt | None) -> list[dict[str, Any]]:
    """Pictures that the record names apart from the text, after it."""
    if item.record.is_own_format:
        return []
    in_text = {at.source for at in item.built.pictures()}
    further = Built()
    for at in item.record.pictures:
        if at is not lead and at.source not in in_text:
            further.append(f"{item.record.original_id}/picture", "picture", picture_value(at))
    return further.with_pictures(item.picture_ids)


def _lead(item: Ready) -> PictureAt | None:
    """The first picture that could be had; in an exported line the one that was the lead."""
    candidates = [at for at in item.record.pictures if at.is_lead or not item.record.is_own_format]
    return next((at for at in candidates if at.source in item.picture_ids), None)


def _body(item: Ready, lead: PictureAt | None) -> list[dict[str, Any]]:
    """The blocks; the lead picture is not shown a second time below itself."""
    blocks = [*item.built.with_pictures(item.picture_ids), *_further_pictures(item, lead)]
    if lead is None or item.record.is_own_format:
        return blocks
    lead_id = item.picture_ids[lead.source]
    return [block for block in blocks if block["type"] != "picture" or block["value"]["image"] != lead_id]


def _citations(item: Ready, names: Names) -> list[BulkCitation]:
    """Who is cited in the text, and the outlet that published the article first."""
    record = item.record
    cited = [
        BulkCitation(one.key, names.outlets.id_of(one.outlet), one.link, one.reported_on) for one in item.built.cited
    ]
    source = names.source_of(record)
    if source and names.outlets.id_of(source) not in {one.outlet_id for one in cited}:
        link = record.url if record.url.startswith(("http://", "https://")) and len(record.url) <= LINK_LENGTH else ""
        day = timezone.localdate(record.published_at)
        cited.append(BulkCitation(SOURCE_KEY, names.outlets.id_of(source), link, day))
    return cited


def _free_paths(record: Record, taken: dict[str, str | None]) -> list[str]:
    free = [path for path in old_paths_of(record) if taken.get(path, record.original_id) == record.original_id]
    taken.update(dict.fromkeys(free, record.original_id))
    return free
