"""The way to the terms from the foot of every page. Pressed with it; the names are fixed, so that nothing follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from warta.theme.regions import Filling


def fillings() -> list[Filling]:
    return [Filling("site.footer", "terms", "pressed", lines_to_terms, position=900)]


def lines_to_terms(context: Mapping[str, Any]) -> str:
    return render_to_string("readers/terms/footer.html")
