"""What the outbox asks the rooms above at the moment of sending, so that it stores neither address nor text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NoReturn

from warta.lib.ports import Port
from warta.outbox.models import Operation

DestinationKind = Literal["person", "channel", "group"]


class Unanswered(Exception):
    """Nobody could say. The delivery waits and is tried again; nothing is lost."""


@dataclass(frozen=True)
class Address:
    """Where a message goes now. `value` is personal for a person: never log it, never store it."""

    value: str
    kind: DestinationKind


@dataclass(frozen=True)
class Photo:
    """A picture: its file, and an address where the whole internet finds the same (empty: there is none)."""

    path: Path
    content_type: str
    public_url: str = ""


@dataclass(frozen=True)
class Letter:
    """The same as a mail. `name` makes its Message-ID, so that who gets it twice sees it once; `unsubscribe` is an
    address of one click."""

    text: str
    html: str = ""
    language: str = ""
    name: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True)
class Item:
    """One line of a list, with where it leads."""

    headline: str
    link: str


@dataclass(frozen=True)
class Message:
    """What is said, channel-neutral. Channels cut `summary` and then `headline` to what they can carry.

    Of `items` the last ones are left out where they don't fit. By mail goes `letter` under the headline, or the words
    themselves where there is none.
    """

    headline: str
    summary: str = ""
    link: str = ""
    link_words: str = ""
    photo: Photo | None = None
    letter: Letter | None = None
    items: tuple[Item, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for the same words and the same picture."""
        picture = self.photo.path.name if self.photo else ""
        said: tuple[object, ...] = (self.headline, self.summary, self.link, self.link_words, picture)
        if self.items:  # a message without keeps the fingerprint under which it stands in the table
            said = (*said, self.items)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Incoming:
    """What somebody wrote to the bot. `chat` and `account` are personal: never log them, keep them sealed."""

    chat: str = field(repr=False)
    account: str = field(repr=False)  # @name, or the first name of who has none
    text: str = field(repr=False)
    language: str
    is_private: bool


def _unanswered(*_asked: object) -> NoReturn:
    raise Unanswered


# None: nowhere any more (the destination was switched off, the reader withdrew).
address_of: Port[[str, str], Address | None] = Port("outbox.address_of", _unanswered)

# None: nothing any more (the article was withdrawn). For `remove` it is what the message is edited to when the
# channel no longer lets it be removed.
body_of: Port[[str, str, str, Operation], Message | None] = Port("outbox.body_of", _unanswered)

# None: there is nothing to say to it. It may be asked twice about the same words.
answer_to: Port[[Incoming], Message | None] = Port("outbox.answer_to", lambda _said: None)
