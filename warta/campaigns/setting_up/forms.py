"""The form of a campaign in the newsroom: what can be said of each field at once, and nothing of another's state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from warta.articles.models import SectionPage
from warta.campaigns.models import Campaign, State
from warta.comments.reading.hashtags import normalised
from warta.readers.profile.fields import ITEMS


class CampaignForm(WagtailAdminModelForm):
    """A draft. What another saved meanwhile is never overwritten unseen, and an open campaign not at all."""

    profile_items = forms.MultipleChoiceField(
        label=gettext_lazy("The profile must have"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("With a confirmed phone number, each number takes part once."),
    )  # fmt: skip
    sections: forms.ModelMultipleChoiceField[SectionPage] = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sections"), queryset=SectionPage.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].queryset = SectionPage.objects.order_by("title")
        self.fields["profile_items"].choices = [(name, item.label) for name, item in ITEMS.items()]
        if self.instance.pk:
            self.fields["seen_version"].initial = self.instance.version

    def clean_hashtag_shown(self) -> str:
        shown: str = self.cleaned_data["hashtag_shown"].strip().removeprefix("#")
        self.instance.hashtag = normalised(shown)
        if not self.instance.hashtag:
            raise forms.ValidationError(_("A hashtag is one word of letters, digits and “_”, with a letter in it."))
        return f"#{shown}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        stands = Campaign.objects.filter(pk=self.instance.pk).first()
        if stands is not None and stands.state != State.DRAFT:
            raise forms.ValidationError(_("The campaign is open: what entrants rely on stays."))
        if stands is not None and cleaned.get("seen_version") not in (None, stands.version):
            raise forms.ValidationError(
                _("Somebody saved this campaign while you wrote. Open it anew in another tab and compare.")
            )
        self._check_times(cleaned)
        return cleaned

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        opens, closes, drawn = (cleaned.get(name) for name in ("opens_at", "closes_at", "draw_at"))
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("It must close after it opens."))
        if closes and drawn and drawn <= closes:
            self.add_error("draw_at", _("It is drawn after it has closed."))


class NoticeForm(forms.Form):
    text_id = forms.CharField(
        label=gettext_lazy("Notice, Indonesian"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_en = forms.CharField(
        label=gettext_lazy("Notice, English"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CancelForm(forms.Form):
    reason_id = forms.CharField(label=gettext_lazy("Public reason, Indonesian"), max_length=400)
    reason_en = forms.CharField(label=gettext_lazy("Public reason, English"), max_length=400)
