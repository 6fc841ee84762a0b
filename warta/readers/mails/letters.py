"""A mail as it is read: the words of its kind with its facts, in the reader's language, plain and as HTML."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from warta.lib.dates import date_and_time
from warta.lib.text import tidy
from warta.outbox.ports import Letter, Message
from warta.readers.mails.kinds import KINDS, Words
from warta.theme.languages import current_code

LONGEST_FACT = 200
# What a mail program would make a link of: a fact may hold what a stranger wrote.
LINK_LIKE = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])|(?<=:)//|(?<=www)\.")
WORD_JOINER = "\u2060"


def message_of(kind: str, facts: dict[str, str], *, language: str, name: str = "") -> Message:
    """What to send: the letter, and the same in a few words for a channel that carries no letters."""
    with override(language):
        words = KINDS[kind]
        told = {fact: _told(fact, value) for fact, value in facts.items()} | {"site": settings.SITE_NAME}
        context = _context(words, told)
        text = render_to_string("readers/mails/frame.txt", context)
        html = render_to_string("readers/mails/frame.html", context)
        stop = told.get("stop_link", "")
        letter = Letter(text=text.strip() + "\n", html=html, language=language, name=name, unsubscribe=stop)
        return Message(headline=context["subject"], summary=_in_short(context), letter=letter)


def _context(words: Words, told: dict[str, str]) -> dict[str, Any]:
    def said(sentence: str) -> str:
        return gettext(sentence) % told if sentence else ""

    return {
        "subject": said(words.subject),
        "heading": said(words.heading),
        "before": [said(sentence) for sentence in words.before],
        "after": [said(sentence) for sentence in words.after],
        "rows": [(gettext(label), told[fact]) for fact, label in words.rows],
        "code": told["code"] if words.has_code else "",
        "button": said(words.button),
        "link": told.get("link", ""),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_host": urlsplit(settings.SITE_URL).netloc,
    }


def _in_short(context: dict[str, Any]) -> str:
    rows = [f"{label}: {value}" for label, value in context["rows"]]
    return "\n".join([*context["before"], *([context["code"]] if context["code"] else []), *rows, *context["after"]])


def _told(fact: str, value: str) -> str:
    """One line of plain words. A time is written out in the language, a sentence of ours translated."""
    if fact.endswith("link"):
        return value
    if fact in ("when", "until"):
        return _moment(value)
    line = gettext(value) if fact == "what" and value else value
    return LINK_LIKE.sub(lambda found: found[0] + WORD_JOINER, tidy(line)[:LONGEST_FACT])


def _moment(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return tidy(value)[:LONGEST_FACT]
    return date_and_time(moment, current_code(), settings.TIME_ZONE)
