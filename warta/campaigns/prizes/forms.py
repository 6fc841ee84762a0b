"""What winners and the newsroom fill in. A form takes what it names and nothing else of what is posted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from warta.campaigns.models import Campaign, Prize, ShownName
from warta.campaigns.prizes.charges import LONGEST_EVIDENCE
from warta.campaigns.prizes.names import masked_name
from warta.campaigns.prizes.sealed_reasons import UNCLAIMED, reasons_of
from warta.lib.clock import now
from warta.readers.models import User


class NameForm(forms.Form):
    """How the winner is named; the choices show what everybody would see."""

    shown_as = forms.ChoiceField(
        label=_("How you are named on the public list of winners"), choices=ShownName.choices,
        initial=ShownName.MASKED, widget=forms.RadioSelect,
        help_text=_("You can change it later. The full name is shown only as long as you agree to it."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: User, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = person.display_name
        shown = [(ShownName.CODE, f"{code[:8]}…")]
        if name:
            shown = [(ShownName.MASKED, masked_name(name)), (ShownName.FULL, name), *shown]
        field = self.fields["shown_as"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(choice.value, f"{choice.label}: {words}") for choice, words in shown]
        if not name:
            field.initial = ShownName.CODE

    @property
    def wanted(self) -> ShownName:
        return ShownName(self.cleaned_data["shown_as"])


class ClaimForm(NameForm):
    terms = forms.BooleanField(
        label=_("I claim this prize for myself and agree to the terms of the campaign."),
        error_messages={"required": _("Without this the prize can't be claimed.")},
    )


class VoucherFileForm(forms.Form):
    prize = forms.ModelChoiceField(Prize.objects.none(), label=_("Prize"), empty_label=None)
    file = forms.FileField(
        label=_("File"), help_text=_("CSV in UTF-8: one code a line, or a column headed “code”. At most 5 MB."),
        error_messages={"required": _("Choose the file first.")},
    )  # fmt: skip
    takes_good_ones = forms.BooleanField(
        label=_("Take the good lines even if others are wrong"), required=False,
        help_text=_("Otherwise one wrong line refuses the whole file, and nothing is loaded."),
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["prize"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = Prize.objects.filter(campaign=campaign)
        field.label_from_instance = _name  # type: ignore[method-assign,assignment]


class ChargeForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason, as sealed with the rules"))
    evidence = forms.CharField(
        label=_("Evidence"), max_length=LONGEST_EVIDENCE, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it rests on, in a sentence. It is published: name nobody and quote no personal data."),
        error_messages={"required": _("Say what it rests on: the evidence is published with the proof.")},
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        usable = [one for one in reasons_of(campaign).values() if one.slug != UNCLAIMED and one.can_be_said(now())]
        field.choices = [(one.slug, one.words) for one in usable]


class ExportForm(forms.Form):
    reason = forms.CharField(
        label=_("What the export is for"), max_length=200, min_length=8,
        help_text=_("It stands in the audit log with your name: the file holds personal data."),
        error_messages={
            "required": _("Say what the export is for."), "min_length": _("Say in some words what the export is for."),
        },
    )  # fmt: skip


def _name(prize: Prize) -> str:
    return prize.name
