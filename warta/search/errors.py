"""What searching may fail of, worded for people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class SearchError(Exception):
    """Why a search can't be answered. `words` are for whoever asked."""

    words = _("The search can't answer now. Please try again in a moment.")


class Unavailable(SearchError):
    """There is no index yet, or it is damaged; it is being built."""

    words = _("The search is being prepared. Please try again in a few minutes.")


class Busy(SearchError):
    """Another process of this machine writes the index."""

    words = _("Another process is writing the index already; look again in a moment.")
