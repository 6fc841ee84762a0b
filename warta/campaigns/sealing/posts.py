"""The seal and the draw on Telegram, where we can't take back what was seen: put in line with what they tell of."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from warta.alerts.models import Channel
from warta.alerts.services import ensure_default_channel
from warta.campaigns.models import DrawResult, Seal
from warta.lib.clock import now
from warta.outbox.models import TELEGRAM, Delivery, Lane, Operation
from warta.outbox.models import State as DeliveryState
from warta.outbox.ports import Message
from warta.outbox.services import Wanted, enqueue

SEAL, DRAW = "campaign-seal:", "campaign-draw:"
# A seal that can't leave is still news until its round; who reads it later sees that it came late.
LIVES_SECONDS = 7 * 86_400


def post_seal(seal: Seal) -> int:
    """Put the fingerprint in line for every channel in use; joins the caller's transaction. How many. Repeatable."""
    return _post(f"{SEAL}{seal.pk}")


def post_draw(result: DrawResult) -> int:
    """Put the outcome in line for every channel in use; joins the caller's transaction. How many. Repeatable."""
    return _post(f"{DRAW}{result.pk}")


def body_of(subject: str) -> Message | None:
    """What such a post says, now; None for another subject. In the site's language."""
    with override(settings.LANGUAGE_CODE):
        if subject.startswith(SEAL):
            seal = Seal.objects.filter(pk=subject.removeprefix(SEAL)).select_related("campaign").first()
            return _seal_words(seal) if seal else None
        result = DrawResult.objects.filter(pk=subject.removeprefix(DRAW)).select_related("campaign").first()
        return _draw_words(result) if result else None


def is_of_campaigns(subject: str) -> bool:
    return subject.startswith((SEAL, DRAW))


def note_posted(subject: str) -> None:
    """The seal is seen on Telegram. Listens to the outbox; safe to repeat."""
    sent = Delivery.objects.about(subject).filter(operation=Operation.SEND, state=DeliveryState.SENT)
    if subject.startswith(SEAL) and sent.exists():
        Seal.objects.filter(pk=subject.removeprefix(SEAL), posted_at=None).update(posted_at=now())


def _post(subject: str) -> int:
    ensure_default_channel()
    wanted = [
        Wanted(
            channel=TELEGRAM, destination=channel.key, subject=subject, operation=Operation.SEND, lane=Lane.SELECTED,
            lives_seconds=LIVES_SECONDS,
        )
        for channel in Channel.objects.active()
    ]  # fmt: skip
    enqueue(wanted, due_since=now())
    return len(wanted)


def _seal_words(seal: Seal) -> Message:
    told = {"entries": seal.entries, "round": seal.round, "seal": seal.seal_hash, "root": seal.root}
    words = _(
        "%(entries)d entries are sealed. Round %(round)d of the public beacon drand decides; nobody knows it yet.\n"
        "Fingerprint of the seal: %(seal)s\nRoot of the list: %(root)s\n"
        "Keep this message: with it anybody can tell later that nothing was exchanged."
    )
    return Message(
        headline=_("Sealed: %(title)s") % {"title": seal.campaign.title},
        summary=words % told,
        link=settings.SITE_URL + seal.campaign.get_absolute_url(),
        link_words=_("The list and the rules"),
    )


def _draw_words(result: DrawResult) -> Message:
    words = _("Round %(round)d of the public beacon has decided. Fingerprint of the result: %(hash)s")
    return Message(
        headline=_("Drawn: %(title)s") % {"title": result.campaign.title},
        summary=words % {"round": result.round, "hash": result.result_hash},
        link=settings.SITE_URL + result.campaign.get_absolute_url(),
        link_words=_("The proof, to be checked by everybody"),
    )
