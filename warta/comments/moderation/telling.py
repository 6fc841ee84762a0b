"""Those concerned hear what was decided, once the time for taking it back is over. Work is found by state."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from warta.comments.models import Comment, Ruling, State, Suspension
from warta.comments.moderation.complaining import answer_complaints, settle_moot
from warta.comments.reasons import reason_of
from warta.lib.clock import now
from warta.readers.mails.services import put_in_line
from warta.readers.models import User
from warta.theme.languages import path_in

AT_ONCE = 100
NO_WORDS = "—"
OWN_COMMENTS = "/account/comments/"


def tell_settled() -> int:
    """The job: mail what was decided two minutes ago and stands. Each ruling by itself. Safe to repeat.

    Whoever takes the mark away sends the mails, in the same transaction: nobody is told twice, nobody forgotten.
    """
    due = Ruling.objects.filter(tell_after__lte=now()).order_by("tell_after").values_list("pk", flat=True)[:AT_ONCE]
    return sum(_tell_about(pk) for pk in list(due)) + settle_moot()


def tell_of_suspension(suspension: Suspension) -> None:
    """Inside the transaction that suspends."""
    person = suspension.person
    facts = {
        "until": suspension.until.isoformat(), "what": reason_of(suspension.reason).sentence,
        "words": suspension.words or NO_WORDS, "link": link_for(person, OWN_COMMENTS),
    }  # fmt: skip
    put_in_line("comments_suspended", to=person.email, person=person, facts=facts, language=person.language)


def tell_of_refused_appeal(comment: Comment) -> None:
    """Inside the transaction that decides it. To be called for comments whose author is there."""
    person = comment.author
    if person is not None and person.is_active:
        facts = {"article": comment.thread.article.title, "link": link_for(person, OWN_COMMENTS)}
        put_in_line("appeal_refused", to=person.email, person=person, facts=facts, language=person.language)


def link_for(person: User, path: str) -> str:
    """A whole address in the person's language."""
    return settings.SITE_URL + path_in(person.language or settings.LANGUAGE_CODE, path)


def _tell_about(pk: int) -> bool:
    moment = now()
    with transaction.atomic():
        if not Ruling.objects.filter(pk=pk, tell_after__lte=moment).update(tell_after=None):
            return False
        ruling = Ruling.objects.select_related("comment__author", "comment__thread__article").get(pk=pk)
        answer_complaints(ruling)
        if ruling.comment.state == ruling.after:
            _tell_author(ruling)
    return True


def _tell_author(ruling: Ruling) -> None:
    """Of a refusal with its reason, and of what is published after all. What was simply approved is there to see."""
    person = ruling.comment.author
    if person is None or not person.is_active:
        return
    article = ruling.comment.thread.article.title
    if ruling.after == State.REFUSED:
        facts = {
            "article": article, "what": reason_of(ruling.reason).sentence, "words": ruling.words or NO_WORDS,
            "link": link_for(person, f"{OWN_COMMENTS}{ruling.comment_id}/appeal/"),
        }  # fmt: skip
        put_in_line("comment_refused", to=person.email, person=person, facts=facts, language=person.language)
    elif ruling.before == State.REFUSED:
        facts = {"article": article, "link": link_for(person, OWN_COMMENTS)}
        put_in_line("comment_published", to=person.email, person=person, facts=facts, language=person.language)
