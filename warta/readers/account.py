"""A member's own account page: Wagtail's, with our panels for the public name and the vault.

The password and the second factor are chosen where readers choose theirs, below /account/.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, SettingsTab

from warta.readers.forms import PersonalDataForm, PublicNameForm

personal_tab = SettingsTab("personal", _("Personal data"), order=150)
REPLACED = frozenset({"name_email", "password", "notifications"})  # no mail is sent to members


class PublicNamePanel(BaseSettingsPanel):
    name = "public_name"
    title = _("Public name")
    order = 100
    form_class = PublicNameForm


class PersonalDataPanel(BaseSettingsPanel):
    name = "personal"
    title = _("Personal data")
    tab = personal_tab
    order = 100
    form_class = PersonalDataForm


class MemberAccountView(AccountView):
    def get_panels(self) -> list[Any]:
        request, person = self.request, self.request.user
        kept = [panel for panel in super().get_panels() if panel.name not in REPLACED]
        profile = kept[0].profile
        ours = [kind(request, person, profile) for kind in (PublicNamePanel, PersonalDataPanel)]
        return [*kept, *(panel for panel in ours if panel.is_active())]
