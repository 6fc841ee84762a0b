"""A version as a reader sees it: in the language of the page, its text cut into blocks, its place among the others."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from warta.readers.models import ConsentReceipt, TermsVersion
from warta.readers.terms.purposes import WAYS, purpose_named
from warta.readers.terms.text import Block, Line, blocks_of, compared
from warta.theme.languages import CODES, current_code, here, path_in


@dataclass(frozen=True)
class TermsHead:
    """What search engines are told of a page of terms; `path` is its one address in the site's language."""

    path: str
    title: str
    description: str = ""
    type: str = "article"
    language: str = ""
    image: None = None
    is_site: bool = False

    @property
    def canonical(self) -> str:
        return settings.SITE_URL + here(self.path)

    @property
    def hreflang(self) -> list[tuple[str, str]]:
        pages = [(code, settings.SITE_URL + path_in(code, self.path)) for code in CODES]
        return [*pages, ("x-default", settings.SITE_URL + self.path)]


@dataclass(frozen=True)
class Shown:
    """A version in the language of the page."""

    version: TermsVersion
    is_current: bool

    @property
    def title(self) -> str:
        return title_of(self.version)

    @property
    def change(self) -> str:
        return str(getattr(self.version, f"change_{current_code()}"))

    @property
    def blocks(self) -> list[Block]:
        return blocks_of(body_of(self.version))

    @property
    def path(self) -> str:
        """Its address: the lasting one for what counts now, a numbered one for what counted before."""
        if self.is_current:
            return self.version.document.get_absolute_url()
        return f"{self.version.document.get_absolute_url()}{self.version.number}/"

    @property
    def changes_path(self) -> str:
        """Where it is compared with the one before; "" for the first."""
        if self.version.number == 1:
            return ""
        return f"{self.version.document.get_absolute_url()}{self.version.number}/changes/"

    @property
    def head(self) -> TermsHead:
        return TermsHead(path=self.path, title=self.title, description=self.change)


@dataclass(frozen=True)
class ShownReceipt:
    """An answer as its owner reads it, in the language of the page."""

    receipt: ConsentReceipt

    @property
    def label(self) -> str:
        purpose = purpose_named(self.receipt.purpose)
        return str(purpose.label) if purpose else self.receipt.purpose

    @property
    def way(self) -> str:
        return str(WAYS.get(self.receipt.how, self.receipt.how))

    @property
    def title(self) -> str:
        return title_of(self.receipt.version)

    @property
    def path(self) -> str:
        return f"{self.receipt.version.document.get_absolute_url()}{self.receipt.version.number}/"


def shown_of(versions: list[TermsVersion]) -> list[Shown]:
    """All versions of one text, the newest, which counts now, first."""
    return [Shown(version, is_current=place == 0) for place, version in enumerate(versions)]


def title_of(version: TermsVersion) -> str:
    return str(getattr(version, f"title_{current_code()}"))


def body_of(version: TermsVersion) -> str:
    return str(getattr(version, f"body_{current_code()}"))


def differences(before: TermsVersion, after: TermsVersion) -> list[Line]:
    """What changed between two versions, in the language of the page, the titles first."""
    return compared(f"## {title_of(before)}\n\n{body_of(before)}", f"## {title_of(after)}\n\n{body_of(after)}")


def index_path() -> str:
    return reverse("terms_index")
