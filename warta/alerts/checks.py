"""Says in words what is wrong with the Telegram settings, when Warta starts and in `warta doctor`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage
from django.core.exceptions import ValidationError

from warta.alerts.models import chat_named_by

TOKEN = re.compile(r"\d+:[\w-]{20,}")


@checks.register("warta")
def check_telegram(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    return [*_token_trouble(), *_channel_trouble()]


def _token_trouble() -> list[CheckMessage]:
    if not settings.TELEGRAM_TOKEN or TOKEN.fullmatch(settings.TELEGRAM_TOKEN):
        return []
    words = "WARTA_TELEGRAM_TOKEN is no bot token: one looks like 123456789:AAE… and comes from @BotFather."
    return [checks.Warning(words, id="warta.alerts.W001")]


def _channel_trouble() -> list[CheckMessage]:
    if not settings.TELEGRAM_CHANNEL:
        return []
    try:
        chat_named_by(settings.TELEGRAM_CHANNEL)
    except ValidationError:
        words = "WARTA_TELEGRAM_CHANNEL must be a channel's name such as @warta, its link, or its number."
        return [checks.Warning(words, id="warta.alerts.W002")]
    return []
