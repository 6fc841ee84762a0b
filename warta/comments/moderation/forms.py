"""Shapes of what is typed at the desk and on the two public forms. Every field is named here: nothing else is taken."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from warta.comments.models import Policy, WatchWord
from warta.comments.moderation.ruling import Word
from warta.comments.moderation.suspending import DAYS
from warta.comments.reasons import Use, choices_for
from warta.lib.text import sound

MOST_WORDS = 200  # what a mail shows of it


class SoundField(forms.CharField):
    """Text that the database and a page can hold, whatever was sent."""

    def to_python(self, value: Any) -> str:
        return sound(super().to_python(value) or "")


class RuleForm(forms.Form):
    """One decision, about one comment or about the chosen ones."""

    act = forms.ChoiceField(choices=[("approve", ""), ("refuse", ""), ("hold", "")])
    reason = forms.ChoiceField(choices=partial(choices_for, Use.REFUSAL), required=False)
    words = SoundField(max_length=MOST_WORDS, required=False)
    note = SoundField(max_length=400, required=False)
    seen = forms.CharField(max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("act") == "refuse" and not data.get("reason"):
            self.add_error("reason", _("Choose a reason: the author is told it."))
        return data

    @property
    def word(self) -> Word:
        data = self.cleaned_data
        is_refusal = data["act"] == "refuse"
        reason, words = (data["reason"], data["words"]) if is_refusal else ("", "")
        return Word(data["act"], reason=reason, words=words, note=data["note"])


class AppealForm(forms.Form):
    words = SoundField(
        label=gettext_lazy("Why it should be published"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class SuspendForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("For"), coerce=int, choices=lambda: [(days, _days_in_words(days)) for days in DAYS]
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=partial(choices_for, Use.SUSPENSION))
    words = SoundField(label=gettext_lazy("In your words, for them"), max_length=MOST_WORDS, required=False)


class WatchWordForm(forms.Form):
    word = SoundField(label=gettext_lazy("Word or phrase"), max_length=120)
    effect = forms.ChoiceField(label=gettext_lazy("Effect"), choices=WatchWord.Effect.choices)
    note = SoundField(label=gettext_lazy("Note for colleagues"), max_length=400, required=False)


class ThreadForm(forms.Form):
    """`closes_at` is typed in the site's time zone; empty: the rule of the site holds."""

    policy = forms.ChoiceField(label=gettext_lazy("Comments"), choices=Policy.choices, widget=forms.RadioSelect)
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Close them on"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        help_text=gettext_lazy("Empty: the rule of the site."),
    )  # fmt: skip

    @property
    def closing(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["closes_at"]
        return moment


class ComplaintForm(forms.Form):
    """`website` is there for machines that fill in every field; people don't see it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it"), choices=partial(choices_for, Use.REPORT), widget=forms.RadioSelect
    )
    words = SoundField(
        label=gettext_lazy("Say it in your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    contact = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), max_length=254,
        help_text=gettext_lazy("For our answer alone. It is kept sealed, and erased two weeks after the answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))


def _days_in_words(days: int) -> str:
    return _("1 day") if days == 1 else _("%(days)d days") % {"days": days}
