"""Recognises datelines, attributions and read-also lines in running text. Pure: text in, positions and data out.

Precision comes first: what is not surely one of them stays text. Nothing here removes a letter; the caller
cuts by the positions, and what is cut is what the mark or the field shows again.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from warta.articles.recognise_words import (
    COUNTRIES,
    DOMAIN,
    KNOWN_OUTLETS,
    MEDIA_WORDS,
    MEDIUM,
    MONTHS,
    NAME_ENDS,
    NOT_OUTLETS,
    SHORT_NAMES,
    STRONG_VERBS,
    WEAK_VERBS,
    WEEKDAYS,
)

# A place and an agency in front of a lead sentence; longer ones were never seen in a house style.
DATELINE_CHARACTERS = 90
PLACE_CHARACTERS = 60
OUTLET_WORDS = 6
OUTLET_CHARACTERS = 80
HEADLINE_CHARACTERS = 250


@dataclass(frozen=True)
class Dateline:
    """`place` may be empty ("KOMPAS.com - …"); `end` is where the lead sentence begins."""

    place: str
    agency: str
    end: int


@dataclass(frozen=True)
class Attribution:
    """`text[start:phrase_end]` stays as the marked words; the outlet and its day, up to `end`, become data."""

    start: int
    phrase_end: int
    outlet_start: int
    outlet: str
    reported_on: date | None
    end: int


@dataclass(frozen=True)
class ReadAlso:
    """A line that leads to another article by its headline, which begins at `title_start`."""

    title: str
    title_start: int


_DASH = r"(?:\s*[-‐‑‒–—―−]+\s*)"
_LETTER = r"[^\W\d_]"
_DOMAIN_AGENCY = r"[^\W_][\w-]*\.\s?[A-Za-z]{2,4}(?:\s?m)?(?:\.[a-z]{2})?"
_NAMED_AGENCY = r"[^\W\d_][\w.&'’-]*(?:\s[^\W\d_][\w.&'’-]*){0,2}"
_PLACE = rf"{_LETTER}[\w .,'’/()-]*?"
_COMMA_DATELINE = re.compile(rf"\s*(?P<place>{_PLACE})\s*[,.;]\s*(?P<agency>{_DOMAIN_AGENCY}|{_NAMED_AGENCY}){_DASH}(?=\S)")
_SPACE_DATELINE = re.compile(rf"\s*(?P<place>{_PLACE})\s+(?P<agency>{_DOMAIN_AGENCY}){_DASH}(?=\S)")
_BRACKET_DATELINE = re.compile(rf"\s*(?P<place>{_PLACE})\s*,?\s*\((?P<agency>{_NAMED_AGENCY})\){_DASH}(?=\S)")
_AGENCY_DATELINE = re.compile(rf"\s*(?P<place>)(?P<agency>{_DOMAIN_AGENCY}|{_NAMED_AGENCY}){_DASH}(?=\S)")


def dateline(text: str, houses: Collection[str] = ()) -> Dateline | None:
    """The dateline that `text` begins with. `houses` are names that count as agencies besides the known ones."""
    names = _house_names(houses)
    head = text[:DATELINE_CHARACTERS]
    for pattern in (_AGENCY_DATELINE, _COMMA_DATELINE, _SPACE_DATELINE, _BRACKET_DATELINE):
        found = pattern.match(head)
        if found and _is_dateline(found["place"], found["agency"], names):
            return Dateline(_tidy(found["place"]), _tidy(found["agency"]), found.end())
    return None


def _house_names(houses: Collection[str]) -> frozenset[str]:
    names = {name.casefold().strip() for name in houses if name.strip()}
    return frozenset(names | {name.partition(".")[0] for name in names})


def _is_dateline(place: str, agency: str, houses: frozenset[str]) -> bool:
    is_domain = re.fullmatch(_DOMAIN_AGENCY, agency) is not None
    is_agency = is_domain or _is_known_agency(agency, houses)
    if not place:
        return is_agency and (agency[:2].isupper() or agency.casefold() in houses)
    return is_agency and len(place) <= PLACE_CHARACTERS and _is_place(place)


def _is_known_agency(agency: str, houses: frozenset[str]) -> bool:
    return agency.casefold() in houses or agency.casefold() in KNOWN_OUTLETS


def _is_place(place: str) -> bool:
    """All words begin with a capital letter, and there are few of them."""
    words = re.findall(r"[^\W\d_]+", place)
    return 0 < len(words) <= 8 and all(word[0].isupper() for word in words)


def _tidy(words: str) -> str:
    return " ".join(words.split()).strip(" ,.;")


_WEEKDAY = "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_PATTERNS = tuple(
    re.compile(r"(?i)\s*,?\s*(?:(?:pada|on|edisi|hari)\s+)*" + pattern)
    for pattern in (
        rf"(?:(?P<weekday>{_WEEKDAY})\s*,?\s*)?\(\s*(?P<day>\d{{1,2}})\s*[/.-]\s*(?P<month>\d{{1,2}})\s*[/.-]\s*(?P<year>\d{{4}})\s*\)",
        rf"(?:(?P<weekday>{_WEEKDAY})\s*,?\s*)?\(?(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})\.?\s+(?P<year>\d{{4}})\b\)?",
        rf"(?:(?P<weekday>{_WEEKDAY})\s*,?\s*)?\(?(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})\b\)?",
        rf"(?P<weekday>{_WEEKDAY})(?=\s*(?:[,.;:)]|$))(?P<day>)(?P<month>)(?P<year>)",
    )
)


def _day_after(text: str, position: int, published: date | None) -> tuple[date, int] | None:
    """The day named right after `position`, and where it ends; None when there is none or it contradicts itself."""
    for pattern in _DAY_PATTERNS:
        found = pattern.match(text, position)
        if found:
            day = _full_day(found) if found["day"] else _last_weekday(found["weekday"], published)
            return (day, found.end()) if day and _agrees(day, found["weekday"]) and _closes(found[0]) else None
    return None


def _full_day(found: re.Match[str]) -> date | None:
    month = found["month"].casefold()
    try:
        return date(int(found["year"]), MONTHS.get(month) or int(month), int(found["day"]))
    except ValueError:
        return None


def _last_weekday(name: str, published: date | None) -> date | None:
    """The latest such day up to the day of publication."""
    if published is None or published.toordinal() < 7:
        return None
    return published - timedelta(days=(published.weekday() - WEEKDAYS[name.casefold()]) % 7)


def _agrees(day: date, weekday: str | None) -> bool:
    return weekday is None or WEEKDAYS[weekday.casefold()] == day.weekday()


def _closes(words: str) -> bool:
    return words.count("(") == words.count(")")


_VERB = re.compile(
    rf"(?i)\b(?:(?P<strong>{STRONG_VERBS})|(?P<weak>{WEAK_VERBS}))\s+(?P<medium>{MEDIUM}*)(?=\S)"
)
_HOST = r"[^\W_][\w-]*(?:\.[\w-]+)+"
_WORD = rf"(?:{_HOST}|[A-Z0-9À-Þ][\w&'’!+-]*|[a-z]+[A-Z]\w*)"
_LINK_WORD = r"(?:of|the|for|de|del|della|dello|du|la|le|&)"
_NAME = re.compile(rf"(?:[Tt]he\s+)?{_WORD}(?:\s(?:{_LINK_WORD}\s)*{_WORD}){{0,{OUTLET_WORDS - 1}}}")
# "dikutip Warta dari …": the named one quotes, the source comes after.
_QUOTED_BY = re.compile(r"\s+(?P<word>dari|di|lewat|dalam|melalui|via)\s+(?P<medium>" + MEDIUM + r"*)(?i:)(?=\S)")
_PASSIVE = re.compile(r"(?i)di(?:kutip|lansir|himpun|rangkum|sadur|nukil)")


def attributions(text: str, published: date | None = None) -> list[Attribution]:
    """The attributions to an outlet in `text`, in order and never overlapping.

    A weekday without a date counts from `published`; without that it stays text.
    """
    found: list[Attribution] = []
    position = 0
    while verb := _VERB.search(text, position):
        attribution = _attribution(text, verb, published)
        if attribution:
            found.append(attribution)
        position = attribution.end if attribution else verb.end()
    return found


def _attribution(text: str, verb: re.Match[str], published: date | None) -> Attribution | None:
    name_start, is_medium = verb.end(), bool(verb["medium"])
    name = _name_at(text, name_start, is_medium=is_medium)
    is_sure = is_medium or verb["strong"] is not None
    if name and _PASSIVE.match(verb[0]) and not _says_dari(verb[0]):
        quoted = _QUOTED_BY.match(text, name_start + len(name))
        if quoted and quoted["word"] != "dari":
            return None
        if quoted:
            name_start, is_medium, is_sure = quoted.end(), bool(quoted["medium"]), True
            name = _name_at(text, name_start, is_medium=is_medium)
    if not name or not _is_outlet(name, is_sure=is_sure):
        return None
    outlet_end = name_start + len(name)
    day = _day_after(text, outlet_end, published)
    phrase_end = len(text[:name_start].rstrip())
    return Attribution(verb.start(), phrase_end, name_start, " ".join(name.split()), *(day or (None, outlet_end)))


def _says_dari(verb: str) -> bool:
    return re.search(r"\bdari\b", verb) is not None


def _name_at(text: str, position: int, *, is_medium: bool) -> str:
    """The capitalised words that begin at `position`, up to where the name surely ends; empty when there are none."""
    found = _NAME.match(text, position)
    if not found:
        return ""
    words = re.split(r"(\s+)", found[0])
    if is_medium and len(words) > 2 and words[0].casefold() in COUNTRIES:
        return ""
    return _cut(words)


def _cut(words: list[str]) -> str:
    kept = ""
    for index in range(0, len(words), 2):
        word = words[index].casefold()
        if index and (word in NAME_ENDS or kept.casefold() in SHORT_NAMES):
            break
        kept += ("" if not index else words[index - 1]) + words[index]
    kept = re.sub(rf"(?:\s+{_LINK_WORD})+$", "", kept)
    return re.sub(r"['’]s$", "", kept)


def _is_outlet(name: str, *, is_sure: bool) -> bool:
    first = name.split()[0].casefold()
    if first in NOT_OUTLETS or first in WEEKDAYS or first in MONTHS or len(name) > OUTLET_CHARACTERS:
        return False
    if name.isdigit() or not re.search(_LETTER, name):
        return False
    return is_sure or _looks_like_outlet(name)


def _looks_like_outlet(name: str) -> bool:
    plain = name.casefold()
    return (
        plain in KNOWN_OUTLETS
        or plain.removeprefix("the ") in KNOWN_OUTLETS
        or DOMAIN.match(name) is not None
        or MEDIA_WORDS.search(name) is not None
    )


_READ_ALSO = (
    r"(?:baca|simak|lihat)\s+(?:juga|pula)|baca\s+selengkapnya|berita\s+terkait"
    r"|read\s+(?:also|more)|also\s+read|see\s+also"
)
_READ_ALSO_LINE = re.compile(
    rf"(?i)\s*(?:[-•*–—▪►>\[(]\s*)*(?:{_READ_ALSO})\s*[:：]\s*(?P<title>\S.*?)[\s\])]*", re.DOTALL
)
_READ_ALSO_INSIDE = re.compile(rf"(?i)\s*[\[(]?(?:{_READ_ALSO})\s*[:：]\s*")


def read_also_line(text: str) -> ReadAlso | None:
    """The headline when the whole of `text` is a line such as "Baca juga: …"."""
    found = _READ_ALSO_LINE.fullmatch(text)
    if not found or len(found["title"]) > HEADLINE_CHARACTERS or "\n" in found["title"]:
        return None
    return ReadAlso(" ".join(found["title"].split()), found.start("title"))


def read_also_inside(text: str, headlines: Collection[str]) -> tuple[int, int, str] | None:
    """Start, end and headline of a "Baca juga: …" in the middle of `text`; only for a headline that is known."""
    for found in _READ_ALSO_INSIDE.finditer(text):
        for headline in sorted(headlines, key=len, reverse=True):
            if headline and text.startswith(headline, found.end()):
                return found.start(), found.end() + len(headline), headline
    return None
