"""Looks at everything that can be wrong with an installation, and says it in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from warta.lib.clock import now
from warta.operations.checks import (
    campaigns,
    database,
    members,
    people,
    press,
    search,
    sending,
    site,
    state,
    telegram,
    vault,
    work,
)
from warta.operations.checks.findings import Check, Finding, wrong
from warta.operations.queries import state_folders

KEY_VARIABLES = {"WARTA_SECRET_KEY": "secret-key", "WARTA_VAULT_KEYS": "vault-keys"}


@dataclass(frozen=True)
class Report:
    """One check and what it found; `was_left_out` says why it did not look."""

    check: Check
    findings: list[Finding]
    was_left_out: str = ""


def checks() -> list[Check]:
    """In the order in which a person would ask. Settings were checked already: a wrong one lets no command start."""
    return [
        Check("state folder", lambda: state.folders_take_writes(state_folders())),
        Check("disk", lambda: state.disk_has_room(settings.HOME)),
        Check("keys", lambda: state.keys_are_kept(settings.HOME, given=_given_keys())),
        Check("site address", lambda: site.site_address_is_safe(settings.SITE_URL)),
        Check("proxies", lambda: site.proxies_are_named(settings.SITE_URL, settings.HOST, settings.TRUSTED_PROXIES)),
        Check("clock", lambda: site.clock_is_sane(now(), _database_file())),
        Check("database", database.database_answers, is_ground=True),
        Check("migrations", database.database_fits, is_ground=True, needs_database=True),
        Check("SQLite", database.sqlite_is_set_up, needs_database=True),
        Check("integrity", database.database_is_whole, needs_database=True),
        Check("worker", work.a_worker_lives, needs_database=True),
        Check("loops", work.workers_are_well, needs_database=True),
        Check("jobs", work.jobs_are_on_time, needs_database=True),
        Check("schedules", work.nothing_is_overdue, needs_database=True),
        Check("second factors", members.members_need_second_factors, needs_database=True),
        Check("retention", people.what_is_kept_goes_in_time, needs_database=True),
        Check("withdrawals", people.withdrawals_are_acted_on, needs_database=True),
        Check("erasures", people.erasures_are_witnessed, needs_database=True),
        Check("privacy notice", people.notice_states_the_periods, needs_database=True),
        Check("vault", vault.vault_opens, needs_database=True),
        Check("sealed lists", campaigns.published_lists_hold, needs_database=True),
        Check("draws", campaigns.draws_are_on_time, needs_database=True),
        Check("press", press.press_follows, needs_database=True),
        Check("search", search.index_follows, needs_database=True),
        Check("outbox", sending.outbox_flows, needs_database=True),
        Check("deliveries", sending.outbox_is_settled, needs_database=True),
        Check("mail", lambda: sending.mail_leaves(settings.MAIL_PLACE, settings.SITE_URL)),
        Check("mail server", sending.mail_server_answers, needs_network=True),
        Check("Telegram", _telegram, needs_network=True),
    ]


def examine(wanted: list[Check], *, online: bool) -> Iterator[Report]:
    """Each check in turn. One that breaks is a finding itself."""
    has_ground = True
    for check in wanted:
        if check.needs_network and not online:
            yield Report(check, [], "asks the network; look with --online")
        elif check.needs_database and not has_ground:
            yield Report(check, [], "needs the database")
        else:
            report = Report(check, _found(check))
            has_ground &= not (check.is_ground and report.findings)
            yield report


def _found(check: Check) -> list[Finding]:
    try:
        return list(check.look())
    except Exception as error:
        return [wrong(f"Can't look: {type(error).__name__}: {error}", "Mend what stands above first.")]


def _given_keys() -> frozenset[str]:
    return frozenset(
        kept for name, kept in KEY_VARIABLES.items() if os.environ.get(name) or os.environ.get(f"{name}_FILE")
    )


def _database_file() -> Path | None:
    entry = settings.DATABASES["default"]
    return Path(entry["NAME"]) if entry["ENGINE"].endswith("sqlite3") else None


def _telegram() -> Iterator[Finding]:
    return telegram.telegram_lets_us_in(
        token=settings.TELEGRAM_TOKEN, api=settings.TELEGRAM_API, channel=settings.TELEGRAM_CHANNEL
    )
