"""Addresses of the forms that readers see."""

from __future__ import annotations

from django.urls import path

from warta.comments.moderation import public_views

urlpatterns = [
    path("comments/<int:pk>/complain/", public_views.complain, name="complain"),
    path("account/comments/<int:pk>/appeal/", public_views.appeal, name="appeal"),
]
