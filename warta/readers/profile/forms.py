"""The forms of a profile. Each takes what people write in several ways, and refuses with one sentence what can't be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from warta.lib.clock import now
from warta.lib.text import tidy
from warta.readers.profile.fields import ABOUT, CLAIM, HOME, IDENTITY, LABELS, Part
from warta.readers.profile.identity_numbers import DIGITS, NotAnIdentityNumber, parsed
from warta.readers.profile.provinces import PROVINCES, choices
from warta.readers.vault_fields import (
    BIRTH_DATE,
    FULL_NAME,
    IDENTITY_NUMBER,
    POSTAL_ADDRESS,
    PROVINCE,
    REGENCY,
    TAX_NUMBER,
    Field,
    only_digits,
)  # fmt: skip

LONGEST_NAME = 120
LONGEST_ADDRESS = 300
OLDEST_BIRTH = date(1900, 1, 1)
TAX_DIGITS = (15, 16)  # of before and after the change to sixteen, the identity number among them
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]


def languages() -> list[tuple[str, Any]]:
    return [("", _("The site's")), *settings.LANGUAGES]


class ProfileForm(forms.Form):
    """One part of a profile. It knows no person: what it may change are the fields it names, and nothing else."""

    use_required_attribute = False

    def texts(self, part: Part) -> dict[Field, str]:
        """What is to be kept, by field of the vault."""
        return {field: as_text(self.cleaned_data[field.name]) for field in part.fields}


class AboutForm(ProfileForm):
    full_name = forms.CharField(
        label=LABELS[FULL_NAME], max_length=LONGEST_NAME, required=False,
        help_text=_("As it stands on your identity card."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("Write the name with %(limit_value)d characters at most.")},
    )  # fmt: skip
    birth_date = forms.DateField(
        label=LABELS[BIRTH_DATE], required=False, input_formats=DATE_FORMATS,
        help_text=_("Day, month and year, such as 28-12-1990."),
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "bday"}, format="%d-%m-%Y"),
        error_messages={"invalid": _("Write the date as day, month and year, such as 28-12-1990.")},
    )  # fmt: skip

    def clean_full_name(self) -> str:
        name: str = self.cleaned_data["full_name"]
        if name and not any(character.isalpha() for character in name):
            raise ValidationError(_("Write your name in letters."))
        return name

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born and not OLDEST_BIRTH <= born <= now().date():
            raise ValidationError(_("Check the year: nobody living was born then."))
        return born


class HomeForm(ProfileForm):
    province = forms.ChoiceField(
        label=LABELS[PROVINCE], required=False, choices=choices,
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
        error_messages={"invalid_choice": _("Choose a province from the list.")},
    )  # fmt: skip
    regency = forms.CharField(
        label=LABELS[REGENCY], max_length=80, required=False,
        help_text=_("Such as Kota Bandung or Kabupaten Sleman; abroad, the city and the country."),
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"max_length": _("Write the place with %(limit_value)d characters at most.")},
    )  # fmt: skip

    def clean_regency(self) -> str:
        place: str = self.cleaned_data["regency"]
        if place and not any(character.isalpha() for character in place):
            raise ValidationError(_("Write the name of the place in letters."))
        return place


class IdentityForm(ProfileForm):
    identity_number = forms.CharField(
        label=LABELS[IDENTITY_NUMBER], max_length=30, required=False,
        help_text=_("The sixteen digits on your identity card; spaces don't matter."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_identity_number(self) -> str:
        typed: str = self.cleaned_data["identity_number"]
        digits = only_digits(typed)
        if not typed:
            return ""
        try:
            parsed(digits, provinces=frozenset(PROVINCES), today=now().date())
        except NotAnIdentityNumber as wrong:
            raise ValidationError(_sentence(str(wrong), len(digits))) from None
        return digits


class ClaimForm(ProfileForm):
    postal_address = forms.CharField(
        label=LABELS[POSTAL_ADDRESS], max_length=LONGEST_ADDRESS, required=False,
        help_text=_("Street and number, district, town and postal code, as on a parcel."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
        error_messages={"max_length": _("Write the address with %(limit_value)d characters at most.")},
    )  # fmt: skip
    tax_number = forms.CharField(
        label=LABELS[TAX_NUMBER], max_length=30, required=False,
        help_text=_("Fifteen or sixteen digits; leave it empty if you have none."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_tax_number(self) -> str:
        typed: str = self.cleaned_data["tax_number"]
        digits = only_digits(typed)
        if typed and len(digits) not in TAX_DIGITS:
            raise ValidationError(_("A tax number has fifteen or sixteen digits; please compare it with your card."))
        return digits


class PublicForm(forms.Form):
    """What stands outside the vault: the name that others see, and the language one is spoken to in."""

    use_required_attribute = False
    display_name = forms.CharField(
        label=_("Public name"), max_length=60,
        help_text=_("Stands beside your comments. It need not be your real name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={
            "required": _("Write a name that others may see."),
            "max_length": _("Write the name with %(limit_value)d characters at most."),
        },
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=languages, help_text=_("Mails to you are written in it."),
        error_messages={"invalid_choice": _("Choose a language from the list.")},
    )  # fmt: skip

    def clean_display_name(self) -> str:
        name = tidy(self.cleaned_data["display_name"])
        if not any(character.isalnum() for character in name):
            raise ValidationError(_("Write a name that others may see."))
        return name


FORMS: dict[str, type[ProfileForm]] = {
    ABOUT.slug: AboutForm, HOME.slug: HomeForm, IDENTITY.slug: IdentityForm, CLAIM.slug: ClaimForm,
}  # fmt: skip


def initial_of(values: Mapping[Field, str]) -> dict[str, Any]:
    """What a form begins with; a date as one, so that it is written as the form writes dates."""
    return {field.name: date.fromisoformat(value) if field == BIRTH_DATE else value for field, value in values.items()}


def as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _sentence(wrong: str, count: int) -> Any:
    if wrong == "length":
        words = _("An identity number has %(digits)d digits; this one has %(count)d.")
        return ValidationError(words, params={"digits": DIGITS, "count": count})
    if wrong == "date":
        return _("Digits 7 to 12 are the birth date, a woman's day with 40 added; here they are no date.")
    return _("No identity number has these digits; please compare it with your card.")
