"""The texts that a new site begins with: our own, in both languages, to be adapted by who runs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warta.readers.terms.purposes import PRIVACY, TERMS_OF_USE

CAMPAIGN_TERMS = "campaigns"  # what entrants agree to; a campaign may name another document
FOLDER = Path(__file__).resolve().parent / "data"
NOTE_ID = "Naskah awal bawaan Warta, untuk disesuaikan oleh redaksi."
NOTE_EN = "The text that Warta begins with, to be adapted by the newsroom."


@dataclass(frozen=True)
class StartingText:
    """A file's first line is the title, after `# `; the rest is the text."""

    slug: str
    position: int
    note_id: str = NOTE_ID
    note_en: str = NOTE_EN

    def fields(self) -> dict[str, str | int]:
        """What a document is made of."""
        fields: dict[str, str | int] = {"position": self.position}
        for code in ("id", "en"):
            title, _, body = (FOLDER / f"{self.slug}.{code}.md").read_text(encoding="utf-8").partition("\n")
            fields |= {f"title_{code}": title.removeprefix("# ").strip(), f"body_{code}": body.strip()}
        return fields


STARTING_TEXTS: dict[str, StartingText] = {
    text.slug: text
    for text in (StartingText(TERMS_OF_USE, 10), StartingText(PRIVACY, 20), StartingText(CAMPAIGN_TERMS, 30))
}
