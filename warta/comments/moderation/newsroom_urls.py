"""Addresses of the desk, below /newsroom/comments/."""

from __future__ import annotations

from django.urls import path

from warta.comments.moderation import desk_views, office_views

app_name = "moderation"

urlpatterns = [
    path("", desk_views.queue, name="queue"),
    path("rule/", desk_views.rule_many, name="rule_many"),
    path("holders/", desk_views.holders, name="holders"),
    path("<int:pk>/", desk_views.one, name="one"),
    path("<int:pk>/rule/", desk_views.rule, name="rule"),
    path("<int:pk>/claim/", desk_views.claim, name="claim"),
    path("<int:pk>/release/", desk_views.release, name="release"),
    path("<int:pk>/feature/", desk_views.feature, name="feature"),
    path("rulings/<int:pk>/undo/", desk_views.undo, name="undo"),
    path("appeals/", office_views.appeals, name="appeals"),
    path("appeals/<int:pk>/", office_views.decide_appeal, name="decide_appeal"),
    path("decisions/", office_views.decisions, name="decisions"),
    path("people/", office_views.find_people, name="people"),
    path("people/<str:public_id>/", office_views.person, name="person"),
    path("people/<str:public_id>/suspend/", office_views.suspend, name="suspend"),
    path("people/<str:public_id>/lift/", office_views.lift, name="lift"),
    path("words/", office_views.words, name="words"),
    path("words/add/", office_views.add_word, name="add_word"),
    path("words/<int:pk>/", office_views.change_word, name="change_word"),
    path("articles/", office_views.articles, name="articles"),
    path("articles/<int:article_id>/", office_views.article, name="article"),
]
