"""What the newsroom does with a campaign: keep the draft, open it, say something publicly, cancel it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.campaigns.errors import ChangedMeanwhile, NotPossible
from warta.campaigns.keys import make_keys
from warta.campaigns.models import Campaign, Notice, State
from warta.campaigns.setting_up.checks import what_stops
from warta.campaigns.setting_up.starting import starting_reasons
from warta.campaigns.taking_part.queries import page_tag, tags_of
from warta.lib.clock import now
from warta.press.services import changed
from warta.readers.terms.queries import current_version

# Once drawn, a campaign is carried through: what was promised to winners is theirs.
CANCELLABLE = (State.OPEN, State.CLOSED, State.SEALED)


def keep_draft(campaign: Campaign, *, by: str) -> Campaign:
    """Save what the newsroom wrote. A new one gets the usual reasons for disqualification. Raises NotPossible."""
    with transaction.atomic():
        is_new = campaign.pk is None
        if not is_new:
            stands = Campaign.objects.select_for_update().get(pk=campaign.pk)
            if stands.state != State.DRAFT:
                raise NotPossible(_("The campaign is open: what entrants rely on stays. Say what is new in a notice."))
            campaign.version = stands.version + 1
        campaign.changed_at = now()
        campaign.save()
        if not campaign.disqualification_reasons.exists():
            for reason in starting_reasons(campaign):
                reason.save()
        record("campaign.drafted" if is_new else "campaign.edited", actor=by, subject=campaign.subject)
    return campaign


def open_campaign(campaign: Campaign, *, by: str) -> None:
    """From now on it is public, and what the seal will fix stays. Raises NotPossible with what stops it, and
    ChangedMeanwhile."""
    with transaction.atomic():
        locked = list(Campaign.objects.select_for_update().filter(hashtag=campaign.hashtag).order_by("pk"))
        stops = what_stops(campaign)
        if stops:
            raise NotPossible(" ".join(stop.words for stop in stops))
        version = current_version(campaign.terms.slug) if campaign.terms else None
        seen = next((one for one in locked if one.pk == campaign.pk), None)
        if seen is None or seen.version != campaign.version or not campaign.move(
            State.OPEN, opened_at=now(), opens_at=max(campaign.opens_at, now()), terms_version=version
        ):  # fmt: skip
            raise ChangedMeanwhile
        make_keys(campaign)
        _tell(campaign)
        record("campaign.opened", actor=by, subject=campaign.subject, facts={"hashtag": campaign.hashtag})


def announce(campaign: Campaign, *, text_id: str, text_en: str, by: str) -> Notice:
    """Say something on the campaign's page; it stays there. Raises NotPossible for one that is not public."""
    if not campaign.is_public:
        raise NotPossible(_("Nobody sees a draft: write it into the campaign itself."))
    with transaction.atomic():
        notice = Notice.objects.create(campaign=campaign, text_id=text_id.strip(), text_en=text_en.strip(), by=by)
        Campaign.objects.filter(pk=campaign.pk).update(changed_at=now())
        changed({page_tag(campaign)}, eager=(campaign.get_absolute_url(),))
        record("campaign.announced", actor=by, subject=campaign.subject)
    return notice


def cancel_campaign(campaign: Campaign, *, reason_id: str, reason_en: str, by: str) -> None:
    """End it without winners, with a public reason. Raises NotPossible once it is drawn, ChangedMeanwhile."""
    if campaign.state not in CANCELLABLE:
        raise NotPossible(_("It can be cancelled while it is open, closed or sealed, and not once it is drawn."))
    if not reason_id.strip() or not reason_en.strip():
        raise NotPossible(_("Say why, in both languages: the reason stands on the campaign's page."))
    with transaction.atomic():
        reasons = {"cancel_reason_id": reason_id.strip(), "cancel_reason_en": reason_en.strip()}
        if not campaign.move(State.CANCELLED, cancelled_at=now(), **reasons):
            raise ChangedMeanwhile
        _tell(campaign)
        record("campaign.cancelled", actor=by, subject=campaign.subject)


def discard_draft(campaign: Campaign, *, by: str) -> None:
    """Take a draft away that was never open. Raises NotPossible."""
    with transaction.atomic():
        if not Campaign.objects.filter(pk=campaign.pk, state=State.DRAFT).exists():
            raise NotPossible(_("What was public stays; you can cancel it instead."))
        subject = campaign.subject
        campaign.delete()
        record("campaign.discarded", actor=by, subject=subject)


def _tell(campaign: Campaign) -> None:
    changed(tags_of(campaign), eager=(campaign.get_absolute_url(), "/"))
