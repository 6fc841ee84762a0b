"""With --online: does Telegram accept the bot's token, and can the bot see its channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warta.lib.http import Client, HttpFailure
from warta.operations.checks.findings import Finding, wrong

SECONDS = 10.0


def telegram_lets_us_in(*, token: str, api: str, channel: str) -> Iterator[Finding]:
    """Reads only: getMe and getChat. Without a token there is nothing to ask."""
    if not token:
        return
    trouble = _asked(api, token, "getMe", {})
    if trouble:
        yield wrong(
            f"Telegram does not accept the bot: {trouble}.",
            "Set WARTA_TELEGRAM_TOKEN to the one @BotFather shows, and start Warta again.",
        )
    elif channel and (trouble := _asked(api, token, "getChat", {"chat_id": channel})):
        yield wrong(
            f"The bot can't see the channel {channel}: {trouble}.",
            "Correct WARTA_TELEGRAM_CHANNEL, and make the bot an administrator of the channel.",
        )


def _asked(api: str, token: str, method: str, fields: dict[str, str]) -> str:
    """What Telegram has against it, "" if nothing."""
    client = Client(allowed=(api,), total_seconds=SECONDS)
    try:
        answer = client.post_json(f"{api}/bot{token}/{method}", fields)
        said: Any = answer.json()
    except (HttpFailure, ValueError) as error:
        return str(error)
    return "" if answer.is_success else str(said.get("description", answer.status))
