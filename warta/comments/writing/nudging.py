"""The question before sending: a comment that reads as abusive is shown to its writer once more, with the words why.

Some writers are never asked, chosen by a keyed hash, so that it can be measured what the question changes. Of each
writing a row says what came of it; no text is kept.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from warta.comments.civility.scoring import Verdict
from warta.comments.models import Comment, CommentRules, Nudge
from warta.comments.writing.saying import reads_abusive
from warta.comments.writing.situation import Situation
from warta.lib.clock import now
from warta.readers.models import User

OPEN_FOR = timedelta(hours=1)  # who has sent nothing by then has withdrawn
AT_ONCE = 1_000

Outcome = Nudge.Outcome


def is_held_out(person: User, rules: CommentRules) -> bool:
    """Whether this writer is one of those who are never asked; the same for as long as the share is."""
    key = settings.SECRET_KEY.encode("utf-8")
    digest = hmac.new(key, b"warta nudge holdout\0" + person.public_id.encode("ascii"), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % 100 < rules.holdout_percent


def begun_nudge(person: User, token: str) -> Nudge | None:
    """The question that was asked about this writing, if any was."""
    return Nudge.objects.filter(token=token, person=person).first()


def must_ask(person: User, seen: Situation, verdict: Verdict | None) -> bool:
    """Whether the writer is shown the text once more. What can't be scored is held, and nobody is asked."""
    if verdict is None or seen.writer.is_member or is_held_out(person, seen.rules):
        return False
    return reads_abusive(seen.rules, verdict)


def begin_nudge(person: User, token: str, *, verdict: Verdict, fingerprint: int) -> None:
    """Write down that somebody is asked. Safe to repeat: the first stands."""
    try:
        with transaction.atomic():
            Nudge.objects.create(
                token=token, person=person, was_shown=True, score=verdict.score, version=verdict.version,
                fingerprint=fingerprint,
            )  # fmt: skip
    except IntegrityError:
        return


def settle_nudge(comment: Comment, seen: Situation, nudge: Nudge | None, verdict: Verdict | None, token: str) -> None:
    """Inside the transaction that writes the comment: what became of the question, or that nobody was asked."""
    score = verdict.score if verdict else None
    if nudge is not None:
        outcome = Outcome.AS_IS if nudge.fingerprint == comment.fingerprint else Outcome.REVISED
        Nudge.objects.filter(pk=nudge.pk).update(outcome=outcome, score_sent=score, comment=comment)
    elif verdict and not seen.writer.is_member and reads_abusive(seen.rules, verdict):
        Nudge.objects.bulk_create(
            [
                Nudge(
                    token=token, person=comment.author, comment=comment, was_shown=False, score=verdict.score,
                    score_sent=score, version=verdict.version, fingerprint=comment.fingerprint, outcome=Outcome.AS_IS,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip


def expire_nudges() -> int:
    """Who was asked and sent nothing for an hour has withdrawn. Safe to repeat. Returns how many."""
    late = Nudge.objects.filter(outcome=Outcome.OPEN, at__lt=now() - OPEN_FOR).order_by("pk")
    ids = list(late.values_list("pk", flat=True)[:AT_ONCE])
    return Nudge.objects.filter(pk__in=ids, outcome=Outcome.OPEN).update(outcome=Outcome.WITHDRAWN)
