"""Reads a browser's own description of itself (the User-Agent header): values in, values out.

Knows the few families that almost everybody uses and calls the rest by no name. Nothing of the text itself is ever
shown: names come from the tables here, versions are digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LONGEST_AGENT = 512  # what is behind says nothing more; browsers send about 120 characters

Device = Literal["phone", "tablet", "computer", ""]

# The first that fits: a browser also names those that it descends from, which therefore stand below it.
_BROWSERS = (
    ("Opera Mini", "Opera Mini/"),
    ("Opera", "OPR/|OPT/|OPX/"),
    ("Edge", "Edg/|EdgA/|EdgiOS/|Edge/"),
    ("Samsung Internet", "SamsungBrowser/"),
    ("UC Browser", "UCBrowser/"),
    ("Vivaldi", "Vivaldi/"),
    ("Yandex", "YaBrowser/"),
    ("DuckDuckGo", "DuckDuckGo/|Ddg/"),
    ("MIUI Browser", "MiuiBrowser/"),
    ("Facebook", "FBAV/"),
    ("Instagram", "Instagram "),
    ("Firefox", "Firefox/|FxiOS/"),
    ("Chrome", "CriOS/|HeadlessChrome/|Chrome/|Chromium/"),
    ("Safari", r"Version/(?=[\d.]{1,20} (?:Mobile/\w{1,12} )?Safari/)"),
)
_SYSTEMS = (
    ("Windows", r"Windows NT "),
    ("Android", r"Android "),
    ("iPadOS", r"iPad; (?:CPU )?OS "),
    ("iOS", r"(?:iPhone|iPod)[^;)]{0,10}; (?:CPU )?(?:iPhone )?OS "),
    ("macOS", r"Mac OS X "),
    ("ChromeOS", r"CrOS \w{1,12} "),
    ("KaiOS", r"KAIOS/"),
)
# Named without a version, or with one that comes before the name.
_SYSTEMS_BARE = (("Android", "Android"), ("iPadOS", "iPad"), ("iOS", "iPhone"), ("Linux", "Linux|X11"))
_VERSION = r"(\d{1,5}(?:[._]\d{1,5})?)"
_BROWSER_PATTERNS = tuple((name, re.compile(f"(?:{marks}){_VERSION}")) for name, marks in _BROWSERS)
_SYSTEM_PATTERNS = tuple((name, re.compile(marks + _VERSION)) for name, marks in _SYSTEMS)
_BARE_PATTERNS = tuple((name, re.compile(rf"\b(?:{marks})\b")) for name, marks in _SYSTEMS_BARE)


@dataclass(frozen=True)
class Agent:
    """A browser and what it runs on; a part that is not known is empty."""

    full: str = ""
    browser: str = ""
    browser_version: str = ""
    system: str = ""
    system_version: str = ""
    device: Device = ""


def agent_of(text: str) -> Agent:
    """What a User-Agent header says. Any text at all may be given."""
    full = text[:LONGEST_AGENT]
    browser, version = _named(_BROWSER_PATTERNS, full)
    system, system_version = _named(_SYSTEM_PATTERNS, full)
    if not system:
        system = next((name for name, pattern in _BARE_PATTERNS if pattern.search(full)), "")
    return Agent(full, browser, version.partition(".")[0], system, system_version, _device(full, system))


def _named(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> tuple[str, str]:
    for name, pattern in patterns:
        if found := pattern.search(text):
            return name, found[1].replace("_", ".")
    return "", ""


def _device(text: str, system: str) -> Device:
    if system == "iPadOS" or "Tablet" in text or (system == "Android" and "Mobile" not in text):
        return "tablet"
    if system in ("Android", "iOS", "KaiOS") or "Mobile" in text:
        return "phone"
    return "computer" if system else ""
