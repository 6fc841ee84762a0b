"""A message as Telegram carries it: plain text and entities, cut to size. Pure; Telegram counts in UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from warta.outbox.ports import Item, Message

MOST_TEXT_UNITS = 4096
MOST_CAPTION_UNITS = 1024
ELLIPSIS = "…"
GAP = "\n\n"
BULLET = "• "
MOST_ITEM_UNITS = 300


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
    """Headline in bold, summary, items, link; the summary gives way first, then items, then the headline."""
    tail = f"{GAP}{message.link_words}" if message.link and message.link_words else ""
    headline = cut(_tidy(message.headline), most_units - units(tail))
    entities: list[dict[str, Any]] = []
    if headline:
        entities.append({"type": "bold", "offset": 0, "length": units(headline)})
    items = _items(message.items, units(headline), most_units - units(tail), entities)
    room = most_units - units(tail) - units(headline) - units(items) - units(GAP)
    summary = cut(_tidy(message.summary), room) if message.summary and room > 0 and not items else ""
    lead = f"{headline}{GAP}{summary}" if summary else headline + items
    if tail:
        offset = units(lead) + units(GAP)
        entities.append(
            {"type": "text_link", "offset": offset, "length": units(message.link_words), "url": message.link}
        )
    return Composed(lead + tail, entities)


def _items(items: Iterable[Item], offset: int, most_units: int, entities: list[dict[str, Any]]) -> str:
    """One line each, with its link as an entity, as long as whole lines fit."""
    text = ""
    for item in items:
        headline = cut(_tidy(item.headline).replace("\n", " "), MOST_ITEM_UNITS)
        before = f"{GAP}{BULLET}"
        start = offset + units(text) + units(before)
        if start + units(headline) > most_units:
            break
        entities.append({"type": "text_link", "offset": start, "length": units(headline), "url": item.link})
        text += before + headline
    return text


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
