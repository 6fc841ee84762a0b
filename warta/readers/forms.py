"""Forms about members: by those who manage them, and by themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from warta.readers import vault
from warta.readers.models import User

MANAGED = ["email", "display_name", "language", "is_superuser", "groups"]
LONGEST_NAME = 120
OF_MEMBERS = (vault.FULL_NAME, vault.PHONE)
SHORTEST_PHONE, LONGEST_PHONE = 8, 15  # digits; E.164 allows 15


class _ManagedForm(forms.Form):
    """What making and editing a member have in common. `by` is who does it."""

    def adapt(self, by: User) -> None:
        choices = [("", _("The site's")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=choices, required=False)
        # Nobody makes another mightier than themselves.
        self.fields["is_superuser"].disabled = not by.is_superuser


class MemberCreationForm(_ManagedForm, UserCreationForm):
    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        fields: ClassVar[list[str]] = MANAGED

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adapt(by)

    def save(self, commit: bool = True) -> User:
        self.instance.is_staff = True
        self.instance.must_change_password = True  # who made the account knows the first one
        return super().save(commit)


class MemberEditForm(_ManagedForm, UserEditForm):
    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        fields: ClassVar[list[str]] = [*MANAGED, "is_active"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_own = by.pk == self.instance.pk
        if "is_superuser" not in self.fields:  # Wagtail takes it away from who edits themselves
            self.fields["is_superuser"] = forms.BooleanField(required=False, disabled=True)
        self.adapt(by)

    def save(self, commit: bool = True) -> User:
        if self.cleaned_data.get("password1") and not self._is_own:
            self.instance.must_change_password = True
        return super().save(commit)


class PublicNameForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["display_name"]

    def save(self, commit: bool = True) -> User:
        """Nothing but the name: other forms of the same page write other fields of the same row."""
        person: User = super().save(commit=False)
        if commit:
            person.save(update_fields=["display_name"])
        return person


class PersonalDataForm(forms.Form):
    """A member's own page of the vault, shown to themselves. Others read it only with a reason, which is kept."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=LONGEST_NAME, required=False,
        help_text=_("For contracts and press cards. Kept encrypted; never shown beside your articles."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False,
        help_text=_("So that the desk reaches you when it matters. Kept encrypted."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        self.person = instance
        initial = {field.name: _shown(instance, field) for field in OF_MEMBERS}
        super().__init__(*args, **{**kwargs, "initial": initial})

    def clean_phone(self) -> str:
        phone = vault.spelled_phone(self.cleaned_data["phone"])
        if phone and not SHORTEST_PHONE <= len(phone) - 1 <= LONGEST_PHONE:
            raise ValidationError(_("Write the number with its area or country code, such as 0812 3456 7890."))
        return phone

    def save(self) -> None:
        """Called inside the transaction of Wagtail's account page."""
        for field in OF_MEMBERS:
            if field.name in self.changed_data:
                vault.keep(self.person, field, self.cleaned_data[field.name], by=self.person)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why do you need to see it?"), max_length=200, min_length=5)


def _shown(person: User, field: vault.Field) -> str:
    try:
        return vault.own_value(person, field)
    except vault.VaultClosed:
        return ""
