"""What runs by itself while a campaign is open: closing it on time, healing lost events, pressing its counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from warta.audit.services import SYSTEM, record
from warta.campaigns.models import Campaign, Candidate, Contribution, Entry, State
from warta.campaigns.taking_part.entries import UNSEALED
from warta.campaigns.taking_part.queries import tags_of
from warta.campaigns.taking_part.services import comment_approved, comment_withdrawn, look_at
from warta.comments.events import CommentFact
from warta.comments.models import Comment
from warta.comments.models import State as CommentState
from warta.lib.clock import now
from warta.press.services import changed

AT_ONCE = 200  # comments or candidates of one campaign in one run
OVERLAP = timedelta(minutes=10)  # longer than any transaction that could still commit an earlier time
PATIENCE = timedelta(minutes=5)  # after which a candidate is looked at again


def close_due() -> int:
    """The job: close what is over. Safe to run twice: each is closed once."""
    over = Campaign.objects.filter(state=State.OPEN, closes_at__lte=now())
    closed = [campaign for campaign in over if campaign.move(State.CLOSED, closed_at=now())]
    for campaign in closed:
        record("campaign.closed", actor=SYSTEM, subject=campaign.subject)
        changed(tags_of(campaign), eager=(campaign.get_absolute_url(),))
    return len(closed)


def turn_pages() -> int:
    """The job: press what a window that has just opened changes. Safe to run twice: it is pressed once more."""
    begun = Campaign.objects.filter(state=State.OPEN, opens_at__lte=now(), told_counts_at=None)
    count = 0
    for campaign in begun:
        changed(tags_of(campaign), eager=(campaign.get_absolute_url(), "/"))
        count += Campaign.objects.filter(pk=campaign.pk).update(told_counts_at=now())
    return count


def press_counts() -> int:
    """The job: press anew the counts of campaigns in which something happened since. Safe to run twice."""
    moved = Entry.objects.filter(campaign=OuterRef("pk"), changed_at__gt=OuterRef("told_counts_at"))
    waited = Candidate.objects.filter(campaign=OuterRef("pk"), looked_at__gt=OuterRef("told_counts_at"))
    stale = Campaign.objects.filter(Q(Exists(moved)) | Q(Exists(waited)), state__in=UNSEALED)
    for campaign in (found := list(stale.only("pk"))):
        moment = now()
        changed({f"counts:{campaign.pk}"})
        Campaign.objects.filter(pk=campaign.pk).update(told_counts_at=moment)
    return len(found)


def sweep_comments() -> int:
    """The job: note what an event was lost of. How many. Safe to run twice: the work is found by state."""
    return sum(_swept(campaign) for campaign in Campaign.objects.filter(state__in=UNSEALED, opens_at__lte=now()))


def look_at_candidates() -> int:
    """The job: who waits may have become old enough, or have completed what an event was lost of. Safe to run twice."""
    late = Candidate.objects.filter(campaign__in=Campaign.objects.running(), looked_at__lt=now() - PATIENCE)
    some = list(late.select_related("campaign", "person").order_by("looked_at")[:AT_ONCE])
    Candidate.objects.filter(pk__in=[one.pk for one in some]).update(looked_at=now())
    for candidate in some:
        look_at(candidate.campaign, candidate.person)
    return len(some)


def heal(campaign: Campaign) -> int:
    """Everything that was missed of one campaign, however long ago; to be called before its list is sealed."""
    return _note(_approved(campaign)) + _forget(_gone(campaign))


def _swept(campaign: Campaign) -> int:
    moment = now()
    since = (campaign.swept_at or campaign.opens_at) - OVERLAP
    missed = _approved(campaign).filter(published_at__gte=since).order_by("published_at")[:AT_ONCE]
    gone = _gone(campaign).filter(noted_at__gte=since - timedelta(days=1))[:AT_ONCE]
    noted = _note(missed)
    healed = noted + _forget(gone)
    if noted < AT_ONCE:
        Campaign.objects.filter(pk=campaign.pk).update(swept_at=moment)
    return healed


def _approved(campaign: Campaign) -> QuerySet[Comment]:
    """Public comments with the hashtag, written inside the window, that nobody noted."""
    noted = Contribution.objects.filter(campaign=campaign, comment_id=OuterRef("pk"), is_standing=True)
    tagged = Comment.objects.public().filter(tags__tag=campaign.hashtag, author__isnull=False)
    within = tagged.filter(written_at__gte=campaign.opens_at, written_at__lt=campaign.closes_at)
    return within.filter(~Exists(noted)).select_related("author", "thread").prefetch_related("tags")


def _gone(campaign: Campaign) -> QuerySet[Contribution]:
    """Contributions that count, of comments that are public no longer."""
    public = Comment.objects.filter(pk=OuterRef("comment_id"), state=CommentState.PUBLISHED)
    return Contribution.objects.filter(~Exists(public), campaign=campaign, is_standing=True).select_related("person")


def _note(comments: Iterable[Comment]) -> int:
    facts = [fact_of(comment) for comment in comments]
    for fact in facts:
        comment_approved(fact)
    return len(facts)


def _forget(rows: Iterable[Contribution]) -> int:
    found = list(rows)
    for row in found:
        at = row.at
        comment_withdrawn(
            CommentFact(row.comment_id, row.article_id, row.person.public_id, frozenset(), civility=None, at=at)
        )
    return len(found)


def fact_of(comment: Comment) -> CommentFact:
    """What the event would have said."""
    return CommentFact(
        comment_id=comment.pk, article_id=comment.thread.article_id,
        author=comment.author.public_id if comment.author else "",
        tags=frozenset(tag.tag for tag in comment.tags.all()), civility=comment.civility,
        at=comment.published_at or comment.written_at,
    )  # fmt: skip
