"""What a call must look like: from the published specification where its file is at hand, else from a small table."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT_FILE = Path(__file__).parents[3] / "shared" / "data" / "telegram_bot_api_spec" / "api.json.gz"
Fields = dict[str, tuple[tuple[str, ...], bool]]
PLAIN: dict[str, tuple[type, ...]] = {
    "String": (str,), "Integer": (int,), "Float": (int, float), "Boolean": (bool,), "True": (bool,),
}  # fmt: skip

_ENTITIES = ("Array of MessageEntity",)
_CHAT: Fields = {"chat_id": (("Integer", "String"), True)}
_POST: Fields = {"chat_id": (("Integer", "String"), False), "message_id": (("Integer",), False)}
_TEXT: Fields = {
    "text": (("String",), True), "entities": (_ENTITIES, False),
    "link_preview_options": (("LinkPreviewOptions",), False),
}  # fmt: skip
_CAPTION: Fields = {"caption": (("String",), False), "caption_entities": (_ENTITIES, False)}

OWN_METHODS: dict[str, Fields] = {
    "getMe": {},
    "getUpdates": {
        "offset": (("Integer",), False),
        "timeout": (("Integer",), False),
        "allowed_updates": (("Array of String",), False),
    },
    "sendMessage": {**_CHAT, **_TEXT},
    "sendPhoto": {**_CHAT, "photo": (("InputFile", "String"), True), **_CAPTION},
    "editMessageText": {**_POST, **_TEXT},
    "editMessageCaption": {**_POST, **_CAPTION},
    "editMessageMedia": {**_POST, "media": (("InputMedia",), True)},
    "deleteMessage": {**_CHAT, "message_id": (("Integer",), True)},
}
OWN_TYPES: dict[str, Fields] = {
    "MessageEntity": {
        "type": (("String",), True), "offset": (("Integer",), True), "length": (("Integer",), True),
        "url": (("String",), False),
    },
    "LinkPreviewOptions": {
        "is_disabled": (("Boolean",), False), "url": (("String",), False), "prefer_large_media": (("Boolean",), False),
    },
    "InputMediaPhoto": {"type": (("String",), True), "media": (("String",), True), **_CAPTION},
}  # fmt: skip
OWN_SUBTYPES = {"InputMedia": ("InputMediaPhoto",)}


@dataclass(frozen=True)
class Specification:
    methods: Mapping[str, Fields]
    types: Mapping[str, Fields]
    subtypes: Mapping[str, tuple[str, ...]]

    def complaint(self, method: str, given: Mapping[str, Any], files: set[str]) -> str:
        """What is wrong with this call, in a few words; empty when nothing is."""
        return self._object_complaint(self.methods[method], given, files)

    def _object_complaint(self, fields: Fields, given: Mapping[str, Any], files: set[str]) -> str:
        missing = [name for name, (_, is_required) in fields.items() if is_required and name not in {*given, *files}]
        if missing:
            return f"{missing[0]} is missing"
        unknown = [name for name in given if name not in fields]
        if unknown:
            return f"{unknown[0]} is no field of this"
        wrong = [name for name, value in given.items() if not self._fits(value, fields[name][0], files)]
        return f"{wrong[0]} is not of its type" if wrong else ""

    def _fits(self, value: Any, types: tuple[str, ...], files: set[str]) -> bool:
        return any(self._fits_one(value, name, files) for name in types)

    def _fits_one(self, value: Any, name: str, files: set[str]) -> bool:
        if name.startswith("Array of "):
            inner = name.removeprefix("Array of ")
            return isinstance(value, list) and all(self._fits_one(item, inner, files) for item in value)
        if name in PLAIN:
            # True is an int in Python and not an Integer at Telegram.
            return isinstance(value, PLAIN[name]) and isinstance(value, bool) == (name in ("Boolean", "True"))
        if name in self.subtypes:
            return any(self._fits_one(value, one, files) for one in self.subtypes[name])
        if name not in self.types:
            return False
        return isinstance(value, dict) and not self._object_complaint(self.types[name], value, set())


def specification(file: Path | None = None) -> Specification:
    """The published one where its file is there (WARTA_TELEGRAM_SPEC names another place), else our own table."""
    path = file or Path(os.environ.get("WARTA_TELEGRAM_SPEC") or DEFAULT_FILE)
    if not path.is_file():
        return Specification(OWN_METHODS, OWN_TYPES, OWN_SUBTYPES)
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        published = json.load(handle)
    types = published["types"]
    return Specification(
        methods={name: _fields(entry) for name, entry in published["methods"].items()},
        types={name: _fields(entry) for name, entry in types.items()},
        subtypes={name: tuple(entry["subtypes"]) for name, entry in types.items() if entry.get("subtypes")},
    )


def _fields(entry: Mapping[str, Any]) -> Fields:
    return {field["name"]: (tuple(field["types"]), field["required"]) for field in entry.get("fields", [])}
