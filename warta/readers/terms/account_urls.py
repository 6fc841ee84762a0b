"""Addresses of a reader's agreements, below /account/."""

from __future__ import annotations

from django.urls import path

from warta.readers.terms import consent_views

urlpatterns = [
    path("consents/", consent_views.consents, name="consents"),
    path("consents/again/", consent_views.ask_again, name="consents_again"),
    path("consents/<slug:name>/give/", consent_views.give, name="consent_give"),
    path("consents/<slug:name>/withdraw/", consent_views.withdraw, name="consent_withdraw"),
]
