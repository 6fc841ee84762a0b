"""The search index: is there one, and does it follow the articles."""

from __future__ import annotations

from collections.abc import Iterator

from warta.operations.checks.findings import Finding, warning
from warta.search.queries import index_state

PATIENCE_SECONDS = 60.0  # an article is found within two; an import of thousands may take longer
WORKER = "See that `warta work` runs; it builds the index and keeps it."


def index_follows() -> Iterator[Finding]:
    state = index_state()
    if not state.is_there:
        built = f" ({state.built} articles so far)" if state.built else ""
        yield warning(f"There is no search index yet{built}, so readers' searches find nothing.", WORKER)
    elif state.behind_seconds > PATIENCE_SECONDS:
        yield warning(f"The search index is {state.behind_seconds:.0f} s behind the articles.", WORKER)
