"""Addresses below /newsroom/alerts/."""

from __future__ import annotations

from django.urls import path

from warta.alerts import views

app_name = "alerts"
urlpatterns = [
    path("", views.announcements, name="announcements"),
    path("now/", views.announcements_now, name="announcements_now"),
    path("<int:pk>/", views.announcement, name="announcement"),
    path("<int:pk>/now/", views.announcement_now, name="announcement_now"),
    path("<int:pk>/stop/", views.stop_announcement, name="stop"),
    path("digests/", views.digests, name="digests"),
    path("digests/<int:pk>/", views.digest, name="digest"),
    path("settle/<int:delivery_id>/", views.settle_delivery, name="settle"),
    path("settle/all/<str:subject>/", views.settle_all, name="settle_all"),
    path("again/<int:delivery_id>/", views.try_again, name="try_again"),
]
