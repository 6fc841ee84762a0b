"""Addresses of the timeline, the list of sign-ins and the private overlay, below /account/."""

from __future__ import annotations

from django.urls import path

from warta.readers.sign_ins import views

urlpatterns = [
    path("overlay", views.overlay, name="account_overlay"),
    path("security/", views.timeline, name="security_timeline"),
    path("security/sessions/", views.open_sessions, name="open_sessions"),
    path("security/sessions/end-others/", views.end_others, name="end_other_sessions"),
    path("security/sessions/end-everywhere/", views.end_everywhere, name="end_everywhere"),
    path("security/sessions/<slug:public_id>/end/", views.end_session, name="end_session"),
    path("security/not-me/", views.not_me_by_link, name="not_me_by_link"),
    path("security/not-me/<slug:public_id>/", views.not_me, name="not_me"),
]
