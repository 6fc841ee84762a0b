"""A site of a few pages whose truth is one file, replaced as a whole: what pressing is killed on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from warta.lib.clock import now
from warta.press.marks import pressed, shows
from warta.press.ports import Change

ARTICLES = range(1, 6)
FILLING = "<p>Isi berita yang cukup panjang untuk ditulis dalam beberapa bagian.</p>\n" * 300
Truth = dict[str, tuple[int, str]]  # by article: how often it was changed, and when it was last


def truth() -> Truth:
    try:
        return json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {str(number): (0, now().isoformat()) for number in ARTICLES}


def change(number: int) -> None:
    """Commit a change of the truth, without telling anyone."""
    fresh = truth()
    fresh[str(number)] = (fresh[str(number)][0] + 1, now().isoformat())
    written = _file().with_suffix(".new")
    written.write_text(json.dumps(fresh), encoding="utf-8")
    written.replace(_file())


def changes_since(moment: datetime) -> Iterator[Change]:
    for number, (_, at) in truth().items():
        if datetime.fromisoformat(at) >= moment:
            yield Change(frozenset({f"article:{number}"}), datetime.fromisoformat(at))


def _file() -> Path:
    return Path(os.environ["WARTA_HOME"]) / "truth.json"


def _page(numbers: list[str]) -> HttpResponse:
    shows(*(f"article:{number}" for number in numbers))
    present = truth()
    said = " ".join(f"{number}={present[number][0]}" for number in numbers)
    return HttpResponse(f"<!-- {said} -->{FILLING}<!-- {said} -->")


@pressed()
def home(request: HttpRequest) -> HttpResponse:
    return _page([str(number) for number in ARTICLES])


@pressed()
def article(request: HttpRequest, number: int) -> HttpResponse:
    return _page([str(number)])


urlpatterns = [
    path("", home),
    path("read/<int:number>", article),
    path("newsroom/", include("wagtail.admin.urls")),  # which the house's middleware knows by name
]
