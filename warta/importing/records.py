"""One line of JSON, parsed into a typed record at the edge. What is not sound is refused here with its reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from warta.articles.models import Kind
from warta.importing.fields import BadLine, Reader, moment, person_names
from warta.lib.text import sound

# Changes with the rules by which a line becomes an article: an unchanged line is then brought up to date once.
RULES = "1"
# What `warta export` writes. Such a line says what it means; nothing is recognised in its text.
OWN_FORMAT = "warta-1"

HEADLINE_LENGTH = 255
SUMMARY_LENGTH = 400
ID_LENGTH = 200
KNOWN = frozenset(
    {
        "id", "url", "title", "published", "section", "author", "body", "summary", "dateline", "topics", "source",
        "images", "read_also", "editor", "authors", "kind", "language", "sponsor", "slug", "updated", "status",
        "withdrawn", "withdrawal_reason", "citations", "corrections", "format", "agency",
        "reply_to", "translation",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    name: str
    role: str = ""


@dataclass(frozen=True)
class Link:
    """Another article, by whatever the file names it: its id, its address, its headline."""

    original_id: str = ""
    url: str = ""
    title: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.original_id or self.url or self.title)


@dataclass(frozen=True)
class PictureAt:
    """A picture and where it is: a path beside the file, a data: address, or http(s)."""

    source: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    is_lead: bool = False


@dataclass(frozen=True)
class CitationGiven:
    key: str
    outlet: str
    link: str
    reported_on: str


@dataclass(frozen=True)
class Record:
    """An article as the line gives it: cleaned and bounded, nothing recognised yet."""

    original_id: str
    url: str
    title: str
    published_at: datetime
    section: str
    authors: tuple[Person, ...]
    editor: str
    body: str | tuple[str | Mapping[str, Any], ...]
    summary: str
    dateline: str
    agency: str
    topics: tuple[str, ...]
    source: str
    pictures: tuple[PictureAt, ...]
    read_also: tuple[Link, ...]
    kind: str
    language: str
    sponsor: str
    slug: str
    changed_at: datetime | None
    is_draft: bool
    withdrawn_at: datetime | None
    withdrawal_reason: str
    citations: tuple[CitationGiven, ...]
    corrections: tuple[tuple[datetime, str], ...]
    reply_to: str
    translation: str
    is_own_format: bool
    unknown: Mapping[str, Any]
    notes: tuple[str, ...]
    digest: str


def record_of(content: bytes | None) -> Record:
    """Parse a line. Raises BadLine with the reason, in words."""
    if content is None:
        raise BadLine(_("It is longer than a line may be."))
    fields = _json(content)
    digest = sha256((RULES + json.dumps(fields, sort_keys=True, ensure_ascii=True)).encode()).hexdigest()
    return _record(Reader(fields), digest)


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise BadLine(_("It is not UTF-8 (byte %(at)d).") % {"at": error.start + 1}) from None
    except RecursionError:
        raise BadLine(_("It is nested too deeply.")) from None
    except ValueError as error:
        at = getattr(error, "colno", 0)
        raise BadLine(_("It is not sound JSON (at character %(at)d).") % {"at": at}) from None
    if not isinstance(found, dict):
        raise BadLine(_("It is not a JSON object."))
    return found


def _no_number(name: str) -> float:
    raise ValueError(name)


def _record(line: Reader, digest: str) -> Record:
    url = line.text("url")
    original_id = line.text("id") or url
    if not original_id or len(original_id) > ID_LENGTH:
        raise BadLine(_("It has no id of at most %(most)d characters.") % {"most": ID_LENGTH})
    published_at, date_note = moment(line.raw("published"), name="published")
    status = line.text("status")
    own = line.text("format") == OWN_FORMAT
    line.note(date_note)
    if line.text("kind") == Kind.SPONSORED and not line.text("sponsor"):
        raise BadLine(_("It is sponsored and names no sponsor."))
    return Record(
        original_id=original_id,
        url=url,
        title=line.headline("title", HEADLINE_LENGTH),
        published_at=published_at,
        section=line.text("section"),
        authors=_people(line),
        editor=line.text("editor"),
        body=_body(line),
        summary=line.shortened("summary", SUMMARY_LENGTH),
        dateline=line.text("dateline"),
        agency=line.text("agency"),
        topics=tuple(dict.fromkeys(line.texts("topics"))),
        source=line.text("source"),
        pictures=_pictures(line),
        read_also=_links(line),
        kind=line.choice("kind", Kind.values, Kind.NEWS),
        language=line.text("language"),
        sponsor=line.text("sponsor"),
        slug=line.text("slug"),
        changed_at=_optional_moment(line, "updated"),
        is_draft=status == "draft",
        withdrawn_at=_optional_moment(line, "withdrawn"),
        withdrawal_reason=line.text("withdrawal_reason"),
        citations=_citations(line),
        corrections=_corrections(line),
        reply_to=line.text("reply_to")[:ID_LENGTH],
        translation=line.text("translation")[:ID_LENGTH],
        is_own_format=own,
        unknown={name: sound(value) for name, value in line.fields.items() if name not in KNOWN},
        notes=tuple(line.notes),
        digest=digest,
    )


def _optional_moment(line: Reader, name: str) -> datetime | None:
    if line.raw(name) in (None, ""):
        return None
    at, note = moment(line.raw(name), name=name)
    line.note(note)
    return at


def _people(line: Reader) -> tuple[Person, ...]:
    given = [item for item in line.items("authors") if isinstance(item, Mapping)]
    if given:
        people = [Person(Reader(item).text("name"), Reader(item).text("role")) for item in given]
    else:
        people = [Person(name, role) for name, role in person_names(line.text_or_texts("author"))]
    return tuple({person.name.casefold(): person for person in reversed(people) if person.name}.values())[::-1]


def _body(line: Reader) -> str | tuple[str | Mapping[str, Any], ...]:
    body = line.raw("body")
    if body is None:
        line.note(_("It has no text."))
        return ""
    if isinstance(body, str):
        return str(sound(body))
    if not isinstance(body, list):
        raise BadLine(_("Its body is neither text nor a list of paragraphs."))
    if any(not isinstance(part, str | dict) for part in body):
        raise BadLine(_("Its body holds something that is no paragraph."))
    return tuple(sound(body))


def _pictures(line: Reader) -> tuple[PictureAt, ...]:
    found = []
    for item in line.items("images"):
        if isinstance(item, str):
            found.append(PictureAt(item.strip()))
        elif isinstance(item, Mapping):
            found.append(picture_at(item))
    return tuple(picture for picture in found if picture.source)


def picture_at(item: Mapping[str, Any]) -> PictureAt:
    given = Reader(item)
    return PictureAt(
        source=given.raw_text("src") or given.raw_text("url") or given.raw_text("path"),
        alt=given.text("alt"),
        caption=given.text("caption"),
        credit=given.text("credit"),
        is_lead=given.raw("lead") is True,
    )


def _links(line: Reader) -> tuple[Link, ...]:
    found = [link_of(item) for item in line.items("read_also")]
    return tuple(dict.fromkeys(link for link in found if not link.is_empty))


def link_of(item: Any) -> Link:
    """A link from a headline, an address, or an object that names id, url or title."""
    if isinstance(item, Mapping):
        given = Reader(item)
        return Link(original_id=given.text("id"), url=given.text("url"), title=given.text("title"))
    words = Reader({"words": item}).text("words")
    if words.startswith(("http://", "https://")):
        return Link(url=words)
    return Link(original_id=words, title=words)


def _citations(line: Reader) -> tuple[CitationGiven, ...]:
    given = [Reader(item) for item in line.items("citations") if isinstance(item, Mapping)]
    return tuple(
        CitationGiven(item.text("key")[:12], item.text("outlet"), item.raw_text("link"), item.text("reported_on"))
        for item in given
        if item.text("outlet")
    )


def _corrections(line: Reader) -> tuple[tuple[datetime, str], ...]:
    given = [Reader(item) for item in line.items("corrections") if isinstance(item, Mapping)]
    return tuple((moment(item.raw("at"), name="corrections")[0], item.lines("text")) for item in given)
