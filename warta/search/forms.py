"""What a search can be narrowed to, as a reader chooses it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from warta.articles.models import Author, Kind
from warta.articles.reading.sections import sections_in_order
from warta.search.matching import Filters
from warta.search.schema import microseconds

NOBODY = 0  # no author has this number


class FilterForm(forms.Form):
    """Each field by itself: one that makes no sense is said so and left out, the others count."""

    section = forms.ChoiceField(label=_("Section"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    author = forms.CharField(label=_("Author"), required=False, max_length=120)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Up to"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(section.slug, section.title) for section in sections_in_order()]
        self.fields["section"].choices = [("", _("All sections")), *sections]  # type: ignore[attr-defined]

    def clean_author(self) -> Author | None:
        name = self.cleaned_data["author"].strip()
        if not name:
            return None
        found = Author.objects.filter(name__iexact=name).first() or Author.objects.filter(slug=name.lower()).first()
        if found is None:
            raise forms.ValidationError(_("Nobody of this name has written here; the whole name finds it."))
        return found

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def filters(self) -> Filters:
        chosen = self.chosen
        author_id = chosen["author"].pk if "author" in chosen else None
        return Filters(
            section=chosen.get("section", ""),
            kind=chosen.get("kind", ""),
            author_id=NOBODY if "author" in self.errors else author_id,
            since=_beginning_of(chosen.get("since")),
            until=_beginning_of(chosen.get("until"), days_later=1),
        )


def _beginning_of(day: date | None, *, days_later: int = 0) -> int | None:
    if day is None or not date(1900, 1, 1) <= day <= date(2200, 1, 1):  # beyond, no clock could show it
        return None
    return microseconds(timezone.make_aware(datetime.combine(day + timedelta(days=days_later), time())))
