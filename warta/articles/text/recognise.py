"""Recognises datelines, attributions and read-also lines in running text. Pure: text in, positions and data out.

Precision comes first: what is not surely one of them stays text. Nothing here removes a letter; the caller
cuts by the positions, and what is cut is what the mark or the field shows again.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from warta.articles.text.recognise_words import (
    COUNTRIES,
    DOMAIN,
    KNOWN_OUTLETS,
    MEDIA_WORDS,
    MEDIUM,
    MONTHS,
    NAME_ENDS,
    NOT_OUTLETS,
    OWNERS_OF_SITES,
    SHORT_NAMES,
    STRONG_VERBS,
    TAKEN,
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
_DOMAIN_AGENCY = r"[^\W_][\w-]*\.\s?[A-Za-z]{2,8}(?:\s?m)?(?:\.[a-z]{2})?"
_NAMED_AGENCY = r"[^\W\d_][\w.&'’-]*(?:\s[^\W\d_][\w.&'’-]*){0,2}"
_PLACE = rf"{_LETTER}[\w .,'’/()-]*?"
_COMMA_DATELINE = re.compile(
    rf"\s*(?P<place>{_PLACE})\s*[,.;]\s*(?P<agency>{_DOMAIN_AGENCY}|{_NAMED_AGENCY}){_DASH}(?=\S)"
)
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
    rf"(?i)\b(?:(?P<strong>{STRONG_VERBS})|(?P<weak>{WEAK_VERBS}))\s+{TAKEN}?(?P<medium>{MEDIUM}*)(?=\S)"
)
_HOST = r"[^\W_][\w-]*(?:\.[\w-]+)+"
_WORD = rf"(?:{_HOST}|[A-Z0-9À-Þ][\w&'’!+-]*|[a-z]+[A-Z]\w*)"
_LINK_WORD = r"(?:of|the|for|de|del|della|dello|du|la|le|&)"
_NAME = re.compile(
    rf"(?:Kementerian|Dinas|Badan|Direktorat|Lembaga)(?:\s(?:dan\s)?{_WORD}){{1,{OUTLET_WORDS}}}"
    rf"|(?:[Tt]he\s+)?{_WORD}(?:\s(?:{_LINK_WORD}\s)*{_WORD}){{0,{OUTLET_WORDS - 1}}}"
)
# "dikutip Warta dari …": the named one quotes, the source comes after. Without "dari" the source is no outlet.
_QUOTED_BY = re.compile(
    rf"\s+(?P<word>dari|di|lewat|dalam|melalui|via|pada(?=\s+[a-z]))\s+{TAKEN}?(?P<medium>{MEDIUM}*)(?=\S)"
)
_PASSIVE = re.compile(r"(?i)di(?:kutip|lansir|himpun|rangkum|sadur|nukil)")
_FROM = re.compile(r"(?i)\b(?:dari|melalui|lewat)\b")
# A book or a paper by a person goes on like this: "Dikutip dari Fisika Dasar (2007), …", "… oleh …", "… dalam buku".
_BOOK = re.compile(r"\s+(?:\(\d{4}\)|oleh\s|karya\s|(?:dalam|berjudul|di)\s+(?:buku|jurnal|artikel|makalah)\b)")


def attributions(text: str, published: date | None = None) -> list[Attribution]:
    """The attributions to an outlet in `text`, in order and never overlapping.

    A weekday without a date counts from `published`; without that it stays text.
    """
    found: list[Attribution] = []
    position = 0
    while verb := _VERB.search(text, position):
        named = _named_outlet(text, verb)
        if named:
            found.append(_attribution(text, verb.start(), named, published))
        position = found[-1].end if named else verb.end()
    return found


def _attribution(text: str, start: int, named: tuple[int, str], published: date | None) -> Attribution:
    outlet_start, outlet = named
    outlet_end = outlet_start + len(outlet)
    day, end = _day_after(text, outlet_end, published) or (None, outlet_end)
    phrase_end = len(text[:outlet_start].rstrip())
    return Attribution(start, phrase_end, outlet_start, " ".join(outlet.split()), day, end)


def _named_outlet(text: str, verb: re.Match[str]) -> tuple[int, str] | None:
    """Where the outlet's name begins, and the name as it stands there; None when it is not surely an outlet."""
    named = _name_at(text, verb.end(), is_medium=bool(verb["medium"]))
    is_sure = bool(verb["medium"]) or verb["strong"] is not None
    if named and _PASSIVE.match(verb[0]) and not _FROM.search(verb[0]):
        quoted = _QUOTED_BY.match(text, named[0] + len(named[1]))
        if quoted and quoted["word"] != "dari":
            return None
        if quoted:
            named, is_sure = _name_at(text, quoted.end(), is_medium=bool(quoted["medium"])), True
    if named is None or _BOOK.match(text, named[0] + len(named[1])):
        return None
    return named if is_sure or _looks_like_outlet(named[1]) or _is_dated(text, named) else None


def _is_dated(text: str, named: tuple[int, str]) -> bool:
    """A full date right behind the name is how a report is cited; a person is cited without."""
    return _day_after(text, named[0] + len(named[1]), None) is not None


def _name_at(text: str, position: int, *, is_medium: bool) -> tuple[int, str] | None:
    """The capitalised words at `position`, up to where a name surely ends. None when they are no outlet's."""
    found = _NAME.match(text, position)
    if not found:
        return None
    name = _cut(found[0])
    if is_medium:
        position, name = _without_country(position, name)
    return (position, name) if _may_be_outlet(name, is_medium=is_medium) else None


def _cut(run: str) -> str:
    words = re.split(r"(\s+)", run)
    kept = words[0]
    for gap, word in zip(words[1::2], words[2::2], strict=True):
        if word.casefold() in MONTHS:
            kept = re.sub(r"\s+\d{1,2}$", "", kept)
        if word.casefold() in NAME_ENDS or kept.casefold() in SHORT_NAMES:
            break
        kept += gap + word
    kept = re.sub(rf"(?:\s+{_LINK_WORD})+$", "", kept)
    return re.sub(r"['’]s$", "", kept)


def _without_country(position: int, name: str) -> tuple[int, str]:
    """ "media Inggris The Sun": the country belongs to the phrase when what follows it is an outlet by itself."""
    country = re.match(rf"({_WORD})\s+(?=\S)", name)
    rest = name[country.end() :] if country else ""
    if country and country[1].casefold() in COUNTRIES and _is_known_outlet(rest):
        return position + country.end(), rest
    return position, name


def _may_be_outlet(name: str, *, is_medium: bool) -> bool:
    first = name.split()[0].casefold() if name else ""
    refused = NOT_OUTLETS - OWNERS_OF_SITES if is_medium else NOT_OUTLETS
    if not first or first in refused or first in WEEKDAYS or first in MONTHS or len(name) > OUTLET_CHARACTERS:
        return False
    return len(name) > 1 and re.search(_LETTER, name) is not None


def _is_known_outlet(name: str) -> bool:
    plain = name.casefold()
    return plain in KNOWN_OUTLETS or plain.removeprefix("the ") in KNOWN_OUTLETS


def _looks_like_outlet(name: str) -> bool:
    """A known one, a "The …" in the middle of a sentence, an address, or a name such as … Post or TechTimes."""
    words = name.split()
    is_titled = words[0] == "The" and len(words) > 1 and words[1].casefold() not in NOT_OUTLETS
    is_joined = re.search(r"(?<!Mc)(?<!Mac)(?<=[a-z])[A-Z]", name) is not None
    return (
        is_titled or is_joined or _is_known_outlet(name) or bool(DOMAIN.match(name)) or bool(MEDIA_WORDS.search(name))
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
    if not any(headline in text for headline in headlines):  # asked of each paragraph, and seldom so
        return None
    for found in _READ_ALSO_INSIDE.finditer(text):
        for headline in sorted(headlines, key=len, reverse=True):
            if headline and text.startswith(headline, found.end()):
                return found.start(), found.end() + len(headline), headline
    return None
