"""What a draft leaves to the machine: the site's name, and how long what is kept. Both are fixed at publication."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import override

from warta.readers.own_data.retention import RULES

SITE_MARK = "[site]"
PERIODS_MARK = "[periods]"


def with_periods(text: str, language: str) -> str:
    """The text with `[site]` and `[periods]` written out in a language."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return unix.replace(SITE_MARK, settings.SITE_NAME).replace(PERIODS_MARK, periods_text(language))


def periods_text(language: str) -> str:
    """The table of retention as lines of a list: what is kept, how long, and why."""
    with override(language):
        return "\n".join(f"- {rule.what}: {rule.how_long}. {rule.why}" for rule in RULES)


def states_the_periods_that_run(body: str, language: str) -> bool:
    """Whether a published text says every period as it is today; a text that lists none is not asked."""
    with override(language):
        told = [rule for rule in RULES if f"- {rule.what}: " in body]
        return all(f"- {rule.what}: {rule.how_long}." in body for rule in told)
