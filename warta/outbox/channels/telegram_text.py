"""A message as Telegram carries it: plain text and entities, cut to size. Pure; Telegram counts in UTF-16 units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warta.outbox.ports import Message

MOST_TEXT_UNITS = 4096
MOST_CAPTION_UNITS = 1024
ELLIPSIS = "…"
GAP = "\n\n"


@dataclass(frozen=True)
class Composed:
    text: str
    entities: list[dict[str, Any]]


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def cut(text: str, most_units: int) -> str:
    """`text` in at most `most_units`, ended at a word and with an ellipsis where something was left out."""
    if units(text) <= most_units:
        return text
    if most_units < units(ELLIPSIS):
        return ""
    kept = _first_units(text, most_units - units(ELLIPSIS))
    whole_words = kept if text[len(kept)].isspace() else kept.rpartition(" ")[0]
    return (whole_words or kept).rstrip(" \t\n,;:–—-") + ELLIPSIS


def compose(message: Message, most_units: int) -> Composed:
    """Headline in bold, summary, link; the summary gives way first, then the headline, the link never."""
    tail = f"{GAP}{message.link_words}" if message.link and message.link_words else ""
    headline = cut(_tidy(message.headline), most_units - units(tail))
    room = most_units - units(tail) - units(headline) - units(GAP)
    summary = cut(_tidy(message.summary), room) if message.summary and room > 0 else ""
    lead = f"{headline}{GAP}{summary}" if summary else headline
    entities: list[dict[str, Any]] = []
    if headline:
        entities.append({"type": "bold", "offset": 0, "length": units(headline)})
    if tail:
        offset = units(lead) + units(GAP)
        entities.append(
            {"type": "text_link", "offset": offset, "length": units(message.link_words), "url": message.link}
        )
    return Composed(lead + tail, entities)


def _tidy(text: str) -> str:
    """Without what Telegram would trim itself, which would shift every entity, and without what it can't encode."""
    encodable = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
    lines = (" ".join(line.split()) for line in encodable.splitlines())
    return "\n".join(line for line in lines if line)


def _first_units(text: str, most_units: int) -> str:
    used = 0
    for position, character in enumerate(text):
        used += units(character)
        if used > most_units:
            return text[:position]
    return text
