"""Addresses below /campaign/."""

from __future__ import annotations

from django.urls import path

from warta.campaigns import views
from warta.campaigns.draw.single_file import NAME

urlpatterns = [path("campaign/verify/", views.check_draw, name="check_draw")]

file_urlpatterns = [path(f"campaign/verify/{NAME}", views.verify_draw_file, name="verify_draw_file")]
