"""The outbox: is anything held, paused, unknown or given up; and with --online, does Telegram know us."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from warta.operations.checks.findings import Finding, warning, wrong
from warta.outbox.mail_servers import MailBox, MailServer, is_loopback
from warta.outbox.models import EMAIL, Delivery, State
from warta.outbox.queries import standing, trouble_of

DESK = "/newsroom/ → Announcements"


def outbox_flows() -> Iterator[Finding]:
    stands = standing()
    if stands.is_held:
        yield warning(
            "Sending is off since a backup was restored.",
            f"Settle what is unknown at {DESK}, then run `warta outbox release`.",
        )
    for pause in stands.pauses:
        yield wrong(
            f"The channel {pause.channel} sends nothing: {pause.reason}", "Mend that; it tries again by itself."
        )
    for channel in stands.unconfigured:
        yield wrong(
            f"Messages wait for the channel {channel}, which is not set up here.",
            "Set WARTA_TELEGRAM_TOKEN, or call the messages off in the newsroom.",
        )


def mail_leaves(place: MailBox | MailServer, site_url: str) -> Iterator[Finding]:
    """A box of files is right for trying things out, and for no site that readers come to."""
    if isinstance(place, MailBox) and not is_loopback(urlsplit(site_url).hostname or ""):
        yield warning(
            f"Mails are not sent: each becomes a file in {place.folder}, codes for signing in among them.",
            "Set WARTA_EMAIL_URL, such as smtp://user:password@mail.example:587?from=news@mail.example.",
        )


def mail_server_answers() -> Iterator[Finding]:
    if trouble := trouble_of(EMAIL):
        yield wrong(f"No mail can leave: {trouble}", "Mend that, or correct WARTA_EMAIL_URL and start Warta again.")


def outbox_is_settled() -> Iterator[Finding]:
    counts = standing().by_state
    if unknown := counts.get(State.UNKNOWN, 0):
        yield warning(
            f"{unknown} messages may or may not have been sent.", f"Look at the channel and settle each at {DESK}."
        )
    dead = Delivery.objects.filter(state=State.DEAD).order_by("-pk").first()
    if dead:
        yield warning(
            f"{counts.get(State.DEAD, 0)} messages failed for good; the last one: {dead.failure_in_words}",
            f"See them at {DESK}.",
        )
