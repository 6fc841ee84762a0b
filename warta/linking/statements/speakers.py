"""A mention of somebody taken apart into office and name: "Menteri Luar Negeri Rusia Sergei Lavrov"."""

from __future__ import annotations

from dataclasses import dataclass, field

from warta.linking.statements.people import Evidence
from warta.linking.statements.places import PLACES
from warta.linking.statements.said import Speaker
from warta.linking.statements.tokens import ABBREVIATED, Token
from warta.linking.statements.words import (
    BODIES,
    ENGLISH,
    HONORIFICS,
    INDONESIAN,
    NEEDS_NAME,
    NOBODY,
    OFFICES,
    OFFICES_OF,
    PARTICLES,
    RANKS,
    ROLE_WORDS,
    TIMES,
    Grammar,
    words_of,
)

COMPOUNDS = frozenset({("jaksa", "agung"), ("mahkamah", "agung"), ("kejaksaan", "agung"), ("hakim", "agung")})
LAWS = words_of(
    "uu pp perppu perpres perda kuhp pasal bab ayat kamus dictionary quran alquran hadis alkitab kbbi eyd tribun antara"
)
HEADS = OFFICES | OFFICES_OF | RANKS
OF_OFFICE = HEADS | ROLE_WORDS | BODIES
BEFORE_NAME = OF_OFFICE | PLACES | HONORIFICS
WHOLE = OFFICES | RANKS | HONORIFICS | PLACES
NOT_IN_NAME = OF_OFFICE | NOBODY | LAWS
TITLES = HONORIFICS | RANKS
SAYING = INDONESIAN.before | INDONESIAN.after_quote | INDONESIAN.adverbs | ENGLISH.before | ENGLISH.after_quote
NOT_IN_OFFICE = words_of(
    """
    yakni yaitu kata di dari ke dengan untuk oleh sebagai bahwa karena agar atau serta tetapi bin sambil seraya
    seperti soal dalam saat kepada melalui lewat usai ketika via pada yang itu ini tersebut akan telah sudah tidak
    who which said
    """
)
LEADING = words_of("the a an pihak seorang salah satu")
END_OF_OFFICE = words_of("dalam saat kepada melalui lewat usai ketika via sesaat in during after before while when on")
MAX_PHRASE, MAX_NAME = 24, 5


@dataclass
class Phrase:
    """Words that name somebody, from `start` to `end` in the sentence. `breaks`: where an acronym in brackets stood."""

    tokens: list[Token] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    start: int = 0
    end: int = 0

    @property
    def begins_with_office(self) -> bool:
        return bool(self.tokens) and self.tokens[0].lower in HEADS


@dataclass(frozen=True)
class Mention:
    """`speaker` is None where a pronoun stands."""

    speaker: Speaker | None
    end: int


def mention_at(sentence: list[Token], at: int, text: str, *, grammar: Grammar, evidence: Evidence) -> Mention | None:
    """Who is named at this place of the sentence; None where that is nobody or not clear."""
    if at >= len(sentence):
        return None
    if sentence[at].lower in grammar.pronouns:
        return Mention(None, at + 1)
    while at + 1 < len(sentence) and sentence[at].lower in LEADING:
        at += 1
    phrase = phrase_at(sentence, at)
    if not phrase.tokens:
        return None
    following = sentence[phrase.end].lower if phrase.end < len(sentence) else ""
    if following in grammar.demonstratives:
        return Mention(None, phrase.end + 1) if _only_describes(phrase) else None
    mention = _with_comma(sentence, phrase, text, grammar)
    if mention is not None or (phrase.begins_with_office and _goes_on_behind_comma(sentence, phrase.end)):
        return mention
    return _without_comma(sentence, phrase, text, evidence)


def introduced_in(sentence: list[Token], text: str, *, grammar: Grammar, evidence: Evidence) -> list[Speaker]:
    """Those whom a sentence names with their office, whether or not they speak."""
    found: list[Speaker] = []
    for at, token in enumerate(sentence):
        is_start = token.lower in HEADS and not (at and sentence[at - 1].lower in OF_OFFICE)
        mention = mention_at(sentence, at, text, grammar=grammar, evidence=evidence) if is_start else None
        if mention is not None and mention.speaker is not None and mention.speaker.role:
            found.append(mention.speaker)
    return found


def phrase_at(sentence: list[Token], at: int) -> Phrase:
    start = _behind_titles(sentence, at)
    phrase = Phrase(start=start, end=start)
    while phrase.end < len(sentence) and len(phrase.tokens) < MAX_PHRASE:
        token = sentence[phrase.end]
        if token.text == "(":
            closing = _closing(sentence, phrase.end)
            if closing is None or not phrase.tokens:
                break
            phrase.breaks.add(len(phrase.tokens))
            phrase.end = closing + 1
        elif _is_dot_of_abbreviation(sentence, phrase.end):
            phrase.end += 1
        elif _belongs(phrase, sentence, token):
            phrase.tokens.append(token)
            phrase.end += 1
        else:
            break
    return phrase


def _behind_titles(sentence: list[Token], at: int) -> int:
    """Behind a "dr." in small letters, which would end the name before it began."""
    while at + 1 < len(sentence) and sentence[at].is_small and sentence[at].lower in HONORIFICS:
        at += 2 if sentence[at + 1].text == "." else 1
    return at


def _closing(sentence: list[Token], opening: int) -> int | None:
    """The end of a bracket that holds an acronym or "Purn"; None for ages and dates."""
    for at in range(opening + 1, min(opening + 6, len(sentence))):
        if sentence[at].text == ")":
            return at
        if sentence[at].sort == "number":
            return None
    return None


def _is_dot_of_abbreviation(sentence: list[Token], at: int) -> bool:
    before = sentence[at - 1] if at else None
    if before is None or sentence[at].text != "." or before.end != sentence[at].start or at + 1 == len(sentence):
        return False
    return before.lower in ABBREVIATED or (len(before.text) == 1 and before.is_capital)


def _belongs(phrase: Phrase, sentence: list[Token], token: Token) -> bool:
    if token.is_capital:
        return token.lower not in TIMES
    in_office = not phrase.tokens or phrase.begins_with_office
    following = sentence[phrase.end + 1] if phrase.end + 1 < len(sentence) else None
    if token.is_small or token.text == "&":
        if phrase.tokens and token.lower in PARTICLES and following is not None and following.is_capital:
            return True
        if not phrase.tokens:
            return token.lower in HEADS
        return in_office and (token.lower in OF_OFFICE or _may_be_of_office(sentence, phrase.end))
    return token.sort == "number" and in_office and bool(phrase.tokens) and token.text.isdigit() and len(token.text) < 4


def _may_be_of_office(sentence: list[Token], at: int) -> bool:
    """A word that no list knows in "pakar keamanan siber Pratama": no verb, and a name follows close behind."""
    word = sentence[at].lower
    if word in NOT_IN_OFFICE or word in SAYING or word.startswith(("me", "di", "ber", "ter")) or word.endswith("ed"):
        return False
    following = sentence[at + 1 : at + 3]
    return any(token.is_capital for token in following) and all(token.sort == "word" for token in following[:1])


def _only_describes(phrase: Phrase) -> bool:
    """Such as "politisi Partai Golkar ini": an office and no name."""
    return phrase.begins_with_office and all(token.lower in OF_OFFICE or token.is_small for token in phrase.tokens[:2])


def _with_comma(sentence: list[Token], phrase: Phrase, text: str, grammar: Grammar) -> Mention | None:
    """The office before the name or behind it, apart by a comma."""
    if phrase.begins_with_office:
        return _office_then_name(sentence, phrase, text, grammar)
    if phrase.end + 1 >= len(sentence) or sentence[phrase.end].text != "," or not _is_name(phrase.tokens):
        return None
    end = _end_of_apposition(sentence, phrase.end + 1)
    if end is None:
        return None
    office = sentence[phrase.end + 1 : end]
    return Mention(Speaker(_name(phrase.tokens, text), _slice(office, text)), end) if _is_apposition(office) else None


def _office_then_name(sentence: list[Token], phrase: Phrase, text: str, grammar: Grammar) -> Mention | None:
    comma = _comma_behind_office(sentence, phrase.end, grammar)
    if comma is None:
        return None
    second = phrase_at(sentence, comma + 1)
    names = second.tokens
    while names and names[0].lower in TITLES | OFFICES:
        names = names[1:]
    if not _is_name(names) or not _stops(sentence, second.end) or _goes_on_as_list(sentence, second.end):
        return None
    office = sentence[phrase.start : comma]
    speaker = Speaker(_name(names, text), _slice(_without_bracket(office), text))
    return Mention(speaker, _behind_age(sentence, second.end))


def _comma_behind_office(sentence: list[Token], at: int, grammar: Grammar) -> int | None:
    """Where an office that no list knows in full ends: "Pengamat transportasi Universitas Katulistiwa,"."""
    for comma in range(at, min(at + 12, len(sentence) - 1)):
        token = sentence[comma]
        if token.text == ",":
            return comma
        is_said = token.lower in grammar.before or token.lower in grammar.after_quote
        if is_said or token.lower in NOT_IN_OFFICE or token.sort == "quote" or token.text in (":", ".", ";"):
            return None
    return None


def _without_bracket(office: list[Token]) -> list[Token]:
    """An acronym in brackets at the very end only repeats what stands before it."""
    if len(office) > 3 and office[-1].text == ")" and office[-3].text == "(":
        return office[:-3]
    return office


def _is_apposition(office: list[Token]) -> bool:
    if not office:
        return False
    if office[0].lower in LEADING:
        return any(token.lower in HEADS for token in office[1:6])
    return office[0].lower in HEADS


def _goes_on_as_list(sentence: list[Token], at: int) -> bool:
    """Such as "Direktur Jenderal Industri Logam, Mesin, dan Elektronika": no name, and the office goes on."""
    following = [token.lower for token in sentence[at : at + 6]]
    return following[:1] == ["dan"] or (following[:1] == [","] and ("dan" in following[1:4] or "and" in following[1:4]))


def _stops(sentence: list[Token], at: int) -> bool:
    return at >= len(sentence) or sentence[at].text in (",", ".", "(", ":") or sentence[at].is_small


def _end_of_apposition(sentence: list[Token], at: int) -> int | None:
    for end in range(at, min(at + 14, len(sentence))):
        if sentence[end].text in (",", ".") or sentence[end].lower in END_OF_OFFICE:
            return end
        if sentence[end].sort == "quote":
            return None
    return None


def _without_comma(sentence: list[Token], phrase: Phrase, text: str, evidence: Evidence) -> Mention | None:
    speaker = _split(phrase, text, evidence)
    if speaker is None:
        return None
    return Mention(speaker, _behind_age(sentence, phrase.end))


def _goes_on_behind_comma(sentence: list[Token], at: int) -> bool:
    """An office, a comma and another name that could not be read: who of them is meant is not sure."""
    if at + 1 >= len(sentence) or sentence[at].text != "," or not sentence[at + 1].is_capital:
        return False
    return sentence[at + 1].lower not in TIMES | PLACES


def _behind_age(sentence: list[Token], at: int) -> int:
    is_age = at + 2 < len(sentence) and sentence[at].text == "(" and sentence[at + 2].text == ")"
    return at + 3 if is_age and sentence[at + 1].text.isdigit() else at


def _split(phrase: Phrase, text: str, evidence: Evidence) -> Speaker | None:
    tokens = phrase.tokens
    while tokens and tokens[0].lower in HONORIFICS:
        tokens = tokens[1:]
    if not tokens:
        return None
    if tokens[0].lower in HEADS:
        return _split_office(phrase, tokens, text, evidence)
    if _is_name(tokens):
        return Speaker(_name(tokens, text))
    return Speaker(_slice(tokens, text)) if _is_body(tokens) else None


def _split_office(phrase: Phrase, tokens: list[Token], text: str, evidence: Evidence) -> Speaker | None:
    shift = len(phrase.tokens) - len(tokens)
    known = _start_of_name(tokens, {at - shift for at in phrase.breaks})
    start = _by_evidence(tokens, known, evidence)
    if start is None or not _is_name(tokens[start:]):
        return None
    office = tokens[:start]
    while len(office) > 1 and office[-1].lower in TITLES and office[0].lower not in RANKS:
        office = office[:-1]
    return Speaker(_name(tokens[start:], text), _slice(office, text))


def _start_of_name(tokens: list[Token], breaks: set[int]) -> int:
    """Behind the last word that belongs to an office, a place, a rank or a bracket."""
    known = 0
    for at, token in enumerate(tokens):
        is_of_office = token.lower in BEFORE_NAME or not token.is_capital or _is_acronym(token) or _is_brand(token)
        is_of_office = is_of_office or (at > 0 and (tokens[at - 1].lower, token.lower) in COMPOUNDS)
        if is_of_office and (token.lower not in PARTICLES or known >= at):
            known = at + 1
    return max([known, *(at for at in breaks if at < len(tokens))])


def _is_brand(token: Token) -> bool:
    """Such as "BelanjaKita": a capital in the midst of a word that is no "McKay" or "Al-Farisi"."""
    return any(letter.isupper() for letter in token.text[3:]) and token.text.isalpha()


def _is_acronym(token: Token) -> bool:
    return len(token.text) > 1 and (token.text.isupper() or token.text[:2].isupper())


def _by_evidence(tokens: list[Token], start: int, evidence: Evidence) -> int | None:
    """Where the name begins, helped by how the text calls the person elsewhere; None where it can't be told."""
    rest = [token.text for token in tokens[start:]]
    own = 0 if start and tokens[start - 1].is_capital else 1
    if not rest or evidence.speaks(rest[0]) or evidence.calls(rest, own=own):
        return start if rest else None
    other = evidence.length_of_other(rest)
    if not other and len(rest) > 1 and evidence.stands_apart(rest[0], rest[1]) and not _is_office(tokens, start):
        other = 1
    if other:
        return start + other if len(rest) > other + 1 or evidence.speaks(rest[other]) else None
    called = (at for at in range(1, len(rest) - 1) if evidence.calls(rest[at:], own=0))
    return start if _is_sure(tokens, start) else next((start + at for at in called), None)


def _is_office(tokens: list[Token], start: int) -> bool:
    return start > 0 and tokens[start - 1].lower in OFFICES | TITLES


def _is_sure(tokens: list[Token], start: int) -> bool:
    length = len(tokens) - start
    if not start or not 1 <= length <= MAX_NAME:
        return False
    before = tokens[start - 1]
    if before.lower in NEEDS_NAME or (length == 1 and before.lower in OFFICES_OF - {"ibu", "kapten"}):
        return False
    return length <= (4 if _is_whole(before) else 2)


def _is_whole(word: Token) -> bool:
    """What follows this word of an office can only be a name."""
    return word.lower in WHOLE


def _is_name(tokens: list[Token]) -> bool:
    if not 1 <= len(tokens) <= MAX_NAME or not tokens[0].is_capital:
        return False
    if all(token.lower in PLACES | LAWS for token in tokens) or (len(tokens) == 1 and len(tokens[0].text) == 1):
        return False
    plain = [token for token in tokens if token.lower not in PARTICLES]
    if any(_is_acronym(token) and len(token.text) > 2 for token in plain) or not tokens[-1].is_capital:
        return False
    return all(token.is_capital and token.lower not in NOT_IN_NAME for token in plain)


def _is_body(tokens: list[Token]) -> bool:
    """An organisation: begins with the word for one, or is an acronym."""
    if len(tokens) > 8 or tokens[0].lower in LAWS | NOBODY:
        return False
    if len(tokens) == 1:
        return _is_acronym(tokens[0])
    return tokens[0].lower in BODIES and all(token.is_capital or token.lower in ROLE_WORDS for token in tokens)


def _name(tokens: list[Token], text: str) -> str:
    while len(tokens) > 1 and tokens[0].lower in TITLES:
        tokens = tokens[1:]
    return _slice(tokens, text)


def _slice(tokens: list[Token], text: str) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].split()).strip(" ,.") if tokens else ""
