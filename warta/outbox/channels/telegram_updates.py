"""What Telegram tells of what people write to the bot. Pure: parsed JSON in, plain words out, never an exception."""

from __future__ import annotations

from typing import Any

from warta.lib.text import sound
from warta.outbox.ports import Incoming

LONGEST_TEXT = 4096


def number_of(update: Any) -> int | None:
    """By which the update is confirmed; None for what is none."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def incoming_of(update: Any, *, languages: tuple[str, ...]) -> Incoming | None:
    """None: it is no message of words, or a bot's. `languages` are ours, the first one for everybody else's."""
    message = _part(update, "message")
    who, chat = _part(message, "from"), _part(message, "chat")
    text, number = message.get("text"), chat.get("id")
    if not isinstance(text, str) or not isinstance(number, int) or who.get("is_bot"):
        return None
    spoken = str(who.get("language_code") or "").partition("-")[0]
    return Incoming(
        chat=str(number),
        account=_name(who),
        text=sound(text)[:LONGEST_TEXT].strip(),
        language=spoken if spoken in languages else languages[0],
        is_private=chat.get("type") == "private",
    )


def _name(who: dict[str, Any]) -> str:
    if isinstance(who.get("username"), str) and who["username"]:
        return f"@{sound(who['username'])}"
    return sound(str(who.get("first_name") or "?"))


def _part(value: Any, name: str) -> dict[str, Any]:
    part = value.get(name) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else {}
