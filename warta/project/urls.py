"""Every address of the site. Reader-facing pages stand at the root in the site's language and under /en/ or /id/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as newsroom_urls
from wagtail.documents import urls as document_urls

from warta.campaigns.urls import file_urlpatterns as draw_files
from warta.linking.stories.urls import feed_urlpatterns as story_feeds

urlpatterns = [
    path("", include("warta.operations.urls")),
    path("newsroom/", include("warta.readers.urls")),
    path("newsroom/", include(newsroom_urls)),
    path("documents/", include(document_urls)),
    path("", include(story_feeds)),
    path("", include(draw_files)),
    path("", include("warta.articles.machines.urls")),
    *i18n_patterns(path("account/", include("warta.readers.account_urls")), prefix_default_language=False),
    *i18n_patterns(path("", include("warta.readers.terms.urls")), prefix_default_language=False),
    *i18n_patterns(path("", include("warta.campaigns.urls")), prefix_default_language=False),
    *i18n_patterns(path("", include("warta.linking.stories.urls")), prefix_default_language=False),
    *i18n_patterns(path("", include("warta.comments.urls")), prefix_default_language=False),
    *i18n_patterns(
        path("", include("warta.search.urls")), path("", include("warta.articles.urls")), prefix_default_language=False
    ),
]

handler404 = "warta.articles.views.not_found"
handler403 = "warta.articles.views.forbidden"
handler500 = "warta.operations.views.failed"
