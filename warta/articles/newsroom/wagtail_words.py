"""Words of Wagtail's that its Indonesian lacks: named here, they are translated in our own catalogue."""

from django.utils.translation import gettext_noop

WORDS = (
    gettext_noop("Reports"),
    gettext_noop("Help"),
    gettext_noop("Search…"),
    gettext_noop("Site history"),
    gettext_noop("Aging pages"),
    gettext_noop("Page types usage"),
    gettext_noop("Locked pages"),
    gettext_noop("Workflow tasks"),
    gettext_noop("Keyboard shortcuts"),
)
