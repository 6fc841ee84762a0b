"""What the newsroom decided about comments, as examples to learn from: the last decision of a person about each."""

from __future__ import annotations

import json
from collections.abc import Iterator

from warta.comments.models import Ruling, State

# A refusal for these says that a text is abusive; for others (spam, off topic …) it says nothing of civility.
ABUSIVE = ("insult", "hate", "threat", "obscene")
AT_ONCE = 1_000


def lines_of_rulings() -> Iterator[str]:
    """JSON lines with text and label, as `civility train` reads them from a file."""
    rulings = Ruling.objects.filter(by__isnull=False).exclude(comment__text="").order_by("comment", "pk")
    rows = rulings.values_list("comment", "after", "reason", "comment__text").iterator(chunk_size=AT_ONCE)
    last: tuple[int, str, str, str] | None = None
    for row in rows:
        if last and last[0] != row[0]:
            yield from _line(*last[1:])
        last = row
    if last:
        yield from _line(*last[1:])


def _line(after: str, reason: str, text: str) -> Iterator[str]:
    if after == State.PUBLISHED:
        yield json.dumps({"text": text, "label": "civil"})
    elif after == State.REFUSED and reason in ABUSIVE:
        yield json.dumps({"text": text, "label": "abusive"})
