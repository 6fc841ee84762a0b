"""The addresses below /account/: each subject includes its own here."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("warta.readers.accounts.urls")),
    path("profile/", include("warta.readers.profile.urls")),
    path("contacts/", include("warta.readers.contacts.urls")),
    path("", include("warta.readers.sign_ins.urls")),
    path("", include("warta.readers.terms.account_urls")),
    path("", include("warta.readers.own_data.urls")),
]
