"""What must run by itself stands in the schedule."""

from __future__ import annotations

from warta.project.schedule import JOBS


def test_what_readers_were_promised_is_carried_out() -> None:
    promised = {"readers.forget_expired", "readers.erase_due", "readers.make_downloads", "readers.list_erasures"}
    assert promised <= {job.name for job in JOBS}


def test_every_job_has_a_name_of_its_own() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
