"""What the campaigns' templates say: sums of money and fingerprints that can be read aloud."""

from __future__ import annotations

from django import template

from warta.theme.languages import current_code

register = template.Library()

# Currencies whose minor units nobody writes: a rupiah has a hundred sen that no price has.
WHOLE = {"IDR": "Rp"}
GROUP = 8


@register.filter
def money(value: int, currency: str) -> str:
    """Minor units in words of the page's language: 10000000 of IDR is Rp100.000."""
    major, minor = divmod(value, 100)
    thousands, point = (".", ",") if current_code() == "id" else (",", ".")
    text = f"{major:,}".replace(",", thousands)
    if currency in WHOLE:
        return WHOLE[currency] + text
    return f"{currency} {text}{point}{minor:02d}"


@register.filter
def number(value: int) -> str:
    """With the language's mark between thousands."""
    return f"{value:,}".replace(",", "." if current_code() == "id" else ",")


@register.filter
def grouped(text: str) -> str:
    """A long code in groups of eight, so that two can be compared by eye."""
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))
