"""Statements of a whole text, in its order. Reads each paragraph twice, in time linear in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from warta.linking.statements.patterns import Found, Reading, find, subject_of
from warta.linking.statements.people import People, capital_runs, evidence_in
from warta.linking.statements.places import PLACES
from warta.linking.statements.said import Speaker, Statement
from warta.linking.statements.speakers import OF_OFFICE, introduced_in
from warta.linking.statements.tokens import Token, sentences_of, tokens_of
from warta.linking.statements.words import HONORIFICS, RANKS, grammar_of

# A story shows a few of them; a text that yields more is a transcript or no news at all.
MAX_STATEMENTS = 200
# What is longer is a speech, or a quotation mark was forgotten.
MAX_LENGTH = 1500


def statements_in(paragraphs: Sequence[str], language: str = "id") -> list[Statement]:
    """Who said what in these paragraphs (plain text, in order). What is not sure is left out.

    `language` is a code such as `id` or `en`. Any text is answered; one that is no language of ours with nothing.
    """
    grammar = grammar_of(language)
    sentences = [_sentences(paragraph) for paragraph in paragraphs]
    evidence = evidence_in((one for paragraph in sentences for one in paragraph), grammar)
    people, statements = People(evidence), list[Statement]()
    for number, paragraph in enumerate(paragraphs):
        reading = Reading(paragraph, grammar, evidence)
        _read_paragraph(number, sentences[number], reading, people, statements)
        if len(statements) >= MAX_STATEMENTS:
            break
    return _with_full_names(statements, people)


def _sentences(paragraph: str) -> list[list[Token]]:
    tokens = tokens_of(paragraph)
    return sentences_of(tokens) if tokens else []


def _read_paragraph(
    number: int, sentences: list[list[Token]], reading: Reading, people: People, statements: list[Statement]
) -> None:
    goes_on = False  # whether a bare quotation now is the same speaker's
    for sentence in sentences:
        if goes_on and _is_bare_quote(sentence):
            statements[-1] = _longer(statements[-1], sentence[0].text)
            continue
        found = find(sentence, reading)
        said = _settled(found, number, people) if found else None
        goes_on = said is not None and said.is_quote
        if said is not None:
            statements.append(said)
        elif found is None:
            _note_others(number, sentence, reading, people)


def _is_bare_quote(sentence: list[Token]) -> bool:
    return sentence[0].sort == "quote" and all(token.sort in ("quote", "mark") for token in sentence)


def _longer(statement: Statement, more: str) -> Statement:
    words = f"{statement.words} {more}"
    return replace(statement, words=words) if len(words) <= MAX_LENGTH else statement


def _settled(found: Found, number: int, people: People) -> Statement | None:
    mention = found.mention
    speaker = people.meet(mention.speaker, number) if mention.speaker else people.meant(number)
    if speaker is None or len(found.words) > MAX_LENGTH:
        return None
    return Statement(speaker.name, speaker.role, found.verb, found.words, found.is_quote, number)


def _note_others(number: int, sentence: list[Token], reading: Reading, people: People) -> None:
    """Whom a sentence without a statement is about; whoever else it names makes the next pronoun unsure."""
    for speaker in introduced_in(sentence, reading.text, grammar=reading.grammar, evidence=reading.evidence):
        people.introduce(speaker)
    subject = subject_of(sentence, 0, reading) if sentence[0].is_capital else None
    about = subject.speaker if subject else None
    if about is not None and (about.role or " " in about.name or people.known_as_part(about.name)):
        people.turn_to(about, number)
    if people.last is not None and _names_another(sentence, people.last.name, people):
        people.doubt()


def _names_another(sentence: list[Token], name: str, people: People) -> bool:
    own = set(name.split())
    if any(token.lower in ("seorang", "sebuah", "a", "an") for token in sentence[:1]):
        return True
    for start, end in capital_runs(sentence):
        words = sentence[start:end]
        if any(token.text in own for token in words):
            continue
        if _looks_like_a_person(sentence, start, end) or any(token.text in people.by_word for token in words):
            return True
    return False


def _looks_like_a_person(sentence: list[Token], start: int, end: int) -> bool:
    words = sentence[start:end]
    if any(token.lower in HONORIFICS | RANKS for token in words):
        return True
    unknown = [token for token in words if token.lower not in OF_OFFICE | PLACES and not token.text.isupper()]
    before = sentence[start - 1].lower if start else ""
    is_titled = before in OF_OFFICE or any(token.lower in OF_OFFICE for token in words)
    return bool(unknown) and (is_titled or (len(unknown) == len(words) == 2))


def _with_full_names(statements: list[Statement], people: People) -> list[Statement]:
    """Who was called by a short name before the full one stood there is called by the full one throughout."""
    settled: list[Statement] = []
    for statement in statements:
        fuller = [one for one in people.known_as_part(statement.speaker) if one.name != statement.speaker]
        own = people.by_name.get(statement.speaker, Speaker(statement.speaker, statement.role))
        if len(fuller) > 1:
            continue
        speaker = fuller[0] if fuller else own
        settled.append(replace(statement, speaker=speaker.name, role=speaker.role or own.role))
    return settled
