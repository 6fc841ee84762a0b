"""What winners are told, where: by mail, and on Telegram where they linked it. Never a voucher, never a name."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from warta.campaigns.models import Campaign, Win, WinState, WinStep
from warta.campaigns.prizes.locking import fresh_win, locked_person
from warta.campaigns.prizes.sealed_reasons import reasons_of
from warta.lib.clock import now
from warta.outbox.models import TELEGRAM
from warta.readers import vault
from warta.readers.mails.services import put_in_line
from warta.readers.models import LinkedTelegram, User
from warta.readers.sign_ins.links import not_me_link
from warta.readers.sign_ins.services import note
from warta.readers.vault_fields import TELEGRAM_CHAT

LIVES_SECONDS = 5 * 86_400  # a mail server that is away for some days must not cost anybody a prize
REMIND_BEFORE = timedelta(days=3)


def tell_won(pk: str) -> bool:
    """Tell a winner of the prize and of the deadline, which runs from here. False: told already, or nobody is there.

    Safe to repeat.
    """
    with transaction.atomic():
        person = locked_person(_person_of(pk))
        if person is None:
            return False
        win, moment = fresh_win(pk), now()
        deadline = max(win.deadline, moment + timedelta(days=win.campaign.claim_days))
        untold = Win.objects.filter(pk=pk, state=WinState.TOLD, told_at=None)
        if not untold.update(told_at=moment, deadline=deadline):
            return False
        WinStep.objects.create(win=win, what="told", at=moment)
        win.deadline = deadline
        _mail("prize_won", win, person, until=deadline.isoformat())
        _on_telegram(win, person)
    return True


def remind(pk: str) -> bool:
    """Once, some days before the deadline. Safe to repeat."""
    with transaction.atomic():
        person = locked_person(_person_of(pk))
        due = Win.objects.filter(pk=pk, state=WinState.TOLD, reminded_at=None)
        if person is None or not due.update(reminded_at=now()):
            return False
        win = fresh_win(pk)
        WinStep.objects.create(win=win, what="reminded")
        _mail("prize_reminder", win, person, until=win.deadline.isoformat())
    return True


def tell_claimed(win: Win, person: User, *, request: object = None) -> None:
    """In the transaction that claims: a line in the timeline, and a mail with the way to say that it was not them."""
    event = note(person, "prize_claimed", request=request, facts={})  # type: ignore[arg-type]
    language = person.language or settings.LANGUAGE_CODE
    facts = {
        "title": _title(win.campaign, language), "prize": _prize(win, language), "when": event.at.isoformat(),
        "link": not_me_link(event, language),
    }  # fmt: skip
    put_in_line(
        "prize_claimed", to=person.email, person=person, facts=facts, language=language, lives_seconds=LIVES_SECONDS
    )


def tell_ready(win: Win, person: User) -> None:
    """In the transaction that hands over what had to wait."""
    _mail("prize_ready", win, person)


def tell_passed_on(win: Win, person: User, reason: str) -> None:
    """Why the prize is theirs no longer. Joins the caller's transaction where one is open."""
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        found = reasons_of(win.campaign).get(reason)
    _mail("prize_passed_on", win, person, why=found.words if found else reason)


def claim_link(campaign: Campaign, language: str) -> str:
    with override(language):
        return settings.SITE_URL + reverse("claim_prize", args=[campaign.slug])


def _mail(kind: str, win: Win, person: User, **facts: str) -> None:
    language = person.language or settings.LANGUAGE_CODE
    told = {
        "title": _title(win.campaign, language), "prize": _prize(win, language),
        "link": claim_link(win.campaign, language), **facts,
    }  # fmt: skip
    put_in_line(kind, to=person.email, person=person, facts=told, language=language, lives_seconds=LIVES_SECONDS)


def _on_telegram(win: Win, person: User) -> None:
    """Only that something was won, and until when: whoever holds the phone needs to know no more."""
    if not LinkedTelegram.objects.filter(person=person).exists():
        return
    try:
        chat = vault.own_value(person, TELEGRAM_CHAT)
    except vault.VaultClosed:
        return  # the mail reaches them
    language = person.language or settings.LANGUAGE_CODE
    facts = {"title": _title(win.campaign, language), "until": win.deadline.isoformat()}
    if chat:
        put_in_line(
            "prize_won_short", to=chat, person=person, facts=facts, language=language, channel=TELEGRAM,
            lives_seconds=LIVES_SECONDS,
        )  # fmt: skip


def _title(campaign: Campaign, language: str) -> str:
    with override(language):
        return campaign.title


def _prize(win: Win, language: str) -> str:
    with override(language):
        return win.prize.name


def _person_of(pk: str) -> int | None:
    person: int | None = Win.objects.values_list("entry__person_id", flat=True).get(pk=pk)
    return person
