"""What readers were promised: that what is kept of them goes in time, and that a withdrawal is acted on."""

from __future__ import annotations

from collections.abc import Iterator

from warta.operations.checks.findings import Finding, warning, wrong
from warta.readers.own_data.erasure_list import UnreadableList, in_table, list_path, listed
from warta.readers.own_data.forgetting import figures
from warta.readers.terms.periods import states_the_periods_that_run
from warta.readers.terms.purposes import PRIVACY
from warta.readers.terms.queries import current_version, unsettled_withdrawals, withdrawals_overdue
from warta.theme.languages import CODES


def what_is_kept_goes_in_time() -> Iterator[Finding]:
    for figure in figures():
        if figure.overdue:
            days = figure.rule.hours // 24
            yield wrong(
                f"{figure.overdue} of “{figure.rule.name}” are kept longer than the {days} days readers were told.",
                "Start the worker; its log says more about the job readers.forget_expired or readers.erase_due.",
            )


def withdrawals_are_acted_on() -> Iterator[Finding]:
    late, waiting = withdrawals_overdue(), unsettled_withdrawals().count()
    if late:
        yield wrong(
            f"{late} withdrawals of an agreement were not acted on within 72 hours, as the law demands.",
            "The worker's log says what fails in the job readers.settle_withdrawals; mend that first.",
        )
    elif waiting:
        yield warning(f"{waiting} withdrawals wait to be acted on.", "The worker tries each minute.")


def erasures_are_witnessed() -> Iterator[Finding]:
    try:
        missing = in_table() - listed(list_path()).keys()
    except UnreadableList as error:
        yield wrong(str(error), "Mend that line: without the list a restore brings back who was erased.")
        return
    if missing:
        yield wrong(
            f"{len(missing)} erasures are not on the list outside the database ({list_path()}).",
            "Start the worker, and see that it may write there.",
        )


def notice_states_the_periods() -> Iterator[Finding]:
    version = current_version(PRIVACY)
    if version is None:
        yield warning("No privacy notice is published.", "Run `warta prepare`, or publish one under Settings → Terms.")
        return
    if not all(states_the_periods_that_run(getattr(version, f"body_{code}"), code) for code in CODES):
        yield warning(
            "The published privacy notice states other periods than those that run.",
            "Publish it anew under Settings → Terms and privacy; its draft's [periods] becomes the present list.",
        )
