"""The stand-in's memory: what was posted, edited and removed, and what Telegram would refuse."""

from __future__ import annotations

import hashlib
import ipaddress
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

MOST_TEXT = 4096
MOST_CAPTION = 1024
Carrying = Callable[[Mapping[str, Any], Mapping[str, bytes]], Any]
PICTURE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


class Refusal(Exception):
    """A call that Telegram would refuse, with the code and the description it would give."""

    def __init__(self, description: str, code: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


@dataclass
class Post:
    """A message as it stands now. `history` is what it said before."""

    chat: str
    number: int
    text: str
    entities: list[dict[str, Any]]
    picture: str = ""
    is_removed: bool = False
    is_old: bool = False
    posted_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    history: list[str] = field(default_factory=list)

    @property
    def link(self) -> str:
        return next((entity["url"] for entity in self.entities if entity["type"] == "text_link"), "")

    def as_message(self) -> dict[str, Any]:
        said = {"caption": self.text, "caption_entities": self.entities} if self.picture else {"text": self.text}
        place = {"id": chat_number(self.chat), "type": "channel", "title": self.chat}
        return {"message_id": self.number, "date": int(self.posted_at.timestamp()), "chat": place, **said}


def chat_number(chat: str) -> int:
    """The number of a chat; one that was named gets one made from its name."""
    if chat.lstrip("-").isdigit():
        return int(chat)
    return -1_000_000_000_000 - int.from_bytes(hashlib.sha256(chat.encode()).digest()[:4], "big")


@dataclass
class Chats:
    """Carries calls out. Raises Refusal; every method may be called from several threads."""

    posts: list[Post] = field(default_factory=list)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    written: list[dict[str, Any]] = field(default_factory=list)
    last_written: int = 1000
    lock: threading.RLock = field(default_factory=threading.RLock)

    def write(self, text: str, *, chat: int = 77, name: str = "dewi_p", kind: str = "private") -> None:
        """Somebody writes to the bot."""
        with self.lock:
            who = {"id": chat, "is_bot": False, "first_name": "Dewi", "username": name, "language_code": "en"}
            self.last_written += 1
            said = {"message_id": self.last_written, "date": 0, "chat": {"id": chat, "type": kind}, "from": who}
            self.written.append({"update_id": self.last_written, "message": {**said, "text": text}})

    def carry_out(self, method: str, given: Mapping[str, Any], files: Mapping[str, bytes]) -> Any:
        with self.lock:
            if method == "getMe":
                return {"id": 1, "is_bot": True, "first_name": "Warta", "username": "warta_bot"}
            refusal = self.refusals.get(str(given.get("chat_id")))
            if refusal:
                raise refusal
            return self._carrying_out(method)(given, files)

    def standing(self, chat: str | None = None) -> list[Post]:
        """What a reader of the chat sees now."""
        with self.lock:
            return [post for post in self.posts if not post.is_removed and chat in (None, post.chat)]

    def doubles(self) -> dict[tuple[str, str], int]:
        """Posts that stand, or stood, more than once in a chat: (chat, link or text) and how often."""
        with self.lock:
            told = Counter((chat_number(post.chat), post.link or post.text) for post in self.posts)
        return {(str(chat), what): times for (chat, what), times in told.items() if times > 1}

    def age(self) -> None:
        """Let everything posted so far be too old to be deleted."""
        with self.lock:
            for post in self.posts:
                post.is_old = True

    def _carrying_out(self, method: str) -> Carrying:
        known: dict[str, Carrying] = {
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageMedia": self._edit_media,
            "deleteMessage": self._delete,
            "getUpdates": self._updates,
        }
        if method not in known:
            raise Refusal(f"Bad Request: the stand-in has not learnt {method}")
        return known[method]

    def _updates(self, given: Mapping[str, Any], files: Mapping[str, bytes]) -> Any:
        """What was confirmed is forgotten."""
        self.written = [update for update in self.written if update["update_id"] >= given.get("offset", 0)]
        return list(self.written)

    def _send_message(self, given: Mapping[str, Any], files: Mapping[str, bytes]) -> Any:
        return self._post(given, "text", MOST_TEXT, picture="")

    def _send_photo(self, given: Mapping[str, Any], files: Mapping[str, bytes]) -> Any:
        return self._post(given, "caption", MOST_CAPTION, picture=_picture(given, files, "photo"))

    def _edit_text(self, given: Mapping[str, Any], files: Mapping[str, bytes]) -> Any:
        post = self._found(given, "message to edit not found")
        if post.picture:
            raise Refusal("Bad Request: there is no text in the message to edit")
        return self._changed(post, given, "text", MOST_TEXT, picture="")

    def _edit_caption(self, given: Mapping[str, Any], files: Mapping[str, bytes]) -> Any:
        post = self._found(given, "message to edit not found")
        if not post.picture:
            raise Refusal("Bad Request: there is no caption in the message to edit")
        return self._changed(post, given, "caption", MOST_CAPTION, picture=post.picture)

    def _edit_media(self, given: Mapping[str, Any], files: Mapping[str, bytes]) -> Any:
        post = self._found(given, "message to edit not found")
        media = given["media"]
        name = str(media["media"]).removeprefix("attach://")
        picture = _picture({"photo": media["media"]}, {"photo": files[name]} if name in files else {}, "photo")
        return self._changed(post, media, "caption", MOST_CAPTION, picture=picture)

    def _delete(self, given: Mapping[str, Any], files: Mapping[str, bytes]) -> Any:
        post = self._found(given, "message to delete not found")
        if post.is_old:
            raise Refusal("Bad Request: message can't be deleted for everyone")
        post.is_removed = True
        return True

    def _post(self, given: Mapping[str, Any], part: str, most: int, *, picture: str) -> Any:
        text, entities = _words(given, part, most)
        if not text and not picture:
            raise Refusal("Bad Request: message text is empty")
        post = Post(str(given["chat_id"]), len(self.posts) + 1, text, entities, picture)
        self.posts.append(post)
        return post.as_message()

    def _changed(self, post: Post, given: Mapping[str, Any], part: str, most: int, *, picture: str) -> Any:
        text, entities = _words(given, part, most)
        if (text, entities, picture) == (post.text, post.entities, post.picture):
            raise Refusal("Bad Request: message is not modified")
        post.history.append(post.text)
        post.text, post.entities, post.picture = text, entities, picture
        return post.as_message()

    def _found(self, given: Mapping[str, Any], absent: str) -> Post:
        wanted = (chat_number(str(given["chat_id"])), given["message_id"])
        for post in self.posts:
            if (chat_number(post.chat), post.number) == wanted and not post.is_removed:
                return post
        raise Refusal(f"Bad Request: {absent}")


def _words(given: Mapping[str, Any], part: str, most: int) -> tuple[str, list[dict[str, Any]]]:
    text = given.get(part, "")
    length = len(text.encode("utf-16-le")) // 2
    if length > most:
        raise Refusal(f"Bad Request: message {'caption ' if part == 'caption' else ''}is too long")
    entities = given.get("entities" if part == "text" else "caption_entities", [])
    if any(entity["offset"] < 0 or entity["offset"] + entity["length"] > length for entity in entities):
        raise Refusal("Bad Request: ENTITY_BOUNDS_INVALID")
    return text, entities


def _picture(given: Mapping[str, Any], files: Mapping[str, bytes], name: str) -> str:
    """A name for the picture: what was uploaded by its content, what was linked by its address."""
    if name in files:
        if not files[name].startswith(PICTURE_BEGINNINGS):
            raise Refusal("Bad Request: IMAGE_PROCESS_FAILED")
        return f"{len(files[name])} bytes, {hashlib.sha256(files[name]).hexdigest()[:8]}"
    address = str(given.get(name, ""))
    if not _is_reachable(address):
        raise Refusal("Bad Request: failed to get HTTP URL content")
    return address


def _is_reachable(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".invalid", ".test"))
