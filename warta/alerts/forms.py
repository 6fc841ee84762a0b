"""The shape of what an editor says about deliveries."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class WordForm(forms.Form):
    """What became of one unknown delivery."""

    word = forms.ChoiceField(choices=[("was_sent", _("yes")), ("send_again", _("send again")), ("leave", _("leave"))])
    link = forms.CharField(required=False, max_length=200)


class WordForAllForm(forms.Form):
    """One word for all unknown deliveries of an announcement."""

    word = forms.ChoiceField(choices=[("send_again", _("send again")), ("leave", _("leave"))])
