"""Addresses below /newsroom/prizes/."""

from __future__ import annotations

from django.urls import path

from warta.campaigns.prizes import newsroom, newsroom_books

app_name = "prizes"
urlpatterns = [
    path("", newsroom.campaigns, name="campaigns"),
    path("<int:pk>/", newsroom.winners, name="winners"),
    path("<int:pk>/vouchers/", newsroom.prizes, name="prizes"),
    path("<int:pk>/settle/", newsroom.settle, name="settle"),
    path("<int:pk>/ledger/", newsroom_books.books, name="ledger"),
    path("<int:pk>/ledger/export/", newsroom_books.export, name="export"),
    path("<int:pk>/ledger/<int:number>/reverse/", newsroom_books.reverse_line, name="reverse"),
    path("<int:pk>/winners/<str:win_id>/", newsroom.winner, name="winner"),
    path("<int:pk>/winners/<str:win_id>/handed/", newsroom.handed_over, name="handed_over"),
    path("<int:pk>/winners/<str:win_id>/charges/<str:charge_id>/confirm/", newsroom.confirm, name="confirm"),
    path("<int:pk>/winners/<str:win_id>/charges/<str:charge_id>/drop/", newsroom.drop, name="drop"),
]
