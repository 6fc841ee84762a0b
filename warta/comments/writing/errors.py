"""Why a comment can't be taken. The words are for its writer and say what to do; what they wrote stays with them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from warta.comments.reasons import reason_of
from warta.comments.writing.findings import Finding


class NotTaken(Exception):
    """Nothing was written; the message says why and what to do."""


class NoSuchThread(Exception):
    """There is no such article, or nobody may see it."""


def sentence_of(finding: Finding) -> str:
    """What the writer is told of a text that goes back to them."""
    if finding.reason == "too-long":
        over = finding.details["characters"] - finding.details["most"]
        return ngettext(
            "It is %(over)s character too long. Shorten it and send it again.",
            "It is %(over)s characters too long. Shorten it and send it again.",
            over,
        ) % {"over": over}
    if finding.reason == "empty":
        return _("Nothing was written yet.")
    if finding.reason == "repeated":
        return _("You have sent these very words already. Say it in another way, or leave it at that.")
    return str(reason_of(finding.reason).to_author)


def sentence_of_suspension(until: datetime, reason: str, words: str) -> str:
    """The reason and the day on which it ends."""
    day = date_format(timezone.localtime(until), "j F Y, H.i" if settings.LANGUAGE_CODE == "id" else "j F Y, H:i")
    told = _("You can't comment until %(day)s.") % {"day": day}
    return " ".join(part for part in (told, str(reason_of(reason).to_author), words) if part)


def sentence_of_wait(seconds: float) -> str:
    whole = max(1, round(seconds))
    if whole > 90:
        minutes = round(whole / 60)
        return ngettext(
            "That is a lot at once. What you wrote stays here: send it in %(n)d minute.",
            "That is a lot at once. What you wrote stays here: send it in %(n)d minutes.",
            minutes,
        ) % {"n": minutes}
    return ngettext(
        "That is a lot at once. What you wrote stays here: send it in %(n)d second.",
        "That is a lot at once. What you wrote stays here: send it in %(n)d seconds.",
        whole,
    ) % {"n": whole}
