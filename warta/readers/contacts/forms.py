"""The forms of the contacts. They know their shape alone; what is taken, the services say."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    use_required_attribute = False
    address = forms.CharField(
        label=_("New e-mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write an e-mail address such as name@example.com.")},
    )  # fmt: skip


class PhoneForm(forms.Form):
    use_required_attribute = False
    phone = forms.CharField(
        label=_("Phone number"), max_length=40,
        help_text=_("Such as 0812 3456 7890, or with the country's code."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Write the number with its area or country code, such as 0812 3456 7890.")},
    )  # fmt: skip


class CodeForm(forms.Form):
    use_required_attribute = False
    code = forms.CharField(
        label=_("Code"), max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Type the code that was sent to you.")},
    )  # fmt: skip
