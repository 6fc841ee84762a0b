"""Addresses of the same page in the site's languages: its own at the root, the others below /en/ or /id/."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

CODES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Edition:
    """A page in one language of the site's own words; `address` is absolute, `path` below the site."""

    code: str
    path: str
    is_current: bool

    @property
    def address(self) -> str:
        return settings.SITE_URL + self.path


def current_code() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def bare_path(path: str) -> str:
    """The path without the language before it: /en/nasional/ is /nasional/."""
    for code in CODES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            return path[len(code) + 1 :] or "/"
    return path


def path_in(code: str, path: str) -> str:
    """Where the page at a bare path stands in a language."""
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def here(path: str) -> str:
    """Where the page at a bare path stands in the language of the page being rendered."""
    return path_in(current_code(), path)


def editions_of(path: str) -> list[Edition]:
    bare = bare_path(path)
    return [Edition(code=code, path=path_in(code, bare), is_current=code == current_code()) for code in CODES]
