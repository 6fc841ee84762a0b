"""Who was named in a text so far, and whom a short name or a pronoun means. What is unclear means nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from warta.linking.statements.places import PLACES
from warta.linking.statements.said import Speaker
from warta.linking.statements.tokens import Token
from warta.linking.statements.words import (
    BODIES,
    HONORIFICS,
    NOBODY,
    OFFICES,
    OFFICES_OF,
    RANKS,
    ROLE_WORDS,
    TIMES,
    Grammar,
)

NOT_OF_NAMES = OFFICES | OFFICES_OF | ROLE_WORDS | BODIES | HONORIFICS | RANKS | NOBODY | PLACES
# A pronoun further from its name than this many paragraphs may mean anybody.
REACH = 3


@dataclass
class Evidence:
    """What the whole text shows of names before it is read for statements.

    `inside`: words capitalised where no sentence begins. `alone` and `single`: how often a word without another name
    beside it speaks, and how often it does not. `runs`: words with a capital side by side, how often; `spoken`: those
    that speak. `followers`: what follows a word in them. `names`: runs that look like a whole name, by their words.
    """

    inside: set[str] = field(default_factory=set)
    single: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    runs: Counter[tuple[str, ...]] = field(default_factory=Counter)
    spoken: set[tuple[str, ...]] = field(default_factory=set)
    followers: dict[str, set[str]] = field(default_factory=dict)
    names: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def speaks(self, word: str) -> bool:
        """Whether a person is called by this word: what is mostly spoken about is something else."""
        return self.alone[word] > 0 and self.alone[word] >= self.single[word]

    def full_name(self, name: str) -> str:
        """The one longer name that holds this word; the name itself where there is none or several."""
        if " " in name:
            return name
        longer = {run for run in self.names.get(name, ()) if not self.stands_apart(run[0], run[1])}
        return " ".join(longer.pop()) if len(longer) == 1 else name

    def stands_apart(self, word: str, following: str) -> bool:
        """Whether this word is elsewhere the end of a name or goes on otherwise: the name of something else."""
        return not self.speaks(word) and bool(self.followers.get(word, set()) - {following})

    def calls(self, words: list[str], *, own: int) -> bool:
        """Whether the text calls somebody by these words elsewhere; `own`: how often they count for this place."""
        return len(words) > 1 and (self.runs[tuple(words)] > own or tuple(words[:2]) in self.spoken)

    def length_of_other(self, words: list[str]) -> int:
        """How many of the first words are the name of something else: they stand together elsewhere, unspoken."""
        for length in range(len(words) - 1, 1, -1):
            if self.runs[tuple(words[:length])] and tuple(words[:length]) not in self.spoken:
                return length
        return 0


def evidence_in(sentences: Iterable[list[Token]], grammar: Grammar) -> Evidence:
    evidence = Evidence()
    for sentence in sentences:
        for start, end in capital_runs(sentence):
            _note_run(evidence, sentence, start, end, grammar)
    return evidence


def capital_runs(sentence: list[Token]) -> list[tuple[int, int]]:
    """From where to where words with a capital stand side by side."""
    runs: list[tuple[int, int]] = []
    for at, token in enumerate(sentence):
        if not token.is_capital or token.lower in TIMES:
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _note_run(evidence: Evidence, sentence: list[Token], start: int, end: int, grammar: Grammar) -> None:
    words = [token.text for token in sentence[start:end]]
    evidence.inside.update(words if start else words[1:])
    evidence.runs[tuple(words[:6])] += 1
    is_titled = len(words) > 1 and words[-2].casefold() in OFFICES | HONORIFICS | RANKS
    for word, following in zip_longest(words[:-1] if is_titled else words, words[1:], fillvalue=""):
        evidence.followers.setdefault(word, set()).add(following)
    before = sentence[start - 1].lower if start else ""
    after = sentence[end].lower if end < len(sentence) else ""
    is_said = is_titled or before in grammar.after_quote or before in HONORIFICS or after in grammar.before
    if is_said:
        evidence.spoken.add(tuple(words))
    if start and before not in NOT_OF_NAMES:  # the first word of a sentence has a capital, name or not
        _note_name(evidence, words)
    if (len(words) == 1 or is_titled) and words[-1].casefold() not in NOBODY:
        (evidence.alone if is_said else evidence.single)[words[-1]] += 1


def _note_name(evidence: Evidence, words: list[str]) -> None:
    while words and words[0].casefold() in HONORIFICS | RANKS:
        words = words[1:]
    if 2 <= len(words) <= 4 and not any(word.casefold() in NOT_OF_NAMES or word.isupper() for word in words):
        for word in words:
            evidence.names.setdefault(word, set()).add(tuple(words))


@dataclass
class People:
    """Those who spoke, by the words of their names, and the last of them."""

    evidence: Evidence
    by_word: dict[str, list[str]] = field(default_factory=dict)
    by_name: dict[str, Speaker] = field(default_factory=dict)
    last: Speaker | None = None
    last_paragraph: int = 0

    def meet(self, speaker: Speaker, paragraph: int) -> Speaker | None:
        """Note who speaks here and give them back by their fullest name; None where two people could be meant."""
        known = self.known_as(speaker.name)
        if len(known) > 1:
            self.last = None
            return None
        if known:
            speaker = self._merge(known[0], speaker)
        else:
            speaker = replace(speaker, name=self.evidence.full_name(speaker.name))
            self._add(speaker)
        self.last, self.last_paragraph = speaker, paragraph
        return speaker

    def introduce(self, speaker: Speaker) -> None:
        """Note somebody who is named without speaking."""
        known = self.known_as_part(speaker.name)
        if not known:
            self._add(speaker)
        elif len(known) == 1:
            speaker = self._merge(known[0], speaker)
        if self.last is not None and self.last.name != speaker.name:
            self.doubt()

    def turn_to(self, speaker: Speaker, paragraph: int) -> None:
        """Somebody is what a sentence is about: the next pronoun means them."""
        self.introduce(speaker)
        known = self.known_as_part(speaker.name)
        self.last, self.last_paragraph = (known[0], paragraph) if len(known) == 1 else (None, paragraph)

    def known_as(self, name: str) -> list[Speaker]:
        """Those whose name holds every word of this one, or the one who bears it exactly."""
        if name in self.by_name:
            return [self.by_name[name]]
        return self.known_as_part(name)

    def known_as_part(self, name: str) -> list[Speaker]:
        """Everybody whose name holds every word of this one, whether or not somebody bears just it."""
        words = name.split()
        names = self.by_word.get(words[0], ())
        return [self.by_name[one] for one in names if set(words) <= set(one.split())]

    def meant(self, paragraph: int) -> Speaker | None:
        """Whom a pronoun in this paragraph means."""
        if self.last is None or paragraph - self.last_paragraph > REACH:
            return None
        self.last_paragraph = paragraph
        return self.by_name.get(self.last.name, self.last)

    def doubt(self) -> None:
        """Somebody else was named who did not speak: a pronoun may mean either."""
        self.last = None

    def _add(self, speaker: Speaker) -> None:
        self.by_name[speaker.name] = speaker
        for word in dict.fromkeys(speaker.name.split()):
            self.by_word.setdefault(word, []).append(speaker.name)

    def _merge(self, known: Speaker, speaker: Speaker) -> Speaker:
        merged = replace(known, role=known.role or speaker.role)
        self.by_name[known.name] = merged
        return merged
