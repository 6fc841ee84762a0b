"""What a record becomes before it is stored: blocks, who is cited, which read-also links are wanted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from warta.importing.records import Link, PictureAt

Block = dict[str, Any]
HEADING_LENGTH = 160
PLACE_LENGTH = 80
LINK_LENGTH = 500
# Makes block ids reproducible; any fixed value does.
BLOCK_IDS = uuid.UUID("6f0e6a53-53a5-4c4e-9a39-6f1a1fb7b1d4")


@dataclass(frozen=True)
class Cited:
    key: str
    outlet: str
    reported_on: date | None
    link: str


@dataclass(frozen=True)
class Wanted:
    """A read-also link that belongs after the block `after` (empty: before all blocks)."""

    link: Link
    after: str


@dataclass
class Built:
    """The text as data. A picture block holds its `PictureAt` until the picture has a home."""

    place: str = ""
    agency: str = ""
    blocks: list[Block] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)

    @property
    def last_id(self) -> str:
        return str(self.blocks[-1]["id"]) if self.blocks else ""

    def append(self, article: str, kind: str, value: Any) -> None:
        """Add a block whose id follows from the article's original id and the place in the text."""
        key = uuid.uuid5(BLOCK_IDS, f"{article}#{len(self.blocks)}")
        self.blocks.append({"type": kind, "value": value, "id": str(key)})

    def want(self, link: Link) -> None:
        self.wanted.append(Wanted(link, self.last_id))

    def pictures(self) -> list[PictureAt]:
        return [block["value"]["image"] for block in self.blocks if block["type"] == "picture"]

    def with_pictures(self, ids: Mapping[str, int]) -> list[Block]:
        """The blocks with the ids of the pictures, by source; a picture without one is left out."""
        done = []
        for block in self.blocks:
            if block["type"] != "picture":
                done.append(block)
            elif image_id := ids.get(block["value"]["image"].source):
                done.append({**block, "value": {**block["value"], "image": image_id}})
        return done


def picture_value(at: PictureAt) -> Block:
    return {"image": at, "alt": at.alt[:200], "caption": at.caption[:400], "credit": at.credit[:120]}


def table_value(rows: Sequence[Sequence[str]], *, has_head: bool, caption: str = "") -> Block:
    return {
        "data": [list(row) for row in rows],
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": has_head,
        "first_col_is_header": False,
        "table_header_choice": "row" if has_head else "neither",
        "table_caption": caption,
    }
