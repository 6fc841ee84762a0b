"""What Telegram's answers mean, and what its links name. Pure: text and numbers in, outcomes out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext_noop as _

from warta.outbox.channels.outcomes import Done, Locked, Lost, Outcome, Refused, TryLater

SEND_WITHOUT_PHOTO = (
    "wrong file identifier",
    "failed to get http url content",
    "photo_invalid_dimensions",
    "image_process_failed",
    "entity too large",
)

TOKEN_REFUSED = _(
    "Telegram does not accept the bot's token. Set WARTA_TELEGRAM_TOKEN to the one @BotFather shows and start Warta "
    "again; what waits is sent then."
)

POST_LINK = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(?:c/(?P<number>\d{5,15})|(?P<name>[A-Za-z]\w{3,31}))/(?:\d+/)?(?P<post>\d{1,12})(?:\?.*)?"
)


@dataclass(frozen=True)
class Reply:
    """Telegram's answer, parsed."""

    is_ok: bool
    code: int
    description: str
    result: Any
    retry_after: float | None

    @property
    def words(self) -> str:
        return f"{self.code} {self.description}".strip()

    def says(self, *phrases: str) -> bool:
        return any(phrase in self.description.lower() for phrase in phrases)


def parsed(status: int, body: bytes) -> Reply | Outcome:
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("ok"), bool):
        # A proxy's page, not Telegram's word: whether Telegram saw the call, nobody can say.
        return Lost(_("What answered is not Telegram."), str(status))
    parameters = said.get("parameters") if isinstance(said.get("parameters"), dict) else {}
    seconds = cast("dict[str, Any]", parameters).get("retry_after")
    return Reply(
        is_ok=said["ok"],
        code=int(said.get("error_code") or status),
        description=str(said.get("description") or "")[:300],
        result=said.get("result"),
        retry_after=float(seconds) if isinstance(seconds, int | float) else None,
    )


def meaning(reply: Reply) -> Outcome:
    if reply.is_ok:
        return Done()
    if reply.code == 429:
        return TryLater(_("Telegram asks for a pause."), seconds=reply.retry_after or 5.0, is_flood=True)
    if reply.code in (401, 404):
        # 404 is what a token of a wrong form gets: the address that carries it does not exist.
        return Locked(TOKEN_REFUSED, reply.words)
    if reply.code >= 500:
        return Lost(_("Telegram answered with an error of its own."), reply.words)
    return Refused(_advice(reply), reply.words)


ADVICE = (
    (("chat not found",), _("Telegram knows no such chat. Check its name or number in the channel's settings.")),
    (
        ("upgraded to a supergroup",),
        _("The group has become a supergroup with a new number. Enter that number in the channel's settings."),
    ),
    (
        ("not enough rights", "need administrator rights", "chat_write_forbidden", "have no rights"),
        _("The bot may not post there. Make it an administrator who may post messages."),
    ),
    (("message to edit not found",), _("The post is no longer there.")),
)


def _advice(reply: Reply) -> str:
    """What an editor can do about a refusal."""
    for phrases, sentence in ADVICE:
        if reply.says(*phrases):
            return sentence
    return (
        _("The bot has no access there. Add it again as an administrator.")
        if reply.code == 403
        else _("Telegram refused.")
    )


def takes_no_photo(reply: Reply | Outcome) -> bool:
    return isinstance(reply, Reply) and reply.code in (400, 413) and reply.says(*SEND_WITHOUT_PHOTO)


def remote_of_link(link: str) -> dict[str, Any]:
    """Where the post behind a link such as https://t.me/kanal/12 or https://t.me/c/1234567890/12 is.

    Raises ValueError when the link names no post. Whether it holds a photo shows at the first edit.
    """
    found = POST_LINK.fullmatch(link.strip())
    if found is None:
        raise ValueError(link)
    chat: str | int = f"@{found['name']}" if found["name"] else int(f"-100{found['number']}")
    return {"kind": "text", "chat_id": chat, "message_id": int(found["post"])}
