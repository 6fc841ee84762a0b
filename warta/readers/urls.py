"""Addresses that stand before Wagtail's own below /newsroom/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import LogoutView

from warta.readers.account import MemberAccountView
from warta.readers.accounts.pages.entrance import leave_newsroom_login
from warta.readers.views import personal_data

urlpatterns = [
    path("login/", leave_newsroom_login),
    path("account/", require_admin_access(MemberAccountView.as_view())),
    # Wagtail's own takes the session's cookie away whatever it answers, so that any link to it would sign a member out.
    path("logout/", require_POST(LogoutView.as_view())),
    path("people/<slug:public_id>/personal/", require_admin_access(personal_data), name="personal_data"),
]
