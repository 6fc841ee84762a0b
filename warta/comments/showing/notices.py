"""A mail to whom somebody answered, as long as they want that and don't mute the one who did."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from warta.comments.events import CommentFact
from warta.comments.models import Comment, Mute, State
from warta.comments.showing.addresses import permalink
from warta.lib.limits import Limit
from warta.limits.services import take
from warta.readers.mails.services import put_in_line
from warta.readers.models import User
from warta.readers.own_data.deleting import is_closed
from warta.readers.terms.purposes import COMMENT_REPLIES
from warta.readers.terms.queries import has_consented
from warta.theme.languages import path_in

# One mail says that somebody answered; who wants to know the rest looks at the thread.
PER_EXCHANGE = Limit(1, seconds=3600)
PER_PERSON = Limit(10, seconds=86_400)
LIVES_SECONDS = 6 * 3600  # an older answer is no news
_SALT = "comments.replies.stop"


def tell_of_reply(fact: CommentFact) -> bool:
    """Whether somebody is told that this comment answers theirs. Listens to `comment_published`.

    Safe to repeat: the same exchange brings one mail an hour.
    """
    reply = Comment.objects.select_related("reply_to__author", "root__author", "author", "thread__article").filter(
        pk=fact.comment_id, state=State.PUBLISHED
    )
    comment = reply.first()
    person = _answered(comment) if comment else None
    if comment is None or person is None or not _wants(person, comment):
        return False
    if take(f"reply notice {person.public_id} {comment.root_id}", PER_EXCHANGE):
        return False
    if take(f"reply notices {person.public_id}", PER_PERSON):
        return False
    _tell(person, comment)
    return True


def token_of(person: User) -> str:
    return signing.dumps(person.public_id, salt=_SALT, compress=False)


def person_behind(token: str) -> User | None:
    """Whose notices the link in a mail stops; it has no end, as a wish to be left alone has none."""
    try:
        public_id = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(public_id=public_id).first()


def _answered(comment: Comment) -> User | None:
    answered = comment.reply_to or comment.root
    if answered is None or answered.state != State.PUBLISHED or answered.author_id == comment.author_id:
        return None
    return answered.author


def _wants(person: User, reply: Comment) -> bool:
    if not person.is_active or is_closed(person) or not has_consented(person, COMMENT_REPLIES):
        return False
    return not Mute.objects.filter(person=person, muted=reply.author_id).exists()


def _tell(person: User, reply: Comment) -> None:
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        stop = reverse("stop_reply_notices", args=[token_of(person)])
    facts = {
        "name": reply.author.get_full_name() if reply.author and reply.author.display_name else "—",
        "article": reply.thread.article.title,
        "link": settings.SITE_URL + path_in(language, permalink(reply.pk)),
        "stop_link": settings.SITE_URL + stop,
    }
    put_in_line(
        "comment_answered", to=person.email, person=person, facts=facts, language=language, lives_seconds=LIVES_SECONDS
    )
