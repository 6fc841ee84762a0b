"""What a reader says who reports a comment."""

from __future__ import annotations

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from warta.comments.moderation.forms import SoundField
from warta.comments.reasons import Use, choices_for


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=partial(choices_for, Use.REPORT), widget=forms.RadioSelect
    )
    words = SoundField(
        label=_("Anything a moderator should know (optional)"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
