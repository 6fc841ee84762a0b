"""Addresses of threads, of single comments and of what one does with them."""

from __future__ import annotations

from django.urls import path, re_path

from warta.comments.showing import acting_views, own_views, views

# Numbers have one spelling, so that a page can be pressed under one address alone.
NUMBER = r"(?P<number>[1-9][0-9]{0,8})"
ORDERS = (
    (r"", {"order": "best"}),
    (rf"best/{NUMBER}/", {"order": "best"}),
    (r"newest/", {"order": "newest"}),
    (rf"newest/{NUMBER}/", {"order": "newest"}),
    (rf"{NUMBER}/", {"order": "oldest"}),
    (rf"replies/(?P<root>[1-9][0-9]{{0,17}})/{NUMBER}/", {"order": "replies"}),
)
THREAD = r"^[^/]+/read/\d{4}/\d{1,2}/\d{1,2}/(?P<article_id>\d{1,18})/[^/]*/comments/"

urlpatterns = [
    *(re_path(f"{THREAD}{rest}$", views.thread, order) for rest, order in ORDERS),
    *(re_path(f"{THREAD}{rest}fragment/$", views.fragment, order) for rest, order in ORDERS),
    path("comments/counts.json", views.counts, name="comment_counts"),
    path("comments/overlay", own_views.overlay, name="comments_overlay"),
    path("comments/replies/stop/<str:token>/", own_views.stop_notices, name="stop_reply_notices"),
    path("comments/<int:pk>/", views.permalink, name="comment"),
    path("comments/<int:pk>/like/", acting_views.like, name="like_comment"),
    path("comments/<int:pk>/mute/", acting_views.mute, name="mute_author"),
    path("comments/<int:pk>/report/", acting_views.report, name="report_comment"),
    path("hashtag/<str:tag>/", views.hashtag, name="hashtag"),
    path("hashtag/<str:tag>/before/<int:before>/", views.older_of_hashtag, name="older_of_hashtag"),
    path("account/comments/", own_views.own_comments, name="own_comments"),
    path("account/comments/mutes/<int:pk>/", own_views.unmute, name="unmute"),
]
