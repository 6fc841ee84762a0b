"""The page of a story and its feeds. Pressed: none depends on who asks."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from warta.articles.machines import feeds
from warta.articles.machines.views import FORMS
from warta.articles.pictures.sizes import share_picture
from warta.articles.reading.contexts import Head, cards_shown, newest_cards
from warta.linking.models import Story
from warta.linking.stories.queries import StoryReading, articles_of_story, reading_of_story, story_at
from warta.press.marks import pressed, shows
from warta.theme.languages import here


@pressed("page")
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened when, and who said what; 301 after a merge, 410 when nothing of it is public any more."""
    found = _story_at(slug)
    if found.merged_into is not None:
        return HttpResponsePermanentRedirect(here(found.merged_into.get_absolute_url()))
    reading = reading_of_story(found)
    shows("site")
    if not reading.cards:
        cards = newest_cards()
        cards_shown(cards)
        return render(request, "linking/story_gone.html", {"story": found, "related": cards}, status=410)
    cards_shown(reading.cards)
    shows(*(f"outlet:{outlet.pk}" for outlet in reading.outlets))
    return render(request, "linking/story.html", {"story": found, "reading": reading, "head": _head(reading)})


@pressed("feed")
def story_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The story's articles for feed readers."""
    found = _story_at(slug)
    if found.merged_into is not None:
        return HttpResponsePermanentRedirect(f"{found.merged_into.get_absolute_url()}{form}")
    items = feeds.items_of(articles_of_story(found))
    if not items:
        raise Http404
    shows("site", *(f"article:{item.article.pk}" for item in items))
    write, content_type = FORMS[form]
    feed = feeds.Feed(f"{found.name} – {settings.SITE_NAME}", "", found.get_absolute_url(), items)
    return HttpResponse(write(feed, own_address=found.get_absolute_url() + form), content_type=content_type)


def _story_at(slug: str) -> Story:
    found = story_at(slug)
    if found is None:
        raise Http404
    shows(f"story:{found.pk}", f"list:story:{found.pk}")
    return found


def _head(reading: StoryReading) -> Head:
    count = len(reading.cards)
    described = ngettext(
        "%(count)s article on %(name)s: what happened when, and who said what.",
        "%(count)s articles on %(name)s: what happened when, and who said what.",
        count,
    ) % {"count": count, "name": reading.story.name}
    shown = reading.picture_card
    image = share_picture(shown.article.lead_image) if shown else None
    title = _("%(name)s: timeline") % {"name": reading.story.name}
    return Head(path=reading.story.get_absolute_url(), title=title, description=described, image=image)
