"""Why a comment is held, refused or reported: one list of keys, what its author is told, what a moderator reads.

Rows keep keys, never words, so that everybody reads them in their own language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


class Use(Enum):
    """Who gives a reason."""

    REFUSAL = auto()  # a moderator who refuses or takes a comment away
    REPORT = auto()  # a reader who reports, an outsider who complains
    SUSPENSION = auto()  # a moderator who suspends somebody
    FINDING = auto()  # the pipeline
    DECISION = auto()  # the desk itself: why a comment came back or was looked at again


@dataclass(frozen=True)
class Reason:
    """`label` and `sentence` are untranslated, as mails take them; `name` and `to_author` what is read."""

    key: str
    label: str
    sentence: str
    uses: frozenset[Use]

    @property
    def name(self) -> str:
        """Short, in the language that is active: for moderators, and for readers who choose."""
        return gettext(self.label)

    @property
    def to_author(self) -> str:
        """A sentence without blame, in the language that is active."""
        return gettext(self.sentence)


def _reason(key: str, label: str, sentence: str, *uses: Use) -> Reason:
    return Reason(key, label, sentence, frozenset(uses))


_GIVEN_BY_PEOPLE = (
    _reason("insult", _("Insults somebody"), _("It insults a person. Criticise what they say or do instead."),
            Use.REFUSAL, Use.REPORT, Use.SUSPENSION),
    _reason("hate", _("Attacks a group of people"),
            _("It attacks people for what they are: faith, origin, sex, disability or the like."),
            Use.REFUSAL, Use.REPORT, Use.SUSPENSION),
    _reason("threat", _("Threatens or calls for violence"), _("It threatens somebody or calls for violence."),
            Use.REFUSAL, Use.REPORT, Use.SUSPENSION),
    _reason("private", _("Reveals private details"), _("It reveals something private of a person."),
            Use.REFUSAL, Use.REPORT, Use.SUSPENSION),
    _reason("obscene", _("Obscene"), _("It is obscene, or describes sex or violence for its own sake."),
            Use.REFUSAL, Use.REPORT, Use.SUSPENSION),
    _reason("spam", _("Advertising or fraud"), _("It advertises something, or leads to a fraud."),
            Use.REFUSAL, Use.REPORT, Use.SUSPENSION),
    _reason("false", _("Claims something harmful that is untrue"),
            _("It claims as a fact something that is untrue and does harm."), Use.REFUSAL, Use.REPORT),
    _reason("off-topic", _("Not about the article"), _("It is not about the article."), Use.REFUSAL, Use.REPORT),
    _reason("unlawful", _("Against the law"), _("The law does not let us publish it."),
            Use.REFUSAL, Use.REPORT, Use.SUSPENSION),
    _reason("repeatedly", _("Breaks the rules again and again"), _("The rules were broken several times."),
            Use.SUSPENSION),
    _reason("other", _("Something else"), _("It goes against the rules of the comments."),
            Use.REFUSAL, Use.REPORT, Use.SUSPENSION),
)  # fmt: skip

_FOUND_BY_THE_PIPELINE = (
    _reason("too-long", _("Too long"), _("It is longer than a comment may be. Shorten it and send it again."),
            Use.FINDING),
    _reason("empty", _("Nothing to read"), _("It holds nothing that can be read."), Use.FINDING),
    _reason("closed", _("Comments are closed"), _("Comments under this article are closed."), Use.FINDING),
    _reason("suspended", _("The author is suspended"), _("You can't comment for the time being."), Use.FINDING),
    _reason("repeated", _("Said before"), _("The same text was sent before."), Use.FINDING),
    _reason("alike", _("Much like another comment"), _("It is almost the same as another comment."), Use.FINDING),
    _reason("watched", _("Holds a watched word"), _("It holds a word that a moderator looks at first."), Use.FINDING),
    _reason("refused-word", _("Holds a word that is refused"), _("It holds a word that is not published here."),
            Use.FINDING),
    _reason("uncivil", _("Reads as abusive"), _("It may read as abusive, so a moderator looks at it first."),
            Use.FINDING),
    _reason("unscored", _("Civility could not be scored"), _("It could not be checked by machine, so a moderator "
            "looks at it first."), Use.FINDING),
    _reason("links", _("Holds links"), _("It holds links, so a moderator looks at it first."), Use.FINDING),
    _reason("untrusted", _("Little trust in the author"),
            _("Several of your comments were refused, so a moderator looks at this one first."), Use.FINDING),
    _reason("new-author", _("First comments of the author"),
            _("First comments are looked at by a moderator. Later ones appear at once."), Use.FINDING),
    _reason("article-held", _("Every comment here is looked at"),
            _("Under this article a moderator looks at every comment first."), Use.FINDING),
    _reason("failed", _("A check failed"), _("A check could not be made, so a moderator looks at it first."),
            Use.FINDING),
)  # fmt: skip

_DECIDED_AT_THE_DESK = (
    _reason("approved", _("Approved"), _("A moderator looked at it."), Use.DECISION),
    _reason("held-back", _("Held by a moderator"), _("A moderator wants to look at it once more."), Use.DECISION),
    _reason("undone", _("Decision undone"), _("A moderator took a decision back."), Use.DECISION),
    _reason("appeal", _("Appeal granted"), _("A second moderator looked at it and found for you."), Use.DECISION),
    _reason("complaint", _("Complaint upheld"), _("Somebody complained about it, and a moderator found them right."),
            Use.DECISION),
    _reason("reported", _("Reported by readers"), _("Readers reported it, so a moderator looks at it."), Use.DECISION),
)  # fmt: skip

REASONS: dict[str, Reason] = {
    reason.key: reason for reason in (*_GIVEN_BY_PEOPLE, *_FOUND_BY_THE_PIPELINE, *_DECIDED_AT_THE_DESK)
}
UNKNOWN = _reason("", _("No reason kept"), _("It goes against the rules of the comments."))


def reason_of(key: str) -> Reason:
    """The reason behind a key; of one that is no longer used a general sentence. Never raises."""
    return REASONS.get(key, UNKNOWN)


def choices_for(use: Use) -> list[tuple[str, str]]:
    """Keys and names as a form's choices, in the order of the list and the language that is active."""
    return [(reason.key, reason.name) for reason in REASONS.values() if use in reason.uses]


def sentences_to_author(keys: Iterable[str]) -> list[str]:
    """What an author is told of these reasons, in the language that is active, each once and in order."""
    return list(dict.fromkeys(reason_of(key).to_author for key in keys))
