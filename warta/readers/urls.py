"""Addresses that stand before Wagtail's own below /newsroom/."""

from __future__ import annotations

from django.urls import path
from wagtail.admin.auth import require_admin_access

from warta.readers.account import MemberAccountView
from warta.readers.views import personal_data

urlpatterns = [
    path("account/", require_admin_access(MemberAccountView.as_view())),
    path("people/<slug:public_id>/personal/", require_admin_access(personal_data), name="personal_data"),
]
