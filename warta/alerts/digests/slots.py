"""When digests are due. Pure: local times of day and a zone in, moments out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo

TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")
MOST_TIMES = 12


class BadTimes(ValueError):
    """A list of times that can't be read."""


def times_in(text: str) -> tuple[time, ...]:
    """The times of day in a list such as "07.00, 17.00", in order, each once. Raises BadTimes."""
    found = [TIME.fullmatch(part.strip()) for part in text.split(",") if part.strip()]
    times = {time(int(one[1]), int(one[2])) for one in found if one}
    if not found or None in found or len(times) > MOST_TIMES:
        raise BadTimes
    return tuple(sorted(times))


def latest_slot(times: Iterable[time], moment: datetime, zone: tzinfo) -> datetime:
    """The last of the times that has come, today or yesterday.

    Where a clock is put forward over a time it is due when it would have come; where it is put back, the first time.
    """
    return max(slot for slot in _slots(times, moment, zone) if slot <= moment)


def next_slot(times: Iterable[time], moment: datetime, zone: tzinfo) -> datetime:
    """The first of the times still to come, today or tomorrow."""
    return min(slot for slot in _slots(times, moment, zone) if slot > moment)


def _slots(times: Iterable[time], moment: datetime, zone: tzinfo) -> list[datetime]:
    """Those of yesterday, today and tomorrow."""
    today = moment.astimezone(zone).date()
    days = [today + timedelta(days=number) for number in (-1, 0, 1)]
    # By way of UTC: a local time that a forwarded clock leaves out compares wrongly as it stands.
    utc = moment.tzinfo
    return [datetime.combine(day, one, zone).astimezone(utc) for day in days for one in times]
