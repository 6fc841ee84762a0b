"""Phases that look at what the text says: watched words, civility, links."""

from __future__ import annotations

import re
from collections.abc import Iterable

from warta.comments.civility.scoring import Verdict
from warta.comments.models import CommentRules
from warta.comments.writing.findings import Effect, Finding
from warta.comments.writing.situation import Situation

MOST_NAMED = 5  # watched words in one finding
# With a scheme, with www, or a name that ends as addresses of sites mostly do.
_LINK = re.compile(
    r"https?://|www\.\w|(?<![\w@.])[\w-]{2,40}(?:\.[\w-]{2,40})*\."
    r"(?:com|net|org|info|xyz|top|link|shop|site|online|id|me|ly|io|co)(?![\w.])",
    re.IGNORECASE,
)


def refused_words(seen: Situation) -> Finding | None:
    found = [one.word for one in seen.watched if one.word in seen.watching.refusing]
    return Finding("refused-word", Effect.REFUSE, {"words": _some_of(found)}) if found else None


def watched_words(seen: Situation) -> Finding | None:
    found = [one.word for one in seen.watched if one.word not in seen.watching.refusing]
    return Finding("watched", Effect.HOLD, {"words": _some_of(found)}) if found else None


def civility(seen: Situation) -> Finding | None:
    """What can't be scored is held: a failure lets nothing through."""
    verdict = seen.verdict
    if verdict is None:
        return Finding("unscored", Effect.HOLD)
    details = {"score": verdict.score, "version": verdict.version}
    return Finding("uncivil", Effect.HOLD, details) if needs_a_person(seen.rules, verdict) else None


def links(seen: Situation) -> Finding | None:
    count = sum(1 for _link in _LINK.finditer(seen.text))
    allowed = seen.rules.most_links if seen.writer.published else 0
    return Finding("links", Effect.HOLD, {"links": count}) if count > allowed else None


def has_link(text: str) -> bool:
    return _LINK.search(text) is not None


def reads_abusive(rules: CommentRules, verdict: Verdict) -> bool:
    """Whether its writer is asked to reconsider: by the newsroom's threshold, else by the model's own."""
    return verdict.label == "abusive" if rules.nudge_from is None else verdict.score >= rules.nudge_from


def needs_a_person(rules: CommentRules, verdict: Verdict) -> bool:
    return reads_abusive(rules, verdict) if rules.hold_from is None else verdict.score >= rules.hold_from


def _some_of(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))[:MOST_NAMED]
