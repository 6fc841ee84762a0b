"""Writing, editing and deleting one's own comment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from warta.comments.civility.scoring import Verdict
from warta.comments.models import Comment, State
from warta.comments.publishing import Draft, add_comment, change_text, delete_comment
from warta.comments.reading.hashtags import hashtags_in
from warta.comments.weighing.risk import risk_of
from warta.comments.writing.errors import (
    NoSuchThread,
    NotTaken,
    sentence_of,
    sentence_of_suspension,
    sentence_of_wait,
)
from warta.comments.writing.knowledge import (
    place_of,
    situation_for,
    stored_fingerprint,
    written_by,
)
from warta.comments.writing.nudging import begin_nudge, begun_nudge, must_ask, settle_nudge
from warta.comments.writing.pipeline import Decided, decided_on
from warta.comments.writing.situation import Situation
from warta.comments.writing.tidying import tidied
from warta.lib.clock import now
from warta.lib.limits import Limit
from warta.limits.services import take_all
from warta.readers.models import User

TIME_TO_EDIT = timedelta(minutes=5)
OF_PERSON = Limit(40, seconds=600, burst=10)
OF_ADDRESS = Limit(900, seconds=600, burst=120)  # phones share the address of their network


@dataclass(frozen=True)
class Sent:
    """What came with the form. `token` is the form's own: sent twice, it is written once. `is_for_a_person`: the
    writer was asked to reconsider and leaves it to a moderator."""

    article_id: int
    text: str
    token: str
    reply_to: int | None = None
    is_for_a_person: bool = False
    was_asked: bool = False


@dataclass(frozen=True)
class Asked:
    """The writer is asked to reconsider `text`; the verdict says by which words."""

    text: str
    verdict: Verdict


def write_comment(person: User, sent: Sent, *, address: str) -> Comment | Asked:
    """Take a comment, or ask its writer once more. Safe to repeat with the same token: the first one comes back.

    Raises NotTaken, whose message is for the writer, and NoSuchThread.
    """
    place, moment = place_of(sent.article_id), now()
    if place is None:
        raise NoSuchThread
    written = written_by(person, moment)
    same = next((one for one in written[0] if one.token == sent.token), None)
    if same:
        return Comment.objects.get(pk=same.comment_id)
    seen = situation_for(person, place, tidied(sent.text), written=written)
    decided = _checked(seen)
    _take_turn(person, address)
    verdict = seen.verdict
    nudge = begun_nudge(person, sent.token) if sent.was_asked else None
    if not sent.is_for_a_person and must_ask(person, seen, verdict) and verdict:
        begin_nudge(person, sent.token, verdict=verdict, fingerprint=stored_fingerprint(seen))
        return Asked(seen.text, verdict)
    root_id = _root_of(sent.reply_to, sent.article_id)
    draft = _draft(person, seen, decided, token=sent.token, reply_to_id=sent.reply_to, root_id=root_id)
    try:
        with transaction.atomic():
            comment = add_comment(draft)
            settle_nudge(comment, seen, nudge, verdict, sent.token)
    except IntegrityError:
        return _first_of(person, sent.token)
    return comment


def is_editable(comment: Comment) -> bool:
    """Whether its author may still change it."""
    return comment.state in (State.PUBLISHED, State.HELD) and now() < comment.written_at + TIME_TO_EDIT


def edit_comment(comment: Comment, text: str, *, person: User, address: str) -> Comment:
    """Put another text in its place; it goes through everything again. Raises NotTaken and NoSuchThread."""
    place = place_of(comment.thread_id)
    if place is None:
        raise NoSuchThread
    if not is_editable(comment):
        raise NotTaken(_("A comment can be changed for five minutes; they are over. You can still delete it."))
    moment = now()
    seen = situation_for(person, place, tidied(text), written=written_by(person, moment), editing=comment.pk)
    if seen.text == comment.text:
        return comment
    decided = _checked(seen)
    _take_turn(person, address)
    draft = _draft(person, seen, decided, reply_to_id=comment.reply_to_id, root_id=comment.root_id)
    if not change_text(comment, _waiting_on(comment, draft), moment=moment):
        raise NotTaken(_("A moderator has just decided about this comment. Load the page again to see how."))
    return comment


def delete_own(comment: Comment) -> bool:
    """Whether there was something to delete. Safe to repeat."""
    return delete_comment(comment)


def _checked(seen: Situation) -> Decided:
    """Raises NotTaken for what goes back to its writer."""
    decided = decided_on(seen)
    if decided.returned is None:
        return decided
    suspended = seen.writer.suspended
    if decided.returned.reason == "suspended" and suspended:
        raise NotTaken(sentence_of_suspension(suspended.until, suspended.reason, suspended.words))
    raise NotTaken(sentence_of(decided.returned))


def _take_turn(person: User, address: str) -> None:
    wait = take_all([(f"comments of {person.public_id}", OF_PERSON), (f"comments from {address}", OF_ADDRESS)])
    if wait:
        raise NotTaken(sentence_of_wait(wait))


def _root_of(reply_to: int | None, article_id: int) -> int | None:
    """The comment that began the exchange in which one answers. Raises NotTaken when it stands there no longer."""
    if reply_to is None:
        return None
    row = Comment.objects.public().filter(pk=reply_to, thread=article_id).values_list("pk", "root_id").first()
    if row is None:
        raise NotTaken(_("The comment that you answer is no longer there. You can send yours without answering it."))
    return row[1] or row[0]


def _draft(
    person: User, seen: Situation, decided: Decided, *, token: str | None = None,
    reply_to_id: int | None = None, root_id: int | None = None,
) -> Draft:  # fmt: skip
    verdict, gravest = seen.verdict, decided.gravest
    chance = verdict.score if verdict else None
    return Draft(
        article_id=seen.place.article_id, author=person, text=seen.text, state=decided.state, token=token,
        reply_to_id=reply_to_id, root_id=root_id, reason=gravest.reason if gravest else "",
        findings=[finding.as_row() for finding in decided.findings], civility=chance,
        civility_version=verdict.version if verdict else "", fingerprint=stored_fingerprint(seen),
        risk=_risk(seen, chance) if gravest else 0.0,
        hashtags=tuple(dict.fromkeys(found.tag for found in hashtags_in(seen.text))),
    )  # fmt: skip


def _waiting_on(comment: Comment, draft: Draft) -> Draft:
    """What waits for a person goes on waiting, whatever it says now: only a person ends that."""
    if comment.state == State.HELD and draft.state == State.PUBLISHED:
        return replace(draft, state=State.HELD, findings=comment.findings)
    return draft


def _risk(seen: Situation, chance: float | None) -> float:
    trust = seen.writer.record.faded(seen.moment).trust
    return risk_of(civility=chance, report_weight=0.0, trust=trust, exposure=0.0)


def _first_of(person: User, token: str) -> Comment:
    """What the same form brought a moment ago, by a double click or a retry."""
    first = Comment.objects.filter(token=token, author=person).first()
    if first is None:
        raise NotTaken(_("This form was used already. Load the page again; what you wrote stays here."))
    return first
