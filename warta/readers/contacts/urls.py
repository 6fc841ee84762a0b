"""The addresses below /account/contacts/. None of them names a person: it is always whoever asks."""

from __future__ import annotations

from django.urls import path

from warta.readers.contacts import views

urlpatterns = [
    path("", views.contacts, name="account_contacts"),
    path("address/", views.change_address, name="account_address"),
    path("phone/", views.change_phone, name="account_phone"),
    path("telegram/", views.change_telegram, name="account_telegram"),
]
