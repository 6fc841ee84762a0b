"""Telegram: one HTTP call per attempt, and what came of it. Nothing is retried, no markup parsed, no token shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from warta.lib.http import Answer, AnswerLost, AnswerTooLarge, Client, NotConnected
from warta.outbox.channels.outcomes import Done, Lost, Outcome, TryLater
from warta.outbox.channels.telegram_answers import Reply, meaning, parsed, takes_no_photo
from warta.outbox.channels.telegram_text import MOST_CAPTION_UNITS, MOST_TEXT_UNITS, compose
from warta.outbox.ports import Address, Message, Photo

# Telegram's limit for a photo; a larger one is left out.
MOST_PHOTO_BYTES = 10 * 1024 * 1024
File = tuple[str, bytes, str]
Exchange = Callable[[Client, str], Answer]


@dataclass(frozen=True)
class Telegram:
    """The bot's side of the API. `base` is the API's address; a private one is allowed, because the operator set it."""

    token: str = field(repr=False)
    base: str

    def probe(self) -> Outcome:
        """Ask who we are: whether the token is good, without sending anything."""
        return self._outcome(self._call("getMe", {}))

    def name(self) -> str:
        """What the bot is called, without its @; "" when that can't be found out now."""
        reply = self._call("getMe", {})
        found = reply.result if isinstance(reply, Reply) and reply.is_ok else {}
        return str(found.get("username") or "") if isinstance(found, dict) else ""

    def updates(self, *, after: int, seconds: int) -> Reply | Outcome:
        """What people wrote, at once or when it comes within so long. What lies before `after` is never told again."""
        asked = {"offset": after, "timeout": seconds, "allowed_updates": ["message"]}
        return self._call("getUpdates", asked)

    def send(self, address: Address, message: Message) -> Outcome:
        """Post it. Telegram knows no idempotency key: an answer that never came is `Lost`."""
        if message.photo is None:
            return self._send_text(address, message)
        outcome = self._send_photo(address, message, message.photo)
        return self._send_text(address, message) if outcome is None else outcome

    def edit(self, remote: Mapping[str, Any], message: Message) -> Outcome:
        """Make the post say `message`. Safe to repeat: "not modified" is success."""
        if remote["kind"] == "text":
            return self._edit_text(remote, message)
        if message.photo and message.photo.path.name != remote.get("photo"):
            return self._edit_photo(remote, message, message.photo)
        return self._edit_caption(remote, message)

    def remove(self, remote: Mapping[str, Any], farewell: Message | None) -> Outcome:
        """Take the post away; where Telegram no longer lets us, edit it to say `farewell`. Safe to repeat."""
        reply = self._call("deleteMessage", _target(remote))
        if isinstance(reply, Reply) and reply.says("message to delete not found", "message_id_invalid"):
            return Done()
        if isinstance(reply, Reply) and reply.says("message can't be deleted") and farewell is not None:
            return self._edit_farewell(remote, farewell)
        return self._outcome(reply)

    def _send_text(self, address: Address, message: Message) -> Outcome:
        fields = {"chat_id": address.value, **_text_fields(message)}
        return self._posted(self._call("sendMessage", fields), {"kind": "text"}, message)

    def _send_photo(self, address: Address, message: Message, photo: Photo) -> Outcome | None:
        """None: Telegram takes no photo of ours, and nothing was posted."""
        fields = {"chat_id": address.value, **_caption_fields(message)}
        known = {"kind": "photo", "photo": photo.path.name}
        if photo.public_url:
            reply = self._call("sendPhoto", {**fields, "photo": photo.public_url})
            if not takes_no_photo(reply):
                return self._posted(reply, known, message)
        content = _content_of(photo)
        if content is None:
            return None
        reply = self._upload("sendPhoto", fields, {"photo": content})
        return None if takes_no_photo(reply) else self._posted(reply, known, message)

    def _edit_text(self, remote: Mapping[str, Any], message: Message) -> Outcome:
        reply = self._call("editMessageText", {**_target(remote), **_text_fields(message)})
        if isinstance(reply, Reply) and reply.says("there is no text in the message"):
            return self._edit_caption({**remote, "kind": "photo"}, message)
        return self._edited(reply, remote, message)

    def _edit_caption(self, remote: Mapping[str, Any], message: Message) -> Outcome:
        reply = self._call("editMessageCaption", {**_target(remote), **_caption_fields(message)})
        outcome = self._edited(reply, remote, message)
        if isinstance(outcome, Done) and message.photo is None:
            return Done(
                outcome.remote, _("The words were corrected; Telegram lets nobody take the picture out of a post.")
            )
        return outcome

    def _edit_photo(self, remote: Mapping[str, Any], message: Message, photo: Photo) -> Outcome:
        content = _content_of(photo)
        if content is None:
            return self._edit_caption(remote, message)
        media = {"type": "photo", "media": "attach://picture", **_caption_fields(message)}
        reply = self._upload("editMessageMedia", {**_target(remote), "media": media}, {"picture": content})
        return self._edited(reply, {**remote, "photo": photo.path.name}, message)

    def _edit_farewell(self, remote: Mapping[str, Any], farewell: Message) -> Outcome:
        if remote["kind"] == "text":
            return self._edit_text(remote, farewell)
        return self._edited(
            self._call("editMessageCaption", {**_target(remote), **_caption_fields(farewell)}), remote, farewell
        )

    def _posted(self, reply: Reply | Outcome, known: dict[str, Any], message: Message) -> Outcome:
        if not isinstance(reply, Reply) or not reply.is_ok:
            return self._outcome(reply)
        try:
            place = {"chat_id": int(reply.result["chat"]["id"]), "message_id": int(reply.result["message_id"])}
        except (KeyError, TypeError, ValueError):
            return Lost(_("Telegram took it, but its answer names no post."))
        return Done({**known, **place, "says": message.fingerprint})

    def _edited(self, reply: Reply | Outcome, remote: Mapping[str, Any], message: Message) -> Outcome:
        if isinstance(reply, Reply) and (reply.is_ok or reply.says("message is not modified")):
            return Done({**remote, "says": message.fingerprint})
        return self._outcome(reply)

    def _outcome(self, reply: Reply | Outcome) -> Outcome:
        return meaning(reply) if isinstance(reply, Reply) else reply

    def _call(self, method: str, fields: Mapping[str, Any]) -> Reply | Outcome:
        return self._exchange(lambda client, url: client.post_json(url, dict(fields)), method)

    def _upload(self, method: str, fields: Mapping[str, Any], files: Mapping[str, File]) -> Reply | Outcome:
        form: dict[str, str | File] = {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in fields.items()
        }
        return self._exchange(lambda client, url: client.post_form(url, {**form, **files}), method)

    def _exchange(self, exchange: Exchange, method: str) -> Reply | Outcome:
        client = Client(allowed=(self.base,))
        try:
            answer = exchange(client, f"{self.base}/bot{self.token}/{method}")
        except NotConnected as failure:
            return TryLater(_("Telegram can't be reached."), str(failure))
        except (AnswerLost, AnswerTooLarge) as failure:
            return Lost(_("Telegram took the call and its answer never came."), str(failure))
        return parsed(answer.status, answer.body)


def _target(remote: Mapping[str, Any]) -> dict[str, Any]:
    return {"chat_id": remote["chat_id"], "message_id": remote["message_id"]}


def _text_fields(message: Message) -> dict[str, Any]:
    composed = compose(message, MOST_TEXT_UNITS)
    preview: dict[str, Any] = (
        {"url": message.link, "prefer_large_media": True} if message.link else {"is_disabled": True}
    )
    return {"text": composed.text, "entities": composed.entities, "link_preview_options": preview}


def _caption_fields(message: Message) -> dict[str, Any]:
    composed = compose(message, MOST_CAPTION_UNITS)
    return {"caption": composed.text, "caption_entities": composed.entities}


def _content_of(photo: Photo) -> File | None:
    """The file to upload; None when it is gone or larger than Telegram takes."""
    try:
        if photo.path.stat().st_size > MOST_PHOTO_BYTES:
            return None
        return (photo.path.name, photo.path.read_bytes(), photo.content_type)
    except OSError:
        return None
