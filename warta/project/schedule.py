"""Every periodic job, with how often it runs. `warta work` runs them; each is safe to run twice."""

from __future__ import annotations

from warta.jobs.models import Job

JOBS: tuple[Job, ...] = ()
