"""From a comment to an entry: what is approved is noted, who lacks something waits, who has everything takes part.

Everything here may be called twice about the same comment, by an event and by the sweep that heals a lost one.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from warta.articles.models import ArticlePage
from warta.campaigns.errors import ChangedMeanwhile, NotPossible, Sealed
from warta.campaigns.models import Agreement, Campaign, Candidate, Contribution, Entry, EntryState, Why
from warta.campaigns.taking_part.eligibility import can_be_mended
from warta.campaigns.taking_part.entries import UNSEALED, change_entry, make_entry
from warta.campaigns.taking_part.queries import campaigns_for
from warta.campaigns.taking_part.standing import missing_of
from warta.campaigns.taking_part.words import lacks_of
from warta.comments.events import CommentFact
from warta.comments.models import Comment
from warta.lib.clock import now
from warta.readers import vault
from warta.readers.events import ProfileFact
from warta.readers.mails.services import put_in_line
from warta.readers.models import User
from warta.readers.own_data.deleting import is_closed
from warta.readers.terms.purposes import CAMPAIGNS
from warta.readers.terms.services import give_consent


def comment_approved(fact: CommentFact) -> None:
    """A comment is public. Where it carries a campaign's hashtag, its writer takes part or waits for what is missing.

    Safe to repeat; also when the same comment comes back with other hashtags.
    """
    article = ArticlePage.objects.filter(pk=fact.article_id).first() if fact.tags else None
    found = campaigns_for(fact.tags, at=_written_at(fact), article=article) if article else []
    _take_back(fact, besides=found)
    person = User.objects.filter(public_id=fact.author).first() if found and fact.author else None
    if person is None or is_closed(person):
        return
    for campaign in found:
        _note(campaign, person, fact)
        look_at(campaign, person)


def comment_withdrawn(fact: CommentFact) -> None:
    """A comment is public no longer. An entry with no standing comment is withdrawn, until the seal. Safe to repeat."""
    _take_back(fact, besides=[])


def profile_changed(fact: ProfileFact) -> None:
    """What was missing may be there now, and what was there may be missing. Safe to repeat."""
    person = User.objects.filter(public_id=fact.person).first()
    if person is not None:
        look_again(person)


def look_again(person: User) -> None:
    """At everything the reader waits for or takes part in, and that is not sealed. Safe to repeat."""
    waiting = Campaign.objects.running().filter(candidates__person=person)
    entered = Campaign.objects.filter(state__in=UNSEALED, entries__person=person)
    for campaign in {*waiting, *entered}:
        look_at(campaign, person)


def look_at(campaign: Campaign, person: User) -> None:
    """Bring the reader's part into line with what is known of them now. Safe to repeat.

    A profile that can't be opened changes nothing: the sweep looks again.
    """
    try:
        lacking = missing_of(campaign, person, at=now())
    except vault.VaultClosed:
        return
    entry = Entry.objects.filter(campaign=campaign, person=person).first()
    if entry is not None:
        _look_at_entry(entry, lacking)
        return
    standing = Contribution.objects.filter(campaign=campaign, person=person, is_standing=True).order_by("at", "pk")
    first = standing.first()
    if first is None:
        Candidate.objects.filter(campaign=campaign, person=person).delete()
    elif not lacking and make_entry(campaign, person, first) is not None:
        return
    elif campaign.is_running:
        _keep_waiting(campaign, person, lacking or missing_of(campaign, person, at=now()))


def agree(person: User, campaign: Campaign, *, language: str) -> None:
    """To the terms of this campaign, and to the profile being used for it. Raises NotPossible. Safe to repeat."""
    version = campaign.terms_version
    if version is None or not campaign.is_running:
        raise NotPossible
    with transaction.atomic():
        give_consent(person, CAMPAIGNS, how="campaign", language=language)
        Agreement.objects.get_or_create(
            campaign=campaign, person=person, defaults={"version": version, "language": language}
        )
    look_at(campaign, person)


def consent_taken_back(person: User) -> None:
    """Without the consent nobody takes part: entries that are not sealed are withdrawn. Safe to repeat."""
    unsealed = Entry.objects.filter(person=person, campaign__state__in=UNSEALED)
    for entry in unsealed.exclude(state=EntryState.WITHDRAWN):
        change_entry(entry, EntryState.WITHDRAWN, Why.CONSENT_WITHDRAWN)
    Candidate.objects.filter(person=person).delete()
    Agreement.objects.filter(person=person, campaign__state__in=UNSEALED).delete()


def _written_at(fact: CommentFact) -> datetime:
    """A comment that waited for a moderator is of the moment in which it was written."""
    written = Comment.objects.filter(pk=fact.comment_id).values_list("written_at", flat=True).first()
    return written or fact.at


def _note(campaign: Campaign, person: User, fact: CommentFact) -> None:
    """The comment's row; of two who bring the same comment one writes it."""
    civility = None if fact.civility is None else round(100 * (1 - fact.civility))
    seen = Contribution.objects.filter(campaign=campaign, comment_id=fact.comment_id)
    if seen.exists():
        seen.update(is_standing=True, civility=civility)
        return
    try:
        with transaction.atomic():
            Contribution.objects.create(
                campaign=campaign, person=person, comment_id=fact.comment_id, article_id=fact.article_id,
                civility=civility, at=fact.at,
            )  # fmt: skip
    except IntegrityError:
        return


def _take_back(fact: CommentFact, *, besides: list[Campaign]) -> None:
    """The comment counts no more, but in those campaigns."""
    rows = Contribution.objects.filter(comment_id=fact.comment_id, is_standing=True)
    for row in rows.exclude(campaign__in=besides).select_related("campaign", "person"):
        Contribution.objects.filter(pk=row.pk).update(is_standing=False)
        look_at(row.campaign, row.person)


def _look_at_entry(entry: Entry, lacking: tuple[str, ...]) -> None:
    """Only what the rules themselves decided is changed by them; the word of a person, or of the owner, stands."""
    own = Contribution.objects.filter(campaign=entry.campaign_id, person=entry.person_id)
    has_comment = own.filter(is_standing=True).exists() or not own.exists()
    lacking = tuple(name for name in lacking if name != "account-age")
    try:
        if not has_comment:
            _if_in(entry, (EntryState.VALID, EntryState.HELD), EntryState.WITHDRAWN, Why.COMMENT_GONE)
        elif lacking:
            _if_in(entry, (EntryState.VALID,), EntryState.HELD, Why.NOT_ELIGIBLE)
        elif entry.why in (Why.COMMENT_GONE, Why.NOT_ELIGIBLE, Why.CONSENT_WITHDRAWN):
            _if_in(entry, (EntryState.HELD, EntryState.WITHDRAWN), EntryState.VALID, Why.COMMENT_BACK)
    except (Sealed, ChangedMeanwhile):  # somebody was faster; the sweep looks again
        return


def _if_in(entry: Entry, states: tuple[EntryState, ...], to: EntryState, why: Why) -> None:
    if entry.state in states:
        change_entry(entry, to, why)


def _keep_waiting(campaign: Campaign, person: User, lacking: tuple[str, ...]) -> None:
    """Remember what is missing; the first time, tell the reader by mail what they can do."""
    with transaction.atomic():
        _row, is_new = Candidate.objects.update_or_create(
            campaign=campaign, person=person, defaults={"missing": list(lacking), "looked_at": now()}
        )
        if is_new and lacking and can_be_mended(lacking):
            _tell_missing(campaign, person, lacking)


def _tell_missing(campaign: Campaign, person: User, lacking: tuple[str, ...]) -> None:
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        facts = {
            "title": campaign.title,
            "missing": "; ".join(lack.words for lack in lacks_of(campaign, lacking)),
            "link": settings.SITE_URL + reverse("account_campaign", args=[campaign.slug]),
        }
    put_in_line("campaign_missing", to=person.email, person=person, facts=facts, language=language)
