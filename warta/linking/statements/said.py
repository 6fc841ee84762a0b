"""What is taken from a text: who said what, in which words of saying, in which paragraph."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or a body by its fullest name in the text, with the office the text gives it, if any."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `words` is quoted (`is_quote`) or the text's own paraphrase; `paragraph` counts from 0."""

    speaker: str
    role: str
    verb: str
    words: str
    is_quote: bool
    paragraph: int
