"""Addresses of writing and of one's own comments."""

from __future__ import annotations

from django.urls import path

from warta.comments.writing import views

urlpatterns = [
    path("comments/write/", views.write, name="write_comment"),
    path("comments/<int:pk>/edit/", views.edit, name="edit_comment"),
    path("comments/<int:pk>/delete/", views.delete, name="delete_comment"),
    path("comments/<int:pk>/sent/", views.sent, name="comment_sent"),
]
