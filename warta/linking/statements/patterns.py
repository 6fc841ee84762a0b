"""The ways in which a news text attributes words to somebody. Each takes a sentence and finds one statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from warta.linking.statements.people import Evidence
from warta.linking.statements.speakers import Mention, mention_at
from warta.linking.statements.tokens import Token
from warta.linking.statements.words import NOBODY, TIMES, Grammar, words_of

MIN_WORDS, MIN_QUOTED = 4, 3
MAX_GAP = 16
# Only these follow a paraphrase ("…, kata dia, …"): other verbs of saying are nouns or adjectives there too.
PLAIN_VERBS = words_of("kata ujar ucap tutur ungkap imbuh papar sebut lanjut tambah jelas terang menurut said")
PREDICATES = words_of("akan sudah telah sedang tengah belum tidak tak pernah siap sempat ingin mau bisa dapat hal itu")
# How Indonesian verbs begin that may stand first in a sentence: "Mengutip Antara, …".
VERBAL = ("meng", "mem", "mela", "meny", "dij", "dik", "dis", "dit", "dip", "dil", "berd")
POINTING = ("hal itu", "hal tersebut", "hal ini", "itu", "jika", "kalau", "apa", "apakah", "hal senada", "demikian")


@dataclass(frozen=True)
class Reading:
    """One paragraph as it is read: its text, the language's grammar, what the whole text shows of names."""

    text: str
    grammar: Grammar
    evidence: Evidence

    def mention(self, sentence: list[Token], at: int) -> Mention | None:
        return mention_at(sentence, at, self.text, grammar=self.grammar, evidence=self.evidence)

    def words(self, tokens: list[Token]) -> str:
        if not tokens:
            return ""
        words = " ".join(self.text[tokens[0].start : tokens[-1].end].split()).strip(" ,:;")
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Found:
    """A statement before it is known whom a pronoun or a short name means."""

    mention: Mention
    verb: str
    words: str
    is_quote: bool


Pattern = Callable[[list[Token], Reading], Found | None]


def find(sentence: list[Token], reading: Reading) -> Found | None:
    """What this sentence reports; None where no pattern fits surely."""
    if sentence[0].sort == "quote":
        return quote_first(sentence, reading)
    for pattern in (according_first, speaker_first, speaker_within):
        found = pattern(sentence, reading)
        if found is not None:
            return found
    return None


def quote_first(sentence: list[Token], reading: Reading) -> Found | None:
    """A quotation, then `kata X`, `imbuhnya`, `X said`; perhaps a second quotation."""
    at = 1
    while at < len(sentence) and (sentence[at].text in (",", "-", "–") or sentence[at].lower in ("demikian", "begitu")):
        at += 1
    said = _verb_and_mention(sentence, at, reading) or _mention_and_verb(sentence, at, reading)
    if said is None or _mimics(sentence, said[1].end, reading.grammar):
        return None
    verb, mention = said
    words = _joined(sentence, mention.end)
    return Found(mention, verb, words, is_quote=True) if len(words.split()) >= MIN_QUOTED else None


def _verb_and_mention(sentence: list[Token], at: int, reading: Reading) -> tuple[str, Mention] | None:
    if at >= len(sentence) or not sentence[at].is_small:
        return None
    verb, owned = sentence[at].lower, reading.grammar.owned
    if owned and verb.endswith(owned) and verb.removesuffix(owned) in reading.grammar.after_quote:
        return verb, Mention(None, at + 1)
    if verb not in reading.grammar.after_quote:
        return None
    after = at + 1
    while after < len(sentence) and sentence[after].lower in reading.grammar.adverbs:
        after += 1
    mention = reading.mention(sentence, after)
    return (verb, mention) if mention else None


def _mention_and_verb(sentence: list[Token], at: int, reading: Reading) -> tuple[str, Mention] | None:
    mention = reading.mention(sentence, at)
    if mention is None:
        return None
    end = mention.end + (mention.end < len(sentence) and sentence[mention.end].text == ",")
    while end < len(sentence) and sentence[end].lower in reading.grammar.adverbs:
        end += 1
    verbs = reading.grammar.before if reading.grammar.owned else reading.grammar.before | reading.grammar.after_quote
    if end < len(sentence) and sentence[end].lower in verbs:
        return sentence[end].lower, Mention(mention.speaker, end + 1)
    return None


def _mimics(sentence: list[Token], at: int, grammar: Grammar) -> bool:
    return any(token.lower in grammar.mimicry for token in sentence[at : at + 6])


def _joined(sentence: list[Token], end: int) -> str:
    """The quotation, with what it goes on with behind the attribution."""
    first, rest = sentence[0].text, [at for at in range(end, len(sentence)) if sentence[at].sort == "quote"]
    closes = len(rest) == 1 and rest[0] >= len(sentence) - 2 and sentence[rest[0] - 1].text in (",", ":", ".")
    if not closes:
        return _finished(first)
    return _finished(f"{first.rstrip(',')}{_gap(first, sentence[rest[0]].text)}{sentence[rest[0]].text}")


def _gap(first: str, second: str) -> str:
    return ", " if first.endswith(",") and second[:1].islower() else " "


def _finished(words: str) -> str:
    words = words.strip()
    return words[:-1] + "." if words.endswith(",") else words


def speaker_first(sentence: list[Token], reading: Reading) -> Found | None:
    """X mengatakan (bahwa) … / X mengatakan, "…" — also behind an opening such as "Sementara itu,"."""
    for at in _places_of_subject(sentence, reading):
        if any(token.lower in reading.grammar.before for token in sentence[:at]):
            return None
        mention = subject_of(sentence, at, reading)
        verb = None if mention is None else _verb_behind(sentence, mention.end, reading.grammar)
        if mention is None or verb is None:
            continue
        start = _start_of_words(sentence, verb, reading.grammar, has_gap=verb > mention.end + 3)
        return None if start is None else _reported(sentence, start, verb=verb, mention=mention, reading=reading)
    return None


def _places_of_subject(sentence: list[Token], reading: Reading) -> list[int]:
    """Where the one who speaks may be named: at the start, or behind openers and a comma."""
    places = [0]
    grammar = reading.grammar
    if sentence[0].lower not in grammar.openers | grammar.links:
        return places
    at = 0
    while at < min(len(sentence), 8) and sentence[at].lower in grammar.openers:
        at += 1
        places.append(at)
    limit = min(len(sentence) - 1, 2 * MAX_GAP)
    return places + [at + 1 for at in range(limit) if sentence[at].text == "," and at + 1 not in places]


def subject_of(sentence: list[Token], at: int, reading: Reading) -> Mention | None:
    """Who is named here as the one a sentence is about."""
    if at >= len(sentence) or sentence[at].lower in reading.grammar.links:
        return None
    mention = reading.mention(sentence, at)
    if mention is None or mention.speaker is None or at > 0:
        return mention
    if " " in mention.speaker.name:
        is_verb = sentence[0].lower.startswith(VERBAL) and sentence[0].text not in reading.evidence.inside
        return None if is_verb else mention
    # At the start of a sentence any word has a capital: a name has one elsewhere too.
    name = mention.speaker.name
    return mention if name in reading.evidence.inside or (len(name) > 2 and name.isupper()) else None


def _verb_behind(sentence: list[Token], at: int, grammar: Grammar) -> int | None:
    """Where the verb of saying stands, behind adverbs or "dalam keterangannya, Kamis (…)," at the most."""
    end = min(len(sentence), at + MAX_GAP)
    begins = sentence[at] if at < len(sentence) else None
    is_gap = begins is not None and (begins.text in (",", "(") or begins.lower in grammar.links)
    for position in range(at, end):
        token = sentence[position]
        if token.lower in grammar.before or token.lower == "told":
            return position
        if token.sort == "quote" or token.lower in grammar.negations or token.lower in grammar.after_quote:
            return None
        if token.lower not in grammar.adverbs and not is_gap:
            return None
    return None


def _start_of_words(sentence: list[Token], verb: int, grammar: Grammar, *, has_gap: bool) -> int | None:
    """Where the statement begins: behind "bahwa", a comma, a colon, or at once behind a strong verb."""
    if verb + 1 >= len(sentence):
        return None
    following = sentence[verb + 1]
    if following.text in (",", ":") or following.lower in grammar.conjunctions:
        return _behind_marks(sentence, verb + 1, grammar)
    if following.sort == "quote":
        return verb + 1
    if following.lower in grammar.links or sentence[verb].lower == "told":
        return _behind_gap(sentence, verb + 1, grammar)
    may_follow = sentence[verb].lower in grammar.strong and not has_gap and not _is_predicate(following)
    return verb + 1 if may_follow else None


def _is_predicate(word: Token) -> bool:
    """A predicate ("X mengatakan sedang …") leaves out who does it; the statement would not stand by itself."""
    return word.lower in PREDICATES or word.lower.startswith(("meng", "mem", "men", "ber"))


def _behind_marks(sentence: list[Token], at: int, grammar: Grammar) -> int:
    while at < len(sentence) and (sentence[at].text in (",", ":") or sentence[at].lower in grammar.conjunctions):
        at += 1
    return at


def _behind_gap(sentence: list[Token], at: int, grammar: Grammar) -> int | None:
    """Behind "kepada Kompas.com, Minggu (18/10/2020), bahwa": the conjunction, a colon or a quotation must follow."""
    for position in range(at, min(len(sentence), at + MAX_GAP)):
        token = sentence[position]
        if token.lower in grammar.conjunctions or token.text == ":":
            return _behind_marks(sentence, position, grammar)
        if token.sort == "quote":
            return position
    return None


def _reported(sentence: list[Token], start: int, *, verb: int, mention: Mention, reading: Reading) -> Found | None:
    rest = sentence[start:]
    if not rest or (rest[0].lower in TIMES) or _speaks_again(rest, reading.grammar):
        return None
    said = sentence[verb].lower
    if rest[0].sort == "quote" and not any(token.is_small for token in rest[1:]):
        words = " ".join(token.text for token in rest if token.sort == "quote")
        return Found(mention, said, words, is_quote=True) if len(words.split()) >= MIN_QUOTED else None
    words = reading.words(rest)
    if rest[0].sort == "quote" or len(words.split()) < MIN_WORDS or _points_back(words):
        return None
    return Found(mention, said, words, is_quote=False)


def _points_back(words: str) -> bool:
    lowered = words[:40].casefold()
    return any(lowered.startswith(start + " ") for start in POINTING)


def _speaks_again(rest: list[Token], grammar: Grammar) -> bool:
    """Somebody else's words inside: whose is no longer sure."""
    for before, token in pairwise(rest):
        if before.text == "," and token.lower in grammar.after_quote | {"menurut"} and token.lower in PLAIN_VERBS:
            return True
    return any(token.lower in ("menirukan", "mengutip") for token in rest)


def according_first(sentence: list[Token], reading: Reading) -> Found | None:
    """Menurut X, … / Menurut dia, … / According to X, …"""
    at, grammar = 0, reading.grammar
    while at < len(sentence) and (sentence[at].lower in grammar.openers or sentence[at].text == ","):
        at += 1
    mention = _accorded(sentence, at, reading)
    if mention is None:
        return None
    within = range(mention.end, min(len(sentence), mention.end + MAX_GAP))
    comma = next((position for position in within if sentence[position].text == ","), None)
    if comma is None or (comma > mention.end and sentence[mention.end].lower not in grammar.links | {"("}):
        return None
    verb = " ".join(grammar.according[0])
    found = _reported(sentence, comma + 1, verb=at, mention=mention, reading=reading)
    return Found(found.mention, verb, found.words, found.is_quote) if found else None


def _accorded(sentence: list[Token], at: int, reading: Reading) -> Mention | None:
    if at >= len(sentence):
        return None
    for phrase in reading.grammar.according:
        if tuple(token.lower for token in sentence[at : at + len(phrase)]) == phrase:
            return reading.mention(sentence, at + len(phrase))
    if reading.grammar.owned and sentence[at].lower == "menurutnya":
        return Mention(None, at + 1)
    return None


def speaker_within(sentence: list[Token], reading: Reading) -> Found | None:
    """…, kata X, … / …, kata X. / …, X said."""
    for at in range(2, len(sentence) - 1):
        if sentence[at - 1].text != ",":
            continue
        said = _said_within(sentence, at, reading)
        if said is None:
            continue
        verb, mention = said
        left, right = sentence[: at - 1], sentence[mention.end :]
        words = _around(left, right, reading)
        if words is None or any(token.sort == "quote" for token in left):
            return None
        return Found(mention, verb, words, is_quote=False)
    return None


def _said_within(sentence: list[Token], at: int, reading: Reading) -> tuple[str, Mention] | None:
    if sentence[at].lower in PLAIN_VERBS:
        if sentence[at].lower == "menurut":
            mention = _accorded(sentence, at, reading)
            return ("menurut", mention) if mention else None
        return _verb_and_mention(sentence, at, reading)
    if reading.grammar.owned or not sentence[at].is_capital:
        return None
    return _mention_and_verb(sentence, at, reading)


def _around(left: list[Token], right: list[Token], reading: Reading) -> str | None:
    """The statement without the attribution in its midst; None where what follows is not its other half."""
    before, at_end = reading.words(left), not any(token.sort in ("word", "quote") for token in right)
    if at_end:
        return f"{before}." if len(before.split()) >= MIN_WORDS else None
    if right[0].text != "," or right[1].lower in TIMES or _speaks_again(right, reading.grammar):
        return None
    after = reading.text[right[1].start : right[-1].end]
    joint = ", " if left[0].lower in reading.grammar.links | reading.grammar.openers | NOBODY - {"hal"} else " "
    words = f"{before}{joint}{' '.join(after.split())}"
    return words if len(words.split()) >= MIN_WORDS else None
